"""The one place from which words reach the screen: answers on stdout, everything else on stderr."""

import errno
import io
import json
import os
import shutil
import sys
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from iom.cli import grid
from iom.errors import IomError
from iom.plain import plain

Advance = Callable[[int, int], None]


class Unanswered(Exception):  # noqa: N818 - no fault: it is to be asked
    """A question of a command given through the service, to be answered where it was given."""


@dataclass(frozen=True)
class Listener:
    """Who hears a command that is given through the service: what it says is kept for them, not printed.

    width: of their terminal; None: not a terminal. names: what they call each file that lies here.
    answers: to what the command asks, in order. folder: the one in which it may write.
    """

    advance: Advance
    width: int | None
    names: Mapping[str, str]
    answers: list[str]
    folder: Path
    said: list[tuple[str, str]] = field(default_factory=list)  # ("out" or "err", a line), as they came

    def hear(self, stream: str, text: str) -> None:
        """Keep a line, with files called what the listener calls them."""
        self.said.append((stream, self.called(text)))

    def called(self, text: str) -> str:
        """The text with each file called what the listener calls it."""
        for here, theirs in self.names.items():
            text = text.replace(here, theirs)
        return text

    def answer_to(self, question: str) -> str:
        """What was answered. Raises Unanswered where it was not asked yet."""
        if not self.answers:
            raise Unanswered(question)
        return self.answers.pop(0)


listener: ContextVar[Listener | None] = ContextVar("listener", default=None)

TOO_TALL = 1.5  # times as many lines as the rows would take as lists
PATIENCE_SECONDS = 1.0  # before a bar is drawn

# Unicode's control, format and surrogate characters, and its separators of lines and paragraphs.
_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def prepare() -> None:
    """Write UTF-8 wherever output goes: a file or pipe on Windows would otherwise get the local code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Print a line of the answer. Raises IomError where it cannot be written."""
    if (heard := listener.get()) is not None:
        heard.hear("out", shown(text))
        return
    with _read_no_further():
        print(shown(text))


def finish() -> None:
    """Write out what is left of the answer. Raises IomError where it cannot be written."""
    with _read_no_further():
        sys.stdout.flush()


@contextmanager
def _read_no_further() -> Iterator[None]:
    """Where the reader has had enough, as `| head` has, let the command end as it would have.

    Raises IomError where there is a reader but the answer cannot be written, as to a full disk.
    """
    try:
        yield
    except BrokenPipeError:
        _write_no_further()
    except OSError as error:
        _write_no_further()
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            # what Windows calls a broken pipe
            return
        raise IomError(
            f"The answer could not be written: {error.strerror or type(error).__name__}. "
            "What the command did to the store, if anything, is kept."
        ) from None


def _write_no_further() -> None:
    # what is left to write would fail again when the process ends
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(text: str) -> None:
    """Print a line that is not part of the answer."""
    if (heard := listener.get()) is not None:
        heard.hear("err", shown(text))
        return
    print(shown(text), file=sys.stderr)


