"""Gives a command to the service that holds the store, and says here what it said there."""

import getpass
import inspect
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from iom.cli import output, remote_files, through
from iom.cli.offered import OFFERED, Offer
from iom.cli.people import asked
from iom.cli.session import declared
from iom.client import Changed, Client, NotAllowed, NotSignedIn, NotThere, Problem, Unreachable, WorkFailed
from iom.client.results import Job, Said
from iom.errors import IomError

USED_WRONGLY = 2
TOO_LARGE = 413
NO_SUCH_ADDRESS = (404, 405)
# What stands before the service got no answer of it, or none in time.
FROM_BETWEEN = (502, 504)

NOT_GIVEN = "Stopped. The command was not given to the service."
LOOK = "Something may be kept: look before you give it again."
CALLED_OFF = "Called off."
STANDS = "If it had begun to keep something, that stands: look before you give it again."
NOT_CALLED_OFF = "Stopped. The service could not be told, and may carry the command out."
WAS_DONE = "Stopped. The service had done with the command before it could be called off."
DONE = "Stopped. The command is done in the service."
NOT_FETCHED = "Stopped. The command is done in the service; its files may be missing here."


class ServiceRefusal(IomError):  # noqa: N818 - an answer, not a fault
    """The service did not take the command on."""


class NoService(IomError):  # noqa: N818 - a state, not a fault
    """No service answers, or the answer was lost."""

    exit_code = 4


def give(url: str, name: str, command: Callable[..., Any], given: Mapping[str, Any]) -> None:
    """Give a command to a service. given: the options as they were parsed here.

    Ends as the command ended there. Raises a usage error for --user, NoService where nothing answers,
    ServiceRefusal where the service does not take it on, IomError where a file could not be written here.
    """
    if given.get("user"):
        raise typer.BadParameter("Through a service you are who your token says: leave --user out.")
    through.when_stopped.set(NOT_GIVEN)
    offer = OFFERED[name]
    options = _options(name, command, given)
    places = remote_files.places(offer, options)
    asking = _Asking(url, name, offer, _token(), _purpose(given))
    with _told(asking):
        said = asking.answer(options)
    through.when_stopped.set(NOT_FETCHED if said.files else DONE)
    unwritten = _write(asking.client, said, places)
    if not unwritten:
        # what was said of people need not lie there for its hour
        with suppress(Problem, Unreachable):
            asking.client.drop_command(said.answer_id)
    if said.exit_code == USED_WRONGLY and len(said.lines) == 1:
        # shown as this command line shows it
        raise typer.BadParameter(output.shown(said.lines[0].text.removeprefix("Invalid value: ")))
    for line in said.lines:
        (output.say if line.to == "out" else output.warn)(line.text)
    if unwritten:
        raise IomError("\n".join((*unwritten, "The command is done in the service all the same.")))
    if said.exit_code:
        raise typer.Exit(said.exit_code)


def _write(client: Client, said: Said, places: Mapping[str, remote_files.Place]) -> list[str]:
    """Fetch and write the files of an answer; return what became of those that could not be."""
    unwritten = []
    for file in said.files:
        names = [one.name for one in said.files if one.option == file.option]
        try:
            place = remote_files.lies(places[file.option], file.name, names)
        except (remote_files.Strayed, KeyError):
            unwritten.append("The service names a file that was not asked for. It is not written.")
            continue
        try:
            remote_files.write(place, client.command_file(said.answer_id, file.number))
        except IomError as error:
            unwritten.append(str(error))
        except (Unreachable, Problem) as error:
            unwritten.append(f"{place} is not written: {error}")
    return unwritten


