"""Reference tables: which are in force, what is in one, and which were in force before."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.answers import Answer, Page, answer, page
from api.basis import basis
from api.doors import Call, Door
from api.paging import USUAL, Cursor, Limit, cut
from api.problems import not_there
from iom.access import Reach
from iom.reference.sets import Step, TableSet, history, in_store

router = APIRouter(prefix="/v1/reference", tags=["reference"])
Look = Annotated[Call, Depends(Door("reference.look", Reach.NOBODY), scope="function")]
TableId = Annotated[str, Path(max_length=100, description="A table's id, from GET /v1/reference.")]


@router.get("", summary="The tables in force", response_model=Page[dict[str, Any]])
def tables(call: Look, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """One row per edition: rows, unit, vintage, licence, standing."""
    items, following = cut(
        call,
        _in_force(call).summaries(),
        keys={"id": lambda one: (one["id"], one["vintage"])},
        sort="id",
        limit=limit,
        cursor=cursor,
    )
    return page(call.request, items, basis(call), following=following)


@router.get("/history", summary="Which sets were in force", response_model=Page[Step])
def sets(call: Look, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Since when, by whom, and why; the latest first."""
    with call.store.cursor() as rows:
        steps = history(rows)
    items, following = cut(
        call, steps, keys={"step": lambda one: (one.step,)}, sort="-step", limit=limit, cursor=cursor
    )
    return page(call.request, items, basis(call), following=following)


@router.get("/{table_id}", summary="A table", response_model=Answer[dict[str, Any]])
def show(call: Look, table_id: TableId) -> Response:
    """What it is, where it comes from, what its columns mean."""
    facts = _held(call, table_id).facts(table_id)
    return answer(
        call.request, {**facts, "editions": [asdict(one) for one in facts["editions"]]}, basis(call)
    )


@router.get("/{table_id}/rows", summary="A table's rows", response_model=Page[dict[str, str]])
def rows(
    call: Look,
    table_id: TableId,
    find: Annotated[str | None, Query(max_length=200, description="Only rows that hold this text.")] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """In the order of the table."""
    found = list(enumerate(_held(call, table_id).rows(table_id, find), 1))
    items, following = cut(
        call, found, keys={"row": lambda one: (one[0],)}, sort="row", limit=limit, cursor=cursor
    )
    return page(call.request, [row for _, row in items], basis(call), following=following)


def _held(call: Call, table_id: str) -> TableSet:
    held = _in_force(call)
    if table_id not in held.texts:
        raise not_there()
    return held


def _in_force(call: Call) -> TableSet:
    with call.store.cursor() as cursor:
        return in_store(cursor)
