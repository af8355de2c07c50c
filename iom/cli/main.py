"""The command line: the rooms' commands put together, and what goes wrong as one line and an exit code."""

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from iom import __version__
from iom.cli import output

# Each module has `app`, a typer.Typer whose commands and groups stand at the top level. Loading it imports
# only typer, iom.cli.options and the standard library, so that `iom --help` stays quick.
ROOMS = ("store", "reference", "intake", "people", "measures", "selection", "demo")

EPILOG = (
    "Exit codes: 0 done · 1 a fault of ours · 2 wrong usage · 3 input, document or person refused · "
    "4 the store · 5 the audit log."
)

app = typer.Typer(
    name="iom",
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
) -> None:
    pass


for _room in ROOMS:
    app.add_typer(importlib.import_module(f"iom.cli.{_room}").app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; arguments default to those of the process."""
    output.prepare()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="iom")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        output.warn("Stopped. Nothing half done was kept.")
        return 1
    except BrokenPipeError:
        # the reader of our output went away, as `| head` does; a second error at exit would only confuse
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _explain(error)
    return 0


def _explain(error: Exception) -> int:
    """Say what went wrong; return the exit code."""
    from iom.store.errors import IomError

    if os.environ.get("IOM_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, IomError):
        output.warn(str(error))
        return error.exit_code
    # the type alone: the text of an unforeseen error may hold a value from a person's record
    output.warn(
        f"A fault in iom itself ({type(error).__name__}). Set IOM_DEBUG=1 and run again to see where."
    )
    return 1


def run() -> None:
    """Entry point of the `iom` script."""
    sys.exit(main())
