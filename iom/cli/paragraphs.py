"""Long texts on lines of their own, none wider than a screen."""

import textwrap

from iom.cli import output

WIDTH = 110


def paragraph(text: str, indent: int = 0, further: int | None = None) -> None:
    """Say a text in lines of at most WIDTH characters, each indented; those after the first by further.

    A word longer than a line is left whole.
    """
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if further is None else further),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        output.say(line)
