"""A group of commands whose usage errors do not repeat what was typed: it may be a name."""

from difflib import get_close_matches
from typing import ClassVar

import typer
from typer.core import TyperGroup

# The family of "no such option" and "extra argument", whichever click typer brings along.
USAGE: type[Exception] = typer.BadParameter.__bases__[0]


class Unrepeated(TyperGroup):
    """Says instead what is in `instead`. What a command itself says of its options is said as it is."""

    instead: ClassVar[str]

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except USAGE as error:
            if isinstance(error, typer.BadParameter):
                raise
            raise typer.BadParameter(self.instead) from None

    def resolve_command(self, ctx, args: list[str]):
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise typer.BadParameter(self.no_such(args[0]))
        return super().resolve_command(ctx, args)

    def no_such(self, typed: str) -> str:
        """What is said of a word that stands where a command belongs, without repeating it."""
        near = get_close_matches(typed.lower(), self.commands)
        if near:
            return f"There is no such command here. Did you mean {' or '.join(map(repr, near))}?"
        return f"There is no such command here. There are: {', '.join(self.commands)}."
