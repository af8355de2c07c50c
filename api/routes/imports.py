"""Imports: send a file, try it, keep it; what came in before, and what is covered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, BinaryIO

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import Field, model_validator

from api.answers import Answer, Page, answer, page
from api.basis import basis
from api.criteria import faults_of
from api.doors import Call, Door
from api.fields import Body, Day
from api.idempotency import REPLAYED, NeededKey, TakenKey, asked_before, of_another_request
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import FieldProblem, Refusal
from api.routes.jobs import JobAnswer, asked
from api.uploads import MOST_OF_A_CALLER, AllInUse, OfAnother, Sent, Upload, named
from api.words import of_the_service
from iom.access import Reach
from iom.errors import IomError
from iom.intake import (
    Coverage,
    InputError,
    coverage,
    import_corrections,
    import_file,
    parse_mapping,
    stated_period,
)
from iom.intake import Mapping as MappingDocument
from iom.store import Store, sql

router = APIRouter(prefix="/v1", tags=["imports"])
Look = Annotated[Call, Depends(Door("imports.look", Reach.NOBODY), scope="function")]
Make = Annotated[Call, Depends(Door("imports.make", Reach.EVERYONE), scope="function")]
Send = Annotated[Call, Depends(Door("imports.make", Reach.EVERYONE, queries=False), scope="function")]
LONGEST_MAPPING = 500_000
_FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Covers(Body):
    """The days that a file is complete for, both included."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _in_order(self) -> "Covers":
        if self.last < self.first:
            raise ValueError("last comes before first")
        return self


class ImportAsked(Body):
    """An import of a file that was sent."""

    upload_id: str = Field(max_length=60, description="From POST /v1/uploads.")
    mapping_text: str | None = Field(
        None, max_length=LONGEST_MAPPING, description="The mapping document of the export: its text (TOML)."
    )
    mapping_upload_id: str | None = Field(
        None, max_length=60, description="Or the document sent as a file, with POST /v1/uploads too."
    )
    covers: Covers | None = Field(None, description="Goes before the mapping document's own.")
    check: bool = Field(False, description="Say what would happen and change nothing.")
    corrections: bool = Field(False, description="The file holds refused rows, exported and corrected.")
    allow_withdrawals: bool = Field(
        False, description="Withdraw what a full file no longer holds, however much."
    )

    nothing_dated: bool = Field(
        False, description="What the file has no record of in its period, there really was none of."
    )

    @model_validator(mode="after")
    def _mapped(self) -> "ImportAsked":
        given = [self.mapping_text, self.mapping_upload_id].count(None)
        if given == 0 or (given == 2 and not self.corrections):
            raise ValueError(
                "give mapping_text or mapping_upload_id: one of the two; for corrections neither"
            )
        if self.corrections and (self.nothing_dated or self.covers):
            given = "nothing_dated" if self.nothing_dated else "covers"
            raise ValueError(f"{given} is said of an export and its period, not of corrections")
        return self


@dataclass(frozen=True)
class ImportMade:
    """One import that was kept."""

    batch_id: int
    system: str
    file_name: str
    file_sha256: str
    mapping_title: str
    scope: str
    covers_from: date | None
    covers_to: date | None
    committed_at: datetime
    by_user: str
    purpose: str
    rows_total: int
    rows_loaded: int
    rows_unchanged: int
    rows_updated: int
    rows_quarantined: int
    records_withdrawn: int


