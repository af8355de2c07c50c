"""What the library of the command line says of a value, in the words of those who type it."""

import re

import typer
from typer.core import TyperGroup

_WORDS = (
    (re.compile(r"Input should be a valid integer.*"), "a whole number is needed."),
    (re.compile(r"Input should be a valid number.*"), "a number is needed."),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"at least \1 is needed."),
    (re.compile(r"Input should be less than or equal to (\S+)"), r"at most \1 is possible."),
)


class PlainUsage(TyperGroup):
    """The group of all commands: says of a value that does not fit what is needed instead."""

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = plainly(error.message)
            raise


def plainly(says: str) -> str:
    """The same in plain words; what is said in words of our own, as it is."""
    for pattern, words in _WORDS:
        if pattern.fullmatch(says):
            return pattern.sub(words, says)
    return says
