"""Gives a command to the service that holds the store, and says here what it said there."""

import base64
import getpass
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any

import typer

from iom.cli import output, through, written
from iom.cli.offered import OFFERED, Offer
from iom.cli.people import asked
from iom.cli.session import declared
from iom.client import Client, NotAllowed, Problem, Unreachable, WorkFailed
from iom.client.results import Said
from iom.errors import IomError

# Larger ones are sent apart.
SMALL_FILE = 500_000
USED_WRONGLY = 2


class ServiceRefusal(IomError):  # noqa: N818 - an answer, not a fault
    """The service did not take the command on."""


class NoService(IomError):  # noqa: N818 - a state, not a fault
    """No service answers, or the answer was lost."""

    exit_code = 4


def give(url: str, name: str, command: Callable[..., Any], given: Mapping[str, Any]) -> None:
    """Give a command to a service. given: the options as they were parsed here.

    Ends as the command ended there. Raises a usage error for --user, NoService where nothing answers,
    ServiceRefusal where the service does not take it on.
    """
    if given.get("user"):
        raise typer.BadParameter("Through a service you are who your token says: leave --user out.")
    offer = OFFERED[name]
    options = _options(name, command, given)
    places = {one: _claimed(Path(options[one])) for one in offer.brings if one in options}
    try:
        client = Client(
            url,
            _token(),
            purpose=given.get("purpose") or declared().purpose,
            longest_wait=10,
        )
    except ValueError as error:
        raise typer.BadParameter(f"--service: {str(error).removeprefix('url: ')}.") from None
    with _told(name):
        said = _said(client, name, _with_files(client, offer, options))
        files = [
            (_beside(places[file.option], file.name), client.command_file(said.answer_id, file.number))
            for file in said.files
        ]
    for place, content in files:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        written.write(place, content)
    if said.exit_code == USED_WRONGLY and len(said.lines) == 1:
        # shown as this command line shows it
        raise typer.BadParameter(said.lines[0].text.removeprefix("Invalid value: "))
    for line in said.lines:
        (output.say if line.to == "out" else output.warn)(line.text)
    if said.exit_code:
        raise typer.Exit(said.exit_code)


def _said(client: Client, name: str, options: Mapping[str, Any]) -> Said:
    """What came of it, once every question is answered here."""
    answers: list[str] = []
    while True:
        job_id = client.give_command(name, options, answers=answers, width=output.terminal_width())
        with output.progress(f"iom {name}") as advance:
            try:
                job = client.wait(
                    job_id, seconds=float("inf"), seen=lambda now: advance(now.done, now.total or 0)
                )
            except KeyboardInterrupt:
                client.call_off(job_id)
                raise
        if job.result["exit_code"] is None:
            raise NoService(
                "The service was stopped before it could say what came of this. Something may be kept: look "
                "before you give it again."
            )
        said = client.command_answer(job.result["answer_id"])
        if said.asks is None:
            return said
        answers.append(asked(said.asks))


def _options(name: str, command: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given of the command's own, but for what is as usual."""
    usual = {one: parameter.default for one, parameter in inspect.signature(command).parameters.items()}
    options = {}
    for one in through.parameters(command):
        value = given.get(one)
        if value is None or value == usual[one] or value in ([], ()):
            continue
        if one in OFFERED[name].not_here:
            raise typer.BadParameter(
                f"--{one} names a place on the machine of the service: it is set there, with IOM_BACKUPS."
            )
        options[one] = _simple(value)
    return options


def _simple(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Path():
            return str(value)
        case list() | tuple():
            return [str(one) for one in value]
        case _:
            return value


def _claimed(path: Path) -> Path:
    """Where a file is to be written, once it is known that it can be; a folder may be there already."""
    return path.expanduser().resolve() if path.is_dir() else written.claim(path)


def _with_files(client: Client, offer: Offer, options: Mapping[str, Any]) -> dict[str, Any]:
    sent = dict(options)
    for one in offer.documents:
        if one in sent and not _is_shipped(sent[one], one):
            sent[one] = _file(client, sent[one])
    sent |= {one: _file(client, sent[one]) for one in offer.sends if one in sent}
    return sent | {one: {"name": options[one]} for one in offer.brings if one in options}


def _is_shipped(name: str, option: str) -> bool:
    """Whether a document ships with the software. Raises DocumentError where it is no file here either."""
    from iom.measures import named_document, shipped

    if name in shipped():
        return True
    named_document(name, "measures document" if option == "definition" else "criteria document")
    return False


def _file(client: Client, name: str) -> dict[str, str]:
    path = Path(name)
    try:
        if path.stat().st_size > SMALL_FILE:
            return {"name": name, "upload_id": client.upload(path).upload_id}
        return {"name": name, "base64": base64.b64encode(path.read_bytes()).decode()}
    except FileNotFoundError:
        raise IomError(f"There is no file {path}.") from None
    except OSError as error:
        raise IomError(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from None


def _beside(place: Path, name: str) -> Path:
    """Where a file belongs: the one that was asked for, or one of its name's kind beside it or in it."""
    first, *rest = PurePosixPath(name).parts
    if ".." in (first, *rest) or PurePosixPath(name).is_absolute() or "\\" in name or ":" in name:
        raise NoService("The service names a file that lies elsewhere than was asked. Nothing was written.")
    return place.parent.joinpath(place.name if first == place.name else first, *rest)


def _token() -> str:
    given = declared().token
    token = given.get_secret_value().strip() if given else ""
    if not token and sys.stdin.isatty():
        token = getpass.getpass("Access token: ").strip()
    if not token:
        raise IomError("Who are you? Set IOM_TOKEN to your access token.")
    return token


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the client meets, as errors of the command line."""
    try:
        yield
    except Unreachable as error:
        raise NoService(str(error)) from None
    except WorkFailed as error:
        raise ServiceRefusal(str(error)) from None
    except NotAllowed:
        raise ServiceRefusal(
            f"Your role does not let you give iom {name} to the service: it shows everyone, and asks "
            "for what its kind asks for. What you may give: GET /v1/commands. What you may: GET /v1/me"
        ) from None
    except Problem as problem:
        kind = NoService if problem.status >= 500 else ServiceRefusal
        raise kind(str(problem)) from None