@router.get("/imports", summary="The imports that were made", response_model=Page[ImportMade])
def imports(call: Look, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """The latest first."""
    with call.store.cursor() as rows:
        made = [ImportMade(*row) for row in rows.execute(sql("service/imports")).fetchall()]
    items, following = cut(
        call, made, keys={"import": lambda one: (one.batch_id,)}, sort="-import", limit=limit, cursor=cursor
    )
    return page(call.request, items, basis(call), following=following)


@router.get("/coverage", summary="Which days each source holds completely", response_model=Page[Coverage])
def covered(call: Look, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Outside them nothing may be read as no offence."""
    items, following = cut(
        call,
        coverage(call.store),
        keys={
            "system": lambda one: (
                one.system,
                one.record_type,
                one.complete_from,
                one.complete_to,
                one.batch_id,
            )
        },
        sort="system",
        limit=limit,
        cursor=cursor,
    )
    return page(call.request, items, basis(call), following=following)


def upload_route(upload_bytes_limit: int) -> APIRouter:
    """The route that takes files, with the limit of its own that a file may have."""
    sending = APIRouter(prefix="/v1", tags=["imports"])

    @sending.post(
        "/uploads",
        summary="Send a file",
        response_model=Answer[Upload],
        status_code=201,
        max_body_size=upload_bytes_limit,
        openapi_extra=_FILE,
    )
    async def upload(
        call: Send,
        request: Request,
        key: TakenKey,
        content_disposition: Annotated[
            str | None,
            Header(description='How the file is called: attachment; filename="people.csv".', max_length=500),
        ] = None,
    ) -> Response:
        """As it is, as the body of the request. It waits in the store; POST /v1/imports takes it in.

        Sent again under its key it is the same file, for as long as it waits.
        """
        _refuse_forms(request)
        uploads = call.service.uploads
        try:
            # in no thread: whoever goes away while one is waited for would leave the place held
            upload_id, path = uploads.place(call.caller.user, named(content_disposition))
        except AllInUse:
            raise _all_in_use() from None
        digest = hashlib.sha256(path.name.encode() + b"\0")
        try:
            with path.open("wb") as file:
                async for chunk in request.stream():
                    await anyio.to_thread.run_sync(_write, file, chunk, digest if key else None)
            if not path.stat().st_size:
                problem = FieldProblem(field="body", says="Send the file as the body of the request.")
                raise Refusal(422, "The file is empty.", errors=[problem])
            sent = Sent(key, digest.hexdigest()) if key else None
            kept = await anyio.to_thread.run_sync(uploads.keep, upload_id, path, sent)
        except AllInUse:
            # work took the others up meanwhile
            uploads.drop(upload_id)
            raise _all_in_use() from None
        except OfAnother:
            uploads.drop(upload_id)
            raise of_another_request() from None
        except BaseException:
            uploads.drop(upload_id)
            raise
        is_again = kept.upload_id != upload_id
        return answer(request, kept, status=201, headers=REPLAYED if is_again else None)

    return sending


def _write(file: BinaryIO, chunk: bytes, digest: Any) -> None:
    file.write(chunk)
    if digest is not None:
        digest.update(chunk)


def _refuse_forms(request: Request) -> None:
    """Refuse a form of a web page: the file would be kept with the form's own lines around it."""
    if request.headers.get("content-type", "").strip().lower().startswith("multipart/"):
        raise Refusal(
            415,
            "This is a form with a file in it (curl -F): send the file as it is, as the body of the request, "
            "with Content-Type: application/octet-stream (curl --data-binary @FILE).",
        )


def _all_in_use() -> Refusal:
    return Refusal(
        429,
        f"All {MOST_OF_A_CALLER} files that you may have here are on their way or used by jobs of yours: "
        "wait until one has ended (GET /v1/jobs) or call one off, then send the file again.",
        headers={"Retry-After": "60"},
        rule="all files are in use",
    )


@router.post("/imports", summary="Import a file", response_model=Answer[JobAnswer], status_code=202)
def import_(call: Make, body: ImportAsked, key: NeededKey) -> Response:
    """A job: whole, or as if it had never been. It ends with the report: what came in, what was refused."""
    uploads = call.service.uploads
    # without the file only a request that was answered before can be answered
    text = body.mapping_text or _sent_mapping(call, body.mapping_upload_id)
    mapped_in = "mapping_text" if body.mapping_text else "mapping_upload_id"
    with faults_of(mapped_in):
        mapping = parse_mapping("the mapping document", text) if text else None
    if mapping is not None and not body.corrections:
        _refuse_period(call, body, mapping, mapped_in)
    found = uploads.take(call.caller.user, body.upload_id)

    def give_back() -> None:
        if found is not None:
            uploads.give_back(body.upload_id)

    def work(store: Store, advance: Any) -> Mapping[str, object]:
        if found is None:
            raise IomError("The file is not there any more: send it again.")
        upload, path = found
        if body.corrections:
            report = import_corrections(
                store, path, now=call.now, mapping=mapping, check=body.check, progress=advance
            )
        else:
            assert mapping is not None
            report = import_file(
                store,
                path,
                mapping,
                now=call.now,
                covers=_period(body),
                check=body.check,
                allow_withdrawals=body.allow_withdrawals,
                nothing_dated=body.nothing_dated,
                progress=advance,
            )
        if not body.check:
            uploads.used_up(upload.upload_id)
        return report.as_data() | {"warnings": [of_the_service(one) for one in report.warnings]}

    def kept(cursor: Any) -> Mapping[str, object]:
        return {"batch_id": cursor.execute(sql("service/last_import")).fetchone()[0]}

    if found is None and not asked_before(call, key):
        problem = FieldProblem(
            field="body.upload_id", says="There is no such file of yours: send it with POST /v1/uploads."
        )
        raise Refusal(422, "There is nothing to import.", errors=[problem])
    return asked(call, key, body, "import", work, kept=None if body.check else kept, tidy=give_back)


def _period(body: ImportAsked) -> tuple[date, date] | None:
    return (body.covers.first, body.covers.last) if body.covers else None


def _refuse_period(call: Call, body: ImportAsked, mapping: MappingDocument, mapped_in: str) -> None:
    """Refuse at once what the job would refuse of the period, and say in which field it stands."""
    try:
        now = call.store.latest(call.now)
        stated_period(mapping, _period(body), now=now, nothing_dated=body.nothing_dated)
    except InputError as error:
        raise (error.of(mapped_in) if error.given == "mapping" else error) from None


def _sent_mapping(call: Call, upload_id: str | None) -> str | None:
    """The text of a mapping document that was sent as a file; None: none was, or it was long ago."""
    if upload_id is None:
        return None
    found = call.service.uploads.of(call.caller.user, upload_id)
    try:
        if found is None or found[0].bytes > 4 * LONGEST_MAPPING:
            raise ValueError
        return found[1].read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        says = "There is no such file of yours that is a mapping document: send it with POST /v1/uploads."
        problem = FieldProblem(field="body.mapping_upload_id", says=says)
        raise Refusal(422, "The mapping document is not there.", errors=[problem]) from None
