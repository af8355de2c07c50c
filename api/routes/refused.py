"""Refused rows: what waits and why; taken out to be corrected, sent back by an import, or given up."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field, model_validator

from api.answers import CSV, Answer, Page, answer, beside, page, tagged
from api.basis import basis
from api.doors import Call, Door
from api.fields import MOST, Body, Number, RowNumber
from api.idempotency import NeededKey, once
from api.made_on import MadeOn, TagsOfRows, changed
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import not_there
from iom.access import Reach
from iom.intake import (
    RefusedRow,
    RefusedValues,
    quarantine_drop,
    quarantine_export,
    quarantine_list,
    quarantine_show,
)
from iom.store import Store

router = APIRouter(prefix="/v1/refused-rows", tags=["refused rows"])
Look = Annotated[Call, Depends(Door("refused.look", Reach.EVERYONE), scope="function")]
Change = Annotated[Call, Depends(Door("refused.change", Reach.EVERYONE), scope="function")]
Batch = Annotated[int | None, Query(ge=1, le=MOST, description="Only rows of this import.")]
_CHANGED = "The tags are not those of the rows as they stand now: look again, then give up."
_AS_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}


class DropAsked(Body):
    """Rows to be given up: by their numbers, or every open one of an import."""

    rows: list[RowNumber] = Field(
        default_factory=list, max_length=10_000, description="Their numbers; Q-12 is taken as 12."
    )
    import_no: Number | None = Field(None, description="Every open row of this import.")

    @model_validator(mode="after")
    def _one(self) -> "DropAsked":
        if bool(self.rows) == (self.import_no is not None):
            raise ValueError("give rows, their numbers, or import_no: one of the two")
        return self


@router.get("", summary="Refused rows, without their values", response_model=Page[RefusedRow])
def refused(
    call: Look,
    state: Annotated[
        Literal["open", "corrected", "dropped", "all"], Query(description="Rows that stand so.")
    ] = "open",
    import_no: Batch = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Which row of which import, the rules that it broke, where and why."""
    rows = quarantine_list(call.store, state=None if state == "all" else state, batch_id=import_no)
    items, following = cut(
        call, rows, keys={"row": lambda one: (one.quarantine_id,)}, sort="row", limit=limit, cursor=cursor
    )
    return page(call.request, items, basis(call), following=following, seen=_seen(rows))


@router.get(
    "/export", summary="Open rows as a file to be corrected", response_class=Response, responses=_AS_CSV
)
def export(call: Change, import_no: Batch = None) -> Response:
    """CSV, the values exactly as given: correct them there, then import with corrections. Logged.

    One that a spreadsheet would work out as a formula stands as it is too: IOM-Begins-As-Formula says of it.
    """
    made = quarantine_export(call.store, now=call.now, batch_id=import_no)
    headers = beside(basis(call)) | {
        "Content-Disposition": 'attachment; filename="refused-rows.csv"',
        "IOM-Begins-As-Formula": "yes" if made.formulas else "no",
    }
    return tagged(call.request, made.content, CSV, headers=headers)


@router.get("/{row}", summary="A refused row with its values", response_model=Answer[RefusedValues])
def show(
    call: Look, row: Annotated[RowNumber, Path(description="Its number; Q-12 is taken as 12.")]
) -> Response:
    """As they were given, and every rule that it broke with its remedy. Logged."""
    if row not in {one.quarantine_id for one in quarantine_list(call.store, state=None)}:
        raise not_there()
    shown = quarantine_show(call.store, row, now=call.now)
    return answer(call.request, shown, basis(call), seen=_seen([shown.row]))


@router.post("/drops", summary="Give rows up", response_model=Answer[list[int]], status_code=201)
def drop(call: Change, body: DropAsked, key: NeededKey, tags: TagsOfRows = None) -> Response:
    """They stay in the store, closed. All or none."""

    def work(store: Store) -> Response:
        _require_unchanged(store, body, tags)
        dropped = quarantine_drop(store, body.rows, now=call.now, batch_id=body.import_no)
        return answer(call.request, dropped, basis(call), status=201)

    return once(call, key, body.model_dump_json().encode(), work)


def _seen(rows: Sequence[RefusedRow]) -> list[list[object]]:
    """What giving rows up is made on: how they stand. What they say stays as it was given."""
    return [[one.quarantine_id, one.state, one.closed_by_batch, one.rules, one.columns] for one in rows]


def _require_unchanged(store: Store, body: DropAsked, tags: str | None) -> None:
    """Refuse to give up rows that are not as they were last seen, alone or in a list of open ones."""
    made_on = MadeOn(tags)
    rows = quarantine_list(store, state=None)
    waiting = [one for one in rows if one.state == "open"]
    chosen = [one for one in waiting if one.batch_id == body.import_no]
    if body.import_no is None:
        wanted = set(body.rows)
        # of one that there is not, the room says so
        chosen = [one for one in rows if one.quarantine_id in wanted]
    if made_on.has(_seen(waiting)):
        return
    lists = {
        number
        for number in {one.batch_id for one in chosen}
        if made_on.has(_seen([one for one in waiting if one.batch_id == number]))
    }
    others = [one for one in chosen if one.batch_id not in lists and not made_on.has(_seen([one]))]
    if others:
        says = "Row {0}: send the ETag of GET /v1/refused-rows/{0}, or of GET /v1/refused-rows?import_no={1}."
        raise changed(_CHANGED, [says.format(one.quarantine_id, one.batch_id) for one in others])
