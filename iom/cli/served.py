"""Runs commands in the process of the service, for callers who gave them over HTTP."""

import inspect
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import typer
from typer.models import OptionInfo

from api.commands import Asked, Command, Commands, Ended, Option, Sent, names_of
from iom.cli import main, offered, output, session, through
from iom.cli.unrepeated import USAGE
from iom.errors import IomError
from iom.measures import shipped

USED_WRONGLY = 2
Value = TypeVar("Value")


def commands() -> Commands:
    """The commands that go through a service, as the command line declares them."""
    declared = {name: _unwired(holder.callback) for name, holder in through.commands(main.app)}
    listed = {
        name: Command(
            name,
            (inspect.getdoc(declared[name]) or "").partition("\n")[0],
            offer.may,
            offer.shows,
            offer.changes,
            name in offered.HIDES,
            name == offered.ERASES,
            name in offered.OF_NOBODY,
            tuple(
                _option(one, declared[name], kind, info, offer)
                for one, (kind, info) in through.parameters(declared[name]).items()
                if one not in offer.not_here
            ),
        )
        for name, offer in offered.OFFERED.items()
    }
    return Commands(listed, lambda asked: _run(declared[asked.command], asked))


def _unwired(callback: Any) -> Callable[..., Any]:
    return inspect.unwrap(callback)


def _option(name: str, command: Callable[..., Any], kind: Any, info: Any, offer: offered.Offer) -> Option:
    types_of = [one for one in _alternatives(kind) if one is not type(None)]
    many = typing.get_origin(types_of[0]) in (list, tuple)
    words = {
        **dict.fromkeys(offer.sends, "file"),
        **dict.fromkeys(offer.documents, "document"),
        **dict.fromkeys(offer.brings, "new file"),
    }
    usual = "yes" if types_of[0] is bool else "number" if types_of[0] in (int, float) else "text"
    needed = inspect.signature(command).parameters[name].default is inspect.Parameter.empty
    return Option(name, words.get(name, usual), many, needed, info.help or "")


def _alternatives(kind: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(kind) in (typing.Union, types.UnionType)
    return typing.get_args(kind) if is_union else (kind,)


def _run(command: Callable[..., Any], asked: Asked) -> Ended:
    """Run a command with its words captured. What it does not foresee goes on to whoever runs the job."""
    heard = output.Listener(
        asked.advance, asked.width, names_of(asked.options), list(asked.answers), asked.folder
    )
    opened = session.Session(asked.store, asked.now, asked.withheld)
    asks = None
    try:
        with _set(output.listener, heard), _set(session.served, opened), _set(through.running, asked.command):
            code = _exit_code(command, asked)
    except output.Unanswered as question:
        code, asks = 0, str(question)
    except typer.BadParameter as error:
        heard.hear("err", output.shown(error.format_message()))
        code = USED_WRONGLY
    except USAGE as error:
        heard.hear("err", output.shown(str(error)))
        code = USED_WRONGLY
    except IomError as error:
        heard.hear("err", output.shown(str(error)))
        code = error.exit_code
    return Ended(code, tuple(heard.said), asks)


@contextmanager
def _set(variable: ContextVar[Value], value: Value) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _exit_code(command: Callable[..., Any], asked: Asked) -> int:
    # parsed once more: what the command line refuses is refused here too
    code = main.command()(args=_words(command, asked), prog_name="iom", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _words(command: Callable[..., Any], asked: Asked) -> list[str]:
    """A command as it would be typed: options, each one word; then arguments, which none can pass for."""
    documents = offered.OFFERED[asked.command].documents
    options, arguments = [], []
    for name, (_, info) in through.parameters(command).items():
        if name not in asked.options:
            continue
        value = asked.options[name]
        if name in documents and not isinstance(value, Sent) and value not in shipped():
            # a path of the service's own machine is not for callers to name
            raise IomError(f"There is no shipped document of that name. Shipped: {', '.join(shipped())}.")
        values = [_word(one) for one in (value if isinstance(value, list) else [value])]
        if isinstance(info, OptionInfo):
            flag = next(one for one in (info.default, *(info.param_decls or ())) if str(one).startswith("--"))
            options += [str(flag)] if value is True else [f"{flag}={one}" for one in values]
        else:
            arguments += values
    return [*asked.command.split(), *options, *(["--", *arguments] if arguments else [])]


def _word(value: Any) -> str:
    return str(value.path) if isinstance(value, Sent) else str(value)
