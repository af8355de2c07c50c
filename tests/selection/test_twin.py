"""Points, ranks, places and attrition from SQL equal a plain-Python twin that shares no code with them."""

from decimal import Decimal
from itertools import groupby

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.measures import Column, Relation
from iom.selection import compile as compiler
from iom.store import sql
from iom.store.statements import run_single

from .conftest import PLAIN, criteria

EXTRA = """
[[cohort]]
name = "rest"
says = "the rest"
when = "not (severity_12m > 100) or supervised"
source = "local choice"
[[capacity]]
cohort = "only"
area = "*"
places = 1
source = "local choice"
[[capacity]]
cohort = "only"
area = "Luton"
places = 2
source = "local choice"
[harmful]
when = "severity_12m >= 100"
most = 2
source = "local choice"
[tie_break]
"""
CRITERIA = criteria(PLAIN.replace("\n[tie_break]\n", EXTRA))
KINDS = {
    "offences_12m": "number",
    "severity_12m": "number",
    "age": "number",
    "supervised": "boolean",
    "district": "text",
}
TYPES = (pa.int64(), pa.decimal128(28, 10), pa.int64(), pa.bool_(), pa.string())
COLUMNS = ", ".join(f'"{name}"' for name in KINDS)
MADE = Relation(
    sql=f"select person_id, {COLUMNS} from people_given",
    params={},
    columns=tuple(Column(name, name, kind, "", "") for name, kind in KINDS.items()),  # pyright: ignore
    companions=(),
    absent={},
)
PERSON = st.tuples(
    st.none() | st.integers(0, 3),
    st.none() | st.sampled_from([Decimal(0), Decimal("99.5"), Decimal(100), Decimal("100.0000000001")]),
    st.none() | st.sampled_from([17, 18, 40]),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(["Luton", "Bedford"]),
)


def twin(people):
    """person -> (points, cohort, rank, place, places, list, harmful place); what remains after each step."""
    judged = {}
    remaining = [len(people), 0, 0, 0]
    for person, (offences, severity, age, supervised, district) in people.items():
        points = 3 if (offences or 0) >= 2 else 1 if (offences or 0) >= 1 else 0
        cohort = None
        if age is not None and age >= 18:
            remaining[1] += 1
            if offences is not None and offences >= 1:
                cohort = "only"
            elif supervised is True or (severity is not None and not severity > 100):
                cohort = "rest"
        remaining[2] += cohort is not None
        judged[person] = (points, cohort, severity, district)

    def worst_first(person):
        severity = judged[person][2]
        return (severity is None, -(severity or 0))

    ranked = sorted((p for p in judged if judged[p][1]), key=lambda p: (-judged[p][0], worst_first(p), p))
    placed = {}
    order = {person: rank for rank, person in enumerate(ranked, 1)}

    def group(person):
        _, cohort, _, district = judged[person]
        return (cohort, (district or "") if cohort == "only" else "")

    for (cohort, district), members in groupby(sorted(ranked, key=lambda p: (group(p), order[p])), key=group):
        places = None if cohort == "rest" else {"Luton": 2, "": 0}.get(district, 1)
        for place, person in enumerate(members, 1):
            placed[person] = (place, places, places is None or place <= places)
    harmful = sorted(
        (p for p in judged if (judged[p][2] or 0) >= 100 and not (p in placed and placed[p][2])),
        key=lambda p: (worst_first(p), -judged[p][0], p),
    )[:2]
    answer = {}
    for person, (points, cohort, _, _) in judged.items():
        place, places, has_place = placed.get(person, (None, None, False))
        remaining[3] += has_place
        listed = "proposed" if has_place else "over_capacity" if place else None
        nth = harmful.index(person) + 1 if person in harmful else None
        answer[person] = (
            points,
            cohort,
            order.get(person),
            place,
            places,
            listed or (nth and "harmful_outside"),
            nth,
        )
    return answer, remaining


@settings(max_examples=60, deadline=None)
@given(st.lists(PERSON, max_size=14))
def test_a_selection_equals_its_twin(rows):
    people = dict(enumerate(rows, 1))
    arrays = [pa.array(list(people), pa.int32())]
    arrays += [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(TYPES)]
    with duckdb.connect() as cursor:
        cursor.register("people_given", pa.table(arrays, names=["person_id", *KINDS]))
        for statement in compiler.statements(CRITERIA, MADE):
            run_single(cursor, statement.sql, statement.params)
        found = cursor.execute(
            "select person_id, points, cohort, rank, place, places, list, harmful_place from selected"
        ).fetchall()
        steps = cursor.execute(
            sql("selection/attrition"), {"steps": 1, "cohort_bits": compiler.cohort_bits(CRITERIA)}
        ).fetchall()
    answer, remaining = twin(people)
    assert {row[0]: row[1:] for row in found} == answer
    assert [step[1] for step in steps] == remaining
