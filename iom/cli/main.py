"""The command line: the rooms' commands put together, and what goes wrong as one line and an exit code."""

import importlib
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Annotated, Any

import typer

from iom import __version__
from iom.cli import output, through
from iom.cli.plain_usage import PlainUsage
from iom.errors import IomError

# Each module has `app`, a typer.Typer whose commands and groups stand at the top level. Loading it imports
# only typer, iom.cli.options and the standard library, so that `iom --help` stays quick.
ROOMS = (
    "store",
    "backup",
    "doctor",
    "reference",
    "intake",
    "mapping",
    "people",
    "measures",
    "selection",
    "criteria",
    "trials",
    "risk",
    "risk_calibration",
    "rights",
    "serve",
    "access",
    "demo",
)

EPILOG = (
    "Exit codes: 0 done · 1 a fault of ours · 2 wrong usage · 3 input, document or person refused · "
    "4 the store · 5 the audit log · 130 stopped with Ctrl-C."
)

STOPPED = 130  # what shells give a command that Ctrl-C ended
STOPPED_HERE = (
    "Stopped. What the store was being told is not kept; what it had kept, and files written, stay."
)

app = typer.Typer(
    name="iom",
    cls=PlainUsage,
    help="Integrated offender management: who to manage, why, what it changed and what it saved.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.say(f"iom {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True),
    ] = False,
    service: through.ServiceOption = None,
) -> None:
    through.named.set(service)


for _room in ROOMS:
    app.add_typer(importlib.import_module(f"iom.cli.{_room}").app)
through.wire(app)


@cache
def command() -> Callable[..., Any]:
    """All commands put together, once a process: that takes longer than many of them."""
    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; arguments default to those of the process."""
    output.prepare()
    through.when_stopped.set(None)
    with _interrupts() as interrupts:
        try:
            command()(args=None if arguments is None else list(arguments), prog_name="iom")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except KeyboardInterrupt:
            code = STOPPED
        except Exception as error:
            # the database makes an error of its own of an interrupt
            code = STOPPED if interrupts else _explain(error)
        else:
            code = 0
        code = _finish(code)
    if code == STOPPED or (code and interrupts):
        output.warn(through.when_stopped.get() or STOPPED_HERE)
        return STOPPED
    return code


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """The interrupts (Ctrl-C) that came meanwhile, whatever becomes of the KeyboardInterrupt of each."""
    seen: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        signal.default_int_handler(number, frame)

    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        # another's, or ignored: theirs to decide
        yield seen
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _finish(code: int) -> int:
    """Write out what is left of the answer; return the exit code, that of the answer where it cannot be."""
    try:
        output.finish()
    except IomError as error:
        output.warn(str(error))
        return code or error.exit_code
    return code


def _explain(error: Exception) -> int:
    """Say what went wrong; return the exit code."""
    if isinstance(error, OSError):
        # help and tables are written by libraries: if it was the answer, no line of it can be written now
        try:
            output.say("")
            output.finish()
        except IomError as unwritten:
            error = unwritten
    if _is_debugging():
        output.warn(_where(error))
    if isinstance(error, IomError):
        output.warn(str(error))
        return error.exit_code
    # the type alone: the text of an unforeseen error may hold a value from a person's record
    output.warn(
        f"A fault in iom itself ({type(error).__name__}). Set IOM_DEBUG=1 and run again to see where."
    )
    return 1


def _is_debugging() -> bool:
    from iom.settings import settings

    try:
        return settings().debug
    except ValueError:
        # a setting is wrong: that is the error to tell
        return False


def _where(error: BaseException) -> str:
    """The type and frames of an error and of those behind it, without their texts, which may hold values."""
    behind = error.__cause__ or error.__context__
    earlier = f"{_where(behind)}\n\nwhich led to:\n\n" if behind else ""
    return f"{earlier}{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}"


def run() -> None:
    """Entry point of the `iom` script."""
    sys.exit(main())
