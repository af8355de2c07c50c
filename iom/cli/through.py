"""Each command's way: here, on a store's folder, or through the service that holds the store."""

import functools
import typing
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Annotated, Any

import typer
from typer.models import ArgumentInfo, CommandInfo, OptionInfo, TyperInfo

from iom.cli.offered import OFFERED, WITHOUT_SERVICE

ServiceOption = Annotated[
    str | None,
    typer.Option(
        "--service",
        metavar="URL",
        help="Give the command to the service that holds the store. Default: IOM_SERVICE.",
    ),
]
# The service that was named before the command.
named: ContextVar[str | None] = ContextVar("named", default=None)
# The command that is run for a caller of the service, in the service's own process.
running: ContextVar[str | None] = ContextVar("running", default=None)
# What is said of a command that Ctrl-C stopped, where it is not the usual.
when_stopped: ContextVar[str | None] = ContextVar("when_stopped", default=None)
# What names the caller, the store and the form of the answer, not the command's own.
USUAL = ("context", "store", "user", "purpose")


def wire(app: typer.Typer) -> None:
    """Let every command of an application ask, when it is given, which way it goes."""
    for name, holder in commands(app):
        assert holder.callback is not None
        holder.callback = _with_a_choice(name, holder.callback)


def commands(app: typer.Typer, path: tuple[str, ...] = ()) -> Iterator[tuple[str, CommandInfo | TyperInfo]]:
    """Every command by its name, a group that is one itself too, with what holds its function."""
    group = app.registered_callback
    if path and group is not None and group.callback is not None:
        yield " ".join(path), group
    for one in app.registered_commands:
        assert one.callback is not None
        word = one.name or one.callback.__name__.replace("_", "-")
        yield " ".join((*path, word)), one
    for sub in app.registered_groups:
        assert sub.typer_instance is not None
        yield from commands(sub.typer_instance, (*path, sub.name) if isinstance(sub.name, str) else path)


def parameters(command: Callable[..., Any]) -> Mapping[str, tuple[Any, OptionInfo | ArgumentInfo]]:
    """By name, what a command's own options and arguments are: the type, and how it is given."""
    return {name: (kind, info) for name, kind, info in _declared(command) if not info.hidden}


def hidden(command: Callable[..., Any]) -> tuple[str, ...]:
    """Those that are taken only to be refused in the command's own words."""
    return tuple(name for name, _, info in _declared(command) if info.hidden)


def _declared(command: Callable[..., Any]) -> Iterator[tuple[str, Any, OptionInfo | ArgumentInfo]]:
    for name, hint in typing.get_type_hints(command, include_extras=True).items():
        kind, *about = typing.get_args(hint) if typing.get_origin(hint) is Annotated else (hint,)
        info = next((one for one in about if isinstance(one, OptionInfo | ArgumentInfo)), None)
        if info is not None and name not in USUAL:
            yield name, kind, info


def _with_a_choice(name: str, command: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(command)
    def go(**given: Any) -> Any:
        context = given.get("context")
        if context is not None and context.invoked_subcommand is not None:
            return command(**given)
        if (wanted := running.get()) is not None:
            if wanted != name:
                raise RuntimeError("a command of the service became another")
            return command(**given)
        url = _service(name, given.get("store"))
        if url is None or any(given.get(one) for one in hidden(command)):
            return command(**given)
        from iom.cli import remote

        return remote.give(url, name, command, given)

    return go


def _service(name: str, store: object) -> str | None:
    """The service that a command goes through, or None. Raises a usage error where it can go through none."""
    from iom.cli.session import declared

    url = named.get()
    if url is not None and name in WITHOUT_SERVICE:
        raise typer.BadParameter(f"iom {name} works on a store's folder itself: leave --service out.")
    if name not in OFFERED:
        if url is not None:
            from iom.cli import output

            output.warn(f"iom {name} is done here: it needs no service.")
        return None
    if url is not None and store is not None:
        raise typer.BadParameter("Give --service or --store: the service has its own store.")
    return url if url is not None or store is not None else declared().service
