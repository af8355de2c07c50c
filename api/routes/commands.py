"""Commands of the command line, given to the service that holds the store: `iom --service URL ...`."""

import base64
import binascii
import shutil
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi import Path as InPath
from pydantic import BaseModel, Field

from api import commands as room
from api.answers import Answer, Page, WholeFile, answer, page, whole_file
from api.basis import basis
from api.commands import Asked, Command, Kept, Option, Sent
from api.doors import Call, Door
from api.fields import Body
from api.idempotency import NeededKey, asked_before
from api.jobs import COMMANDS
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import FieldProblem, Refusal, not_now, not_there
from api.routes.jobs import JobAnswer, asked
from iom.access import Reach
from iom.errors import IomError
from iom.store import Store
from iom.store.kept_answers import Hidings, hidings

router = APIRouter(prefix="/v1/commands", tags=["commands"])
Own = Annotated[Call, Depends(Door("", Reach.NOBODY), scope="function")]
AnswerId = Annotated[str, InPath(max_length=60, description="From the result of the command's job.")]
LONGEST = 2_000


class FileGiven(Body):
    """A file of a command: what its caller calls it, and what it holds, unless the command is to write it."""

    name: str = Field(min_length=1, max_length=LONGEST, description="Its path, as the answer will say it.")
    base64: str | None = Field(None, description="What it holds, in base64: of small files.")
    upload_id: str | None = Field(None, max_length=60, description="Or from POST /v1/uploads.")


Text = Annotated[str, Field(max_length=LONGEST)]
Value = bool | int | float | Text | FileGiven | Annotated[list[int | float | Text], Field(max_length=10_000)]


class CommandGiven(Body):
    """A command with its options and arguments, each by its name in GET /v1/commands."""

    command: str = Field(max_length=60, description="Its name: run show.")
    options: dict[str, Value] = Field(default_factory=dict, max_length=50)
    answers: list[Text] = Field(
        default_factory=list, max_length=5, description="To what it asks, in order, when it has asked."
    )
    width: int | None = Field(None, ge=20, le=1000, description="Of your terminal; null: of no terminal.")


class CommandOption(BaseModel):
    """An option or argument of a command."""

    name: str
    kind: str = Field(description="text, number, yes, file, document or new file.")
    many: bool = Field(description="Whether it takes a list.")
    needed: bool
    says: str


class CommandOffered(BaseModel):
    """A command that you may give."""

    name: str
    says: str
    changes: bool = Field(description="Whether it changes what the store holds.")
    options: list[CommandOption]


class SaidLine(BaseModel):
    """Something that a command said."""

    to: str = Field(description="out: the answer; err: what is said beside it.")
    text: str


class FileMade(BaseModel):
    """A file that a command wrote. name: beside where the option's file was to be."""

    number: int
    option: str
    name: str
    bytes: int


class LetGo(BaseModel):
    """That an answer is not kept any more."""

    command: str


class Said(BaseModel):
    """What came of a command."""

    command: str
    exit_code: int
    lines: list[SaidLine]
    asks: str | None = Field(description="What it must be told first: send it again, with the answer.")
    files: list[FileMade]


