"""A group of commands whose usage errors do not repeat what was typed: it may be a name."""

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
