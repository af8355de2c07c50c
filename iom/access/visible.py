"""Whom a caller may see: one statement, for one person as for many."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from iom.access.caller import Scope, Sight
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb


def visible_among(
    cursor: "duckdb.DuckDBPyConnection", scope: Scope, people: Collection[int], on: date
) -> frozenset[int]:
    """Which of some numbers are people whom a caller may see: one out of sight is like one of nobody."""
    wanted = sorted(set(people))
    if scope.everyone:
        # the other grants add nothing
        asked = [(sql("access/people_there"), {"people": wanted})]
    else:
        text = sql("access/visible_people")
        asked = [(text, _values(one, on, wanted)) for one in dict.fromkeys(scope.sights) if one.limits]
    return frozenset(row[0] for text, values in asked for row in run_single(cursor, text, values).fetchall())


def became(
    cursor: "duckdb.DuckDBPyConnection", people: Collection[int], known_at: datetime
) -> dict[int, frozenset[int]]:
    """Whose the records are now that some people held at a moment: they may be another's."""
    found: dict[int, set[int]] = {}
    asked = {"people": sorted(set(people)), "known_at": known_at}
    for then, now in run_single(cursor, sql("access/became"), asked).fetchall():
        found.setdefault(then, set()).add(now)
    return {then: frozenset(now) for then, now in found.items()}


def _values(sight: Sight, on: date, people: list[int]) -> dict[str, object]:
    return {
        "on": on,
        "areas": None if sight.areas is None else list(sight.areas),
        "agencies": None if sight.agencies is None else list(sight.agencies),
        "worker": sight.worker,
        "people": people,
    }
