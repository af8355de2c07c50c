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
    text = sql("access/visible_people")
    wanted = sorted(set(people))
    # nobody is out of sight of one that shows everyone: the others add nothing
    sights = [one for one in scope.sights if one.everyone][:1] or list(dict.fromkeys(scope.sights))
    return frozenset(
        row[0]
        for sight in sights
        if sight.everyone or sight.limits
        for row in run_single(cursor, text, _values(sight, on, wanted)).fetchall()
    )


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
        "everyone": sight.everyone,
        "areas": None if sight.areas is None else list(sight.areas),
        "agencies": None if sight.agencies is None else list(sight.agencies),
        "worker": sight.worker,
        "people": people,
    }
