"""Whom a criteria document chooses, in temporary relations and without words: measured to selected."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from iom.errors import IomError
from iom.measures import Covered, Relation, covered_days, relation
from iom.measures.names import is_risk
from iom.risk import offer
from iom.selection import compile as compiler
from iom.selection.criteria import Criteria
from iom.selection.vocabulary import area_error, held_words
from iom.store import sql
from iom.store.statements import run_single


@dataclass(frozen=True)
class Chosen:
    """What stands in the cursor's relations measured, judged and selected: one row per person in each.

    measured only if it was wanted apart: judged has all its columns. selected is a view over judged and the
    table placed, which has those with a cohort and the harmful.
    """

    made: Relation
    statements: tuple[compiler.Statement, ...]
    covered: Covered


def choose(
    cursor: duckdb.DuckDBPyConnection,
    criteria: Criteria,
    *,
    as_at: date,
    area: str | None = None,
    unheld_allowed: bool = False,
    also: Collection[str] = (),
    companions: bool = True,
    apart: bool = True,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Chosen:
    """Fill the temporary relations measured, judged and selected of a cursor that derived.as_known prepared.

    area: only people who live in that home district or area. also: built-in and held names to measure beside
    those that the document reads. companions: whether the measures' companions are wanted for everyone.
    apart: whether the table measured is wanted beside judged. Raises IomError when nobody lives in the area.
    """
    covered = covered_days(cursor)
    names = compiler.wanted_names(criteria, area) | set(also)
    without = {}
    if any(is_risk(name) for name in names):
        without = offer(cursor, criteria.scores, as_at=as_at, covered=covered)
    made = relation(criteria.measures, as_at=as_at, names=names, covered=covered, companions=companions)
    made = replace(made, absent={**made.absent, **{name: without[name] for name in names & without.keys()}})
    # people of other areas are taken out of the table measured
    statements = compiler.statements(criteria, made, apart=apart or area is not None)
    for done, statement in enumerate(statements, start=1):
        run_single(cursor, statement.sql, statement.params)
        if statement.table == "measured" and area is not None:
            _keep_area(cursor, area, as_at, has_places=bool(criteria.capacity) and not unheld_allowed)
        advance(done, len(statements))
    return Chosen(made, statements, covered)


def choose_again(cursor: duckdb.DuckDBPyConnection, criteria: Criteria, made: Relation) -> None:
    """Fill judged and selected anew from the measured that stands.

    For a document that reads the same measures and names as the one it was measured for: only its thresholds,
    band edges, points, places or order may differ.
    """
    for statement in compiler.statements(criteria, made)[1:]:
        run_single(cursor, statement.sql, statement.params)


def _keep_area(cursor: duckdb.DuckDBPyConnection, area: str, as_at: date, *, has_places: bool) -> None:
    cursor.execute(sql("measures/measured_in_area"), {"area": area})
    if cursor.execute("select 1 from measured limit 1").fetchone() is None:
        held = held_words(cursor)
        if area in held.district | held.area:
            told = f"as at {as_at}, though some did at other times."
            nobody = "Nobody is known to live in"
            raise IomError(f'{nobody} "{area}" {told}').of("area", unsaid=f"{nobody} that area {told}")
        raise area_error(area, held)
    elsewhere = "select 1 from measured where district is distinct from ? limit 1"
    if has_places and cursor.execute(elsewhere, [area]).fetchone():
        # filled from a part of the district alone, its places would go to people who have none
        begin, told = "--area: places are given out by district, and", "is a part of one. Give the district."
        raise IomError(f'{begin} "{area}" {told}').of("area", unsaid=f"{begin} that area {told}")