def shown(text: str, keep: str = "\n\t") -> str:
    """The text with what a terminal would obey, but for what to keep, as JSON writes it: \\u001b, \\u202e.

    Control and format characters move the cursor, colour what follows, or turn the direction of reading: in
    a record they are dirt or a trick.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        json.dumps(char)[1:-1] if unicodedata.category(char) in _OBEYED and char not in keep else char
        for char in text
    )


def emit(as_json: bool, data: object, human: Callable[[], None]) -> None:
    """Answer once: data, or what a function makes, as JSON; or the same thing for a person to read.

    In JSON a Decimal is a string, dates and moments (UTC) ISO 8601, a float has 9 significant digits.
    """
    if as_json:
        text = json.dumps(plain(data() if callable(data) else data), ensure_ascii=False, indent=2)
        for here, theirs in names_in_json().items():
            text = text.replace(here, theirs)
        say(text)
    else:
        human()


def names_in_json() -> dict[str, str]:
    """What the listener calls each file, as both stand in JSON."""
    heard = listener.get()
    names = heard.names if heard else {}
    return {
        json.dumps(here, ensure_ascii=False)[1:-1]: json.dumps(theirs, ensure_ascii=False)[1:-1]
        for here, theirs in names.items()
    }


def called(text: str) -> str:
    """A text with files called what the listener calls them: before it is broken into lines.

    Afterwards a name may be in two parts, or have been counted as longer or shorter than it is.
    """
    heard = listener.get()
    return heard.called(text) if heard else text


def terminal_width() -> int | None:
    """How wide the terminal is that answers go to; None: they go to a file or another program."""
    if (heard := listener.get()) is not None:
        return heard.width
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    right: Collection[str] = (),
    breakable: Collection[str] = (),
    spare: Sequence[str] = (),
) -> None:
    """Print rows under their columns, those named in right aligned to it.

    On a terminal long cells fold, and where no table fits, or only one of very tall rows, each row is a small
    list; elsewhere every row is one line of plain text. breakable: the columns of names, as of measures, that
    may be broken after an underscore. spare: those that a narrow terminal can do without, the first first;
    that they are left out is said.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    title, columns = called(title), [shown(called(column)) for column in columns]
    if terminal_width() is not None:
        _on_terminal(title, columns, cells, right, breakable, spare)
    else:
        _as_text(title, columns, cells, right)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.9g}"
        case _:
            # without a line break too: a row stays a row
            return shown(called(str(plain(value))), keep="")


def _on_terminal(
    title: str,
    columns: Sequence[str],
    cells: list[list[str]],
    right: Collection[str],
    breakable: Collection[str],
    spare: Sequence[str],
) -> None:
    from rich.console import Console
    from rich.text import Text

    heard = listener.get()
    console = Console(
        file=io.StringIO() if heard else None, width=terminal_width(), color_system=None if heard else "auto"
    )
    if title:
        console.print(Text(shown(title), style="italic"))
    for left_out in range(len(spare) + 1):
        kept = [at for at, column in enumerate(columns) if column not in spare[:left_out]]
        of = [columns[at] for at in kept]
        fitting = grid.fitted(of, _of(cells, kept), console.width, _numbered(of, breakable))
        lines = grid.listed(of, _of(cells, kept), console.width)
        if fitting is not None and fitting.height() <= TOO_TALL * len(lines):
            console.print(grid.drawn(fitting, _numbered(of, right)))
            if left_out:
                console.print(Text(f"Left out for want of room: {', '.join(spare[:left_out])}."))
            break
    else:
        # as it is: a word wider than the terminal is the terminal's to break
        console.print(Text("\n".join(grid.listed(columns, cells, console.width))), soft_wrap=True)
    if heard:
        assert isinstance(console.file, io.StringIO)
        say(console.file.getvalue().rstrip("\n"))


def _of(cells: list[list[str]], kept: Sequence[int]) -> list[list[str]]:
    return [[row[at] for at in kept] for row in cells]


def _numbered(columns: Sequence[str], wanted: Collection[str]) -> set[int]:
    return {at for at, column in enumerate(columns) if column in wanted}


def _as_text(title: str, columns: Sequence[str], cells: list[list[str]], right: Collection[str]) -> None:
    widths = [max([len(column), *(len(row[index]) for row in cells)]) for index, column in enumerate(columns)]
    if title:
        say(title)
    for row in (list(columns), *cells):
        padded = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, cell, width in zip(columns, row, widths, strict=True)
        )
        say("  ".join(padded).rstrip())


@contextmanager
def progress(description: str) -> Iterator[Advance]:
    """Give a function advance(done, total) that draws a bar: on a terminal only, never into the answer."""
    if (heard := listener.get()) is not None:
        yield heard.advance
        return
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    bars = Progress(console=Console(stderr=True), transient=True)
    bar = bars.add_task(escape(shown(description)), total=None)
    # what is done at once flashes no bar
    later = threading.Timer(PATIENCE_SECONDS, bars.start)
    later.daemon = True
    later.start()
    try:
        yield lambda done, total: bars.update(bar, completed=done, total=total)
    finally:
        later.cancel()
        # it may be at it just now
        later.join()
        if bars.live.is_started:
            bars.stop()
