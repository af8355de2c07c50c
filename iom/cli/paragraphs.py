"""Long texts on lines of their own, none wider than a screen."""

import textwrap

from iom.cli import output

WIDTH = 110
NARROWEST = 40  # below this, words broken by the terminal do less harm than so many lines


def paragraph(text: str, indent: int = 0, further: int | None = None) -> None:
    """Say a text in lines of at most WIDTH characters, or of the screen's if it has fewer, each indented.

    further: the indent of those after the first. A word longer than a line is left whole.
    """
    screen = output.terminal_width() or WIDTH
    lines = textwrap.wrap(
        output.called(text),
        max(NARROWEST, min(WIDTH, screen)),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if further is None else further),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        output.say(line)