class _Asking:
    """One command that is given to a service, again and again until every question is answered here."""

    def __init__(self, url: str, name: str, offer: Offer, token: str, purpose: str | None):
        self.url = url
        self.name = name
        self.offer = offer
        self.purpose = purpose
        try:
            self.client = Client(url, token, purpose=purpose, longest_wait=10)
            # for whoever presses Ctrl-C, and waits
            self._hasty = Client(url, token, purpose=purpose, timeout=10, tries=2, longest_wait=1)
        except ValueError as error:
            raise typer.BadParameter(f"--service: {str(error).removeprefix('url: ')}.") from None

    def answer(self, options: Mapping[str, Any]) -> Said:
        """What came of it."""
        answers: list[str] = []
        sent = remote_files.laid_in(self.client, self.offer, options)
        while True:
            try:
                said = self._said(sent, answers)
            except Problem as problem:
                if problem.status != TOO_LARGE or not remote_files.goes_along(sent):
                    raise
                # this service takes less at once
                sent = remote_files.laid_in(self.client, self.offer, options, along=0)
                continue
            if said.asks is None:
                return said
            through.when_stopped.set(NOT_GIVEN)
            answers.append(asked(output.shown(said.asks)))

    def _said(self, sent: Mapping[str, Any], answers: list[str]) -> Said:
        given = {"options": sent, "answers": tuple(answers), "width": output.terminal_width()}
        key = str(uuid.uuid4())
        job_id = None
        try:
            with output.progress(f"iom {self.name}") as advance:
                job_id = self._taken_on(given, key)
                with self._ending(job_id):
                    job = self.client.wait(
                        job_id, seconds=float("inf"), seen=lambda now: advance(now.done, now.total or 0)
                    )
                    return self.client.command_answer(self._answer_id(job))
        except KeyboardInterrupt:
            through.when_stopped.set(self._call_off(job_id, given, key))
            raise

    def _taken_on(self, given: Mapping[str, Any], key: str) -> str:
        try:
            return self.client.give_command(self.name, **given, key=key)
        except Unreachable as error:
            if not (self.offer.changes and error.arrived):
                raise
            raise NoService(f"{error}. It may carry the command out. {LOOK}") from None
        except Problem as problem:
            if problem.status in NO_SUCH_ADDRESS or problem.status < 300:
                raise NoService(f"There is no service of iom at {self.url}, or an older one.") from None
            if problem.status in FROM_BETWEEN and self.offer.changes:
                raise NoService(f"{problem} It may carry the command out. {LOOK}") from None
            raise

    def _answer_id(self, job: Job) -> str:
        """Where the answer is. Raises NoService where none was kept."""
        result = job.result or {}
        if result.get("exit_code") is None:
            # kept, and then the service was stopped; or what was said was let go, for a person is hidden
            if job.problem and self.offer.changes:
                raise NoService(f"{job.problem} (Job {job.job_id}.) {LOOK}")
            raise self._lost(job.job_id) if self.offer.changes else _let_go()
        return result["answer_id"]

    @contextmanager
    def _ending(self, job_id: str) -> Iterator[None]:
        """Once a command is taken on, it may be carried out whatever is answered, or not."""
        try:
            yield
        except (Unreachable, Problem) as error:
            was_stopped = isinstance(error, Unreachable | NotSignedIn | NotThere)
            if self.offer.changes and was_stopped:
                raise self._lost(job_id) from None
            if self.offer.changes:
                raise NoService(
                    f"{error}\nWhat came of the command is not told (job {job_id}). {LOOK}"
                ) from None
            if isinstance(error, NotThere):
                raise _let_go() from None
            if was_stopped:
                raise NoService(
                    "The service was stopped before it could say what came of this: give it again."
                ) from None
            raise

    def _lost(self, job_id: str) -> NoService:
        return NoService(
            f"The service was stopped before it could say what came of this (job {job_id}). {LOOK}"
        )

    def _call_off(self, job_id: str | None, given: Mapping[str, Any], key: str) -> str:
        """Call the command off; return what to say of it."""
        look = f" {STANDS}" if self.offer.changes else ""
        try:
            # under the same key, it is not done again: the answer says which job it is
            self._hasty.call_off(job_id or self._hasty.give_command(self.name, **given, key=key))
        except Changed:
            return f"{WAS_DONE} {LOOK}" if self.offer.changes else WAS_DONE
        except (Unreachable, Problem, KeyboardInterrupt):
            return f"{NOT_CALLED_OFF} {LOOK}" if self.offer.changes else NOT_CALLED_OFF
        return f"{CALLED_OFF}{look}"


def _let_go() -> NoService:
    return NoService("What it said was let go: give it again.")


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


def _token() -> str:
    given = declared().token
    token, source = given.get_secret_value().strip() if given else "", "IOM_TOKEN"
    if not token and sys.stdin.isatty():
        token, source = getpass.getpass("Access token: ").strip(), "The access token"
    if not token:
        raise IomError("Who are you? Set IOM_TOKEN to your access token.")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise IomError(f"{source} is no access token: it holds blanks, line breaks or letters with accents.")
    return token


def _purpose(given: Mapping[str, Any]) -> str | None:
    purpose = given.get("purpose") or declared().purpose
    if purpose and not (
        purpose.isprintable() and purpose.encode("latin-1", "ignore").decode("latin-1") == purpose
    ):
        # it could not go along in a header
        source = "--purpose" if given.get("purpose") else "IOM_PURPOSE"
        raise typer.BadParameter(f"{source} {output.shown(purpose)} is no purpose of a service.")
    return purpose


@contextmanager
def _told(asking: _Asking) -> Iterator[None]:
    """What the client meets, as errors of the command line."""
    try:
        yield
    except Unreachable as error:
        raise NoService(str(error)) from None
    except WorkFailed as error:
        raise ServiceRefusal(str(error)) from None
    except NotAllowed:
        raise ServiceRefusal(
            f"Your role does not let you give iom {asking.name} to the service: it shows everyone, and asks "
            "for what its kind asks for. What you may give: GET /v1/commands. What you may: GET /v1/me"
        ) from None
    except Problem as problem:
        of_purpose = [one for one in problem.fields if one.field == "header.IOM-Purpose"]
        if of_purpose:
            says = output.shown(of_purpose[0].says)
            raise typer.BadParameter(_of_purpose(says, asking.purpose)) from None
        kind = NoService if problem.status >= 500 else ServiceRefusal
        raise kind(str(problem)) from None


def _of_purpose(says: str, purpose: str | None) -> str:
    """What the service says of a purpose, as it is said of one that is given here."""
    if not purpose:
        return f"Say why, with --purpose or IOM_PURPOSE: {says.partition(': ')[2]}"
    return f"--purpose {output.shown(purpose)} is {says[:1].lower()}{says[1:]}"
