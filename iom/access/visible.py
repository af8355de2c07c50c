"""Whom a caller may see, as one relation of the store: the same statement for one person and for a list."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from iom.access.caller import Scope, Sight
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb

VISIBLE = "visible_person"


def visible_among(
    cursor: "duckdb.DuckDBPyConnection", scope: Scope, people: Collection[int], on: date
) -> frozenset[int]:
    """Which of some numbers are people whom a caller may see: one out of sight and one of nobody are alike."""
    text = sql("access/visible_people")
    wanted = sorted(set(people))
    return frozenset(
        row[0]
        for sight in scope.sights
        for row in run_single(cursor, text, _values(sight, on, wanted)).fetchall()
    )


def fill_visible(cursor: "duckdb.DuckDBPyConnection", scope: Scope, on: date) -> str:
    """Fill a temporary table of everyone whom a caller may see, one row per person; return its name."""
    head = sql("store/temporary_relation", table=VISIBLE)
    text = sql("access/visible_people")
    first, *others = scope.sights
    run_single(cursor, head + text, _values(first, on, None))
    for sight in others:
        cursor.execute(sql("access/add_visible") + text, _values(sight, on, None))
    return VISIBLE


def _values(sight: Sight, on: date, people: list[int] | None) -> dict[str, object]:
    return {
        "on": on,
        "everyone": sight.everyone,
        "areas": list(sight.areas) if sight.areas else None,
        "agencies": list(sight.agencies) if sight.agencies else None,
        "worker": sight.worker,
        "people": people,
    }
