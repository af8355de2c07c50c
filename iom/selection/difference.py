"""Two kept runs compared: who came, went and moved, and what did it, step by step.

The first run is done again, then one more thing at a time is made that of the second: the date, the data, the
reference tables, the criteria. What each kept run and its repetition differ in is the software's doing.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from iom.documents import parse_document
from iom.people import Among
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria
from iom.selection.difference_result import Difference, Made, PersonChange, Reranked, StepChange, where
from iom.selection.difference_steps import CHANGED, Comparison
from iom.selection.run import no_such_run
from iom.selection.stored import refuse_altered
from iom.store import Store, audit, sql

_BY_SIDE = dict[str, dict[str, Any]]


def difference(
    store: Store,
    first_run: int,
    second_run: int,
    *,
    now: datetime,
    advance: Callable[[int, int], None] = lambda done, total: None,
    among: Among = frozenset,
    without: Collection[str] = (),
) -> Difference:
    """Compare two runs; nothing is kept, and the look at everyone whom a step changed is logged.

    among: which of them may be shown; the numbers of people are of everyone. without: no cause says a value
    that is drawn from records of these types.

    Raises IomError when there is no such run, StoreError when one is not as it was made,
    ReferenceTableError when its tables are gone.
    """
    with store.turn() as cursor:
        compared = Comparison(cursor, _made(cursor, first_run), _made(cursor, second_run), advance, without)
        compared.run()
        whole = _whole(compared)
        found = _shown(whole, among)
        detail = {"run_ids": [first_run, second_run]}
        with store.transaction(cursor):
            if found == whole:
                audit.record(
                    cursor, store, now=now, action="run.diff", detail=detail, people_table="diff_person"
                )
            else:
                people = sorted(one.person_id for one in (*found.people, *found.reranked))
                audit.record(cursor, store, now=now, action="run.diff", detail=detail, people=people)
    return found


def _shown(found: Difference, among: Among) -> Difference:
    seen = among({one.person_id for one in (*found.people, *found.reranked)})
    return replace(
        found,
        people=tuple(one for one in found.people if one.person_id in seen),
        reranked=tuple(one for one in found.reranked if one.person_id in seen),
    )


def _made(cursor: duckdb.DuckDBPyConnection, run_id: int) -> tuple[Made, Criteria]:
    found = cursor.execute(sql("selection/run_inputs"), {"run_id": run_id})
    columns = [column[0] for column in found.description or ()]
    row = found.fetchone()
    if row is None:
        raise no_such_run(run_id)
    refuse_altered(cursor, run_id)
    facts: dict[str, Any] = dict(zip(columns, row, strict=True))
    text = facts.pop("criteria_text")
    return Made(**facts), parse_criteria(parse_document(f"criteria of run {run_id}", text))


def _whole(compared: Comparison) -> Difference:
    """From kept run to kept run: the numbers, everyone whom a step changed, and who only stands elsewhere."""
    first, second = compared.first, compared.second
    compared.kept(first)
    compared.shift()
    compared.kept(second)
    total = StepChange("total", f"run {first.run_id} to run {second.run_id}", False, *compared.pair())
    sides = compared.sides([*CHANGED, "reranked"])
    back = _stayed(compared.cursor, sorted(set(compared.causes) - set(sides)))
    people = [
        _person(compared, person, *sides.get(person, ("back", back.get(person, {}))))
        for person in compared.causes
    ]
    reranked = [
        Reranked(person, where(rows.get("before")), where(rows.get("after")))
        for person, (change, rows) in sides.items()
        if change == "reranked" and person not in compared.causes
    ]
    return Difference(
        first,
        second,
        tuple(compared.steps),
        total,
        tuple(sorted(people, key=_order)),
        tuple(reranked),
        len(compared.hidden),
    )


def _person(compared: Comparison, person: int, change: str, rows: _BY_SIDE) -> PersonChange:
    return PersonChange(
        person,
        # of whoever some steps changed and others put back, another rank is not what is told
        "back" if change == "reranked" else change,
        where(rows.get("before")),
        where(rows.get("after")),
        tuple(compared.causes[person]),
    )


def _stayed(cursor: duckdb.DuckDBPyConnection, people: list[int]) -> dict[int, _BY_SIDE]:
    """Where those are whom some step changed and a later one put back."""
    rows = cursor.execute(sql("selection/diff_stayed"), {"people": people})
    columns = [column[0] for column in rows.description or ()]
    found = {}
    for row in rows.fetchall():
        facts = dict(zip(columns, row, strict=True))
        found[facts["person_id"]] = {"before": facts, "after": facts}
    return found


def _order(person: PersonChange) -> tuple[int, int, int]:
    """Who came by their new rank, who went by their old one, then who moved, then who is back."""
    stands = person.before if person.change == "went" else person.after or person.before
    rank = stands.rank if stands and stands.rank is not None else 2**31
    return (*CHANGED, "back").index(person.change), rank, person.person_id
