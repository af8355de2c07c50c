"""Refused rows: what waits and why; taken out to be corrected, sent back by an import, or given up."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field, model_validator

from api.answers import CSV, Answer, Page, answer, page, tag_of
from api.basis import basis
from api.doors import Call, Door
from api.fields import MOST, Body, Number, RowNumber
from api.idempotency import NeededKey, once
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
    return page(call.request, items, basis(call), following=following)


@router.get(
    "/export", summary="Open rows as a file to be corrected", response_class=Response, responses=_AS_CSV
)
def export(call: Change, import_no: Batch = None) -> Response:
    """CSV, the values exactly as given: correct them there, then import with corrections. Logged."""
    made = quarantine_export(call.store, now=call.now, batch_id=import_no)
    headers = {
        "Content-Disposition": 'attachment; filename="refused-rows.csv"',
        "IOM-Begins-As-Formula": "yes" if made.formulas else "no",
        "ETag": tag_of(made.content),
    }
    return Response(made.content, media_type=CSV, headers=headers)


@router.get("/{row}", summary="A refused row with its values", response_model=Answer[RefusedValues])
def show(
    call: Look, row: Annotated[RowNumber, Path(description="Its number; Q-12 is taken as 12.")]
) -> Response:
    """As they were given, and every rule that it broke with its remedy. Logged."""
    if row not in {one.quarantine_id for one in quarantine_list(call.store, state=None)}:
        raise not_there()
    return answer(call.request, quarantine_show(call.store, row, now=call.now), basis(call))


@router.post("/drops", summary="Give rows up", response_model=Answer[list[int]], status_code=201)
def drop(call: Change, body: DropAsked, key: NeededKey) -> Response:
    """They stay in the store, closed. All or none."""

    def work(store: Store) -> Response:
        dropped = quarantine_drop(store, body.rows, now=call.now, batch_id=body.import_no)
        return answer(call.request, dropped, basis(call), status=201)

    return once(call, key, body.model_dump_json().encode(), work)
