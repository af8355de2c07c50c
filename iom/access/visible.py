"""Whom a caller may see: one statement, for one person as for many."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from iom.access.caller import Scope, Sight
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb


def visible_among(
    cursor: "duckdb.DuckDBPyConnection", scope: Scope, people: Collection[int], on: date
) -> frozenset[int]:
    """Which of some numbers are people whom a caller may see: one out of sight is like one of nobody."""
    text = sql("access/visible_people")
    wanted = sorted(set(people))
    return frozenset(
        row[0]
        for sight in scope.sights
        for row in run_single(cursor, text, _values(sight, on, wanted)).fetchall()
    )


def _values(sight: Sight, on: date, people: list[int]) -> dict[str, object]:
    return {
        "on": on,
        "everyone": sight.everyone,
        "areas": list(sight.areas) if sight.areas else None,
        "agencies": list(sight.agencies) if sight.agencies else None,
        "worker": sight.worker,
        "people": people,
    }