@router.get("", summary="The commands that you may give", response_model=Page[CommandOffered])
def offered(call: Own, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Those of the command line that go through the service, and what each takes."""
    access, caller = call.access, call.caller
    items, following = cut(
        call,
        [
            CommandOffered(
                name=one.name,
                says=one.says,
                changes=one.changes,
                options=[CommandOption(**vars(option)) for option in one.options],
            )
            for one in call.service.commands.listed.values()
            if room.permitted(access, caller, one).allowed
        ],
        keys={"name": lambda one: (one.name,)},
        sort="name",
        limit=limit,
        cursor=cursor,
    )
    return page(call.request, items, basis(call), following=following)


@router.post("", summary="Give a command", response_model=Answer[JobAnswer], status_code=202)
def give(call: Own, body: CommandGiven, key: NeededKey) -> Response:
    """A job. Its result says where the answer is: what the command said, its exit code, its files.

    A command shows everyone: it asks for the permission of its kind over everyone.
    """
    service = call.service
    command = _permitted(call, body.command)
    _refuse_unfit(command, body.options)
    if service.jobs.of_caller(call.caller.user, COMMANDS) >= room.MOST_AT_ONCE:
        service.metrics.refused.labels("jobs").inc()
        raise not_now("Your other commands are still at work: ask again when they have ended.", 5)
    answer_id, folder = service.desk.place()
    taken: list[str] = []

    def tidy() -> None:
        for upload_id in taken:
            service.uploads.give_back(upload_id)
        # what was not kept leaves nothing
        if service.desk.of(call.caller.user, answer_id) is None:
            service.desk.drop(answer_id)

    try:
        # of one that was given before, the files may be gone: it is answered again and not done
        given_before = asked_before(call, key)
        options = {} if given_before else _laid_out(call, command, body.options, folder, taken)
    except BaseException:
        tidy()
        raise
    result = {"command": command.name, "answer_id": answer_id}
    hidden: list[str] = []
    # before and after a change of the command's own
    own: list[tuple[Hidings, Hidings]] = []
    withheld = room.permitted(call.access, call.caller, command).scope.withheld

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        if given_before:
            raise IomError("What was kept of the request is gone meanwhile: give the command again.")
        begun = service.desk.hidings()
        asked_for = Asked(
            command.name,
            options,
            tuple(body.answers),
            body.width,
            folder,
            withheld,
            store,
            service.clock(),
            advance,
        )
        try:
            ended = service.commands.run(asked_for)
        finally:
            for path in folder.glob("sent-*"):
                shutil.rmtree(path, ignore_errors=True)
            if hidden:
                # once more: of what began meanwhile nobody knows what it saw
                service.desk.let_all_go()
                if command.erases:
                    service.uploads.let_all_go()
                begun = service.desk.hidings()
        begun = own[0][1] if own == [(begun, service.desk.hidings())] else begun
        if ended.asks is None:
            for upload_id in taken:
                service.uploads.used_up(upload_id)
        files = room.written(folder, options)
        made = Kept(answer_id, command.name, command.changes, withheld, ended, files)
        ended = service.desk.keep(call.caller.user, made, begun).ended
        return {**result, "exit_code": ended.exit_code}

    def kept(cursor: Any) -> Mapping[str, object]:
        if command.hides:
            service.desk.let_all_go()
            hidden.append(answer_id)
        if command.of_nobody:
            # the store as others still see it, and as it is about to be
            own.append((service.desk.hidings(), hidings(cursor)))
        return {**result, "exit_code": None}

    return asked(
        call,
        key,
        body,
        f"{room.KIND}{command.name}",
        work,
        kept=kept if command.changes else None,
        tidy=tidy,
        lane=COMMANDS,
        # whoever is on the list of erasures is erased, whatever becomes of the command
        to_the_end=command.erases and body.options.get("yes") is True,
    )


@router.get("/{answer_id}", summary="What a command said", response_model=Answer[Said])
def said(call: Own, answer_id: AnswerId) -> Response:
    """Kept for an hour, and until the service ends."""
    kept = _kept(call, answer_id)
    told = Said(
        command=kept.command,
        exit_code=kept.ended.exit_code,
        lines=[SaidLine(to=to, text=text) for to, text in kept.ended.said],
        asks=kept.ended.asks,
        files=[
            FileMade(number=number, option=one.option, name=one.name, bytes=one.bytes)
            for number, one in enumerate(kept.files, 1)
        ],
    )
    return answer(call.request, told, basis(call))


@router.get("/{answer_id}/files/{number}", summary="A file that a command wrote", response_class=WholeFile)
def file(
    call: Own,
    answer_id: AnswerId,
    number: Annotated[int, InPath(ge=1, le=10_000, description="As the answer numbers them.")],
) -> Response:
    """As it is, and whole: a part of it (Range) cannot be asked for."""
    files = _kept(call, answer_id).files
    if number > len(files) or not files[number - 1].path.is_file():
        raise not_there("no such file")
    return whole_file(call.request, files[number - 1].path, f"{answer_id} {number}")


@router.delete("/{answer_id}", summary="Let a command's answer go", response_model=Answer[LetGo])
def let_go(call: Own, answer_id: AnswerId) -> Response:
    """With its files, before its hour is over: once they are fetched."""
    kept = _kept(call, answer_id)
    call.service.desk.drop(kept.answer_id)
    return answer(call.request, LetGo(command=kept.command), basis(call))


def _permitted(call: Call, name: str) -> Command:
    command = call.service.commands.listed.get(name)
    if command is None:
        says = "There is no such command here: GET /v1/commands lists those that you may give."
        raise Refusal(
            422, "The command is not known.", errors=[FieldProblem(field="body.command", says=says)]
        )
    decision = room.permitted(call.access, call.caller, command)
    call.request.state.rule = decision.rule
    if not decision.allowed:
        raise Refusal(403, "Your role does not take you here.", rule=decision.rule)
    return command


def _kept(call: Call, answer_id: str) -> Kept:
    kept = call.service.desk.of(call.caller.user, answer_id)
    if kept is None:
        raise not_there("another's answer, or none")
    command = _permitted(call, kept.command)
    if not room.permitted(call.access, call.caller, command).scope.withheld <= kept.withheld:
        raise not_there("it shows what is withheld by now")
    return kept


def _refuse_unfit(command: Command, given: Mapping[str, Any]) -> None:
    """Refuse options that the command does not have, or that are of another kind."""
    known = {one.name: one for one in command.options}
    faults = {name: "The command has no such option." for name in given if name not in known}
    faults |= {
        name: f"This takes {_wanted(known[name])}."
        for name, value in given.items()
        if name in known and not _fits(known[name], value)
    }
    faults |= {one.name: "This is needed." for one in command.options if one.needed and one.name not in given}
    if faults:
        # a name that is not known may be anything: it is told by its place alone
        errors = [
            FieldProblem(field=f"body.options.{name}" if name in known else "body.options", says=says)
            for name, says in faults.items()
        ]
        raise Refusal(422, f"The command {command.name} cannot be given so.", errors=errors)


def _wanted(option: Option) -> str:
    words = {
        "text": "a text",
        "number": "a number",
        "yes": "true, or is left out",
        "file": "a file: name, and base64 or upload_id",
        "document": "the name of a shipped document, or a file: name, and base64 or upload_id",
        "new file": "the name of a file to write: name alone",
    }
    return f"a list, each {words[option.kind]}" if option.many else words[option.kind]


def _fits(option: Option, value: Any) -> bool:
    if option.many:
        return isinstance(value, list) and bool(value)
    if isinstance(value, FileGiven):
        holds = [value.base64, value.upload_id].count(None)
        return {"file": holds == 1, "document": holds == 1, "new file": holds == 2}.get(option.kind, False)
    match option.kind:
        case "yes":
            return value is True
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        case "text" | "document":
            return isinstance(value, str)
        case _:
            return False


def _laid_out(
    call: Call, command: Command, given: Mapping[str, Any], folder: Path, taken: list[str]
) -> dict[str, Any]:
    """The options, their files laid where the command finds or writes them. taken: gets its uploads."""
    options: dict[str, Any] = {}
    for number, (name, value) in enumerate(given.items(), 1):
        if not isinstance(value, FileGiven):
            options[name] = value
        elif value.upload_id is not None:
            found = call.service.uploads.take(call.caller.user, value.upload_id)
            if found is None:
                says = "There is no such file of yours: send it with POST /v1/uploads."
                problem = FieldProblem(field=f"body.options.{name}.upload_id", says=says)
                raise Refusal(422, f"The command {command.name} lacks a file.", errors=[problem])
            taken.append(value.upload_id)
            options[name] = Sent(value.name, found[1])
        elif value.base64 is not None:
            place = folder / f"sent-{number}"
            place.mkdir(mode=0o700)
            sent = Sent(value.name, place / room.plain_name(value.name))
            try:
                sent.path.write_bytes(base64.b64decode(value.base64, validate=True))
            except (binascii.Error, ValueError):
                problem = FieldProblem(field=f"body.options.{name}.base64", says="This is not base64.")
                raise Refusal(422, f"The command {command.name} lacks a file.", errors=[problem]) from None
            options[name] = sent
        else:
            options[name] = room.new_file(folder, number, value.name)
    return options
