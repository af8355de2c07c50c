"""Which subjects one import after another takes for one person equals the twin's answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from iom.people.assignment import assign_new_subjects

from .comparing import EACH_TIME
from .loading import insert, load
from .people import Claim, assign
from .records import World

IMPORTS = [datetime(2025, 4, n, 9, 30, tzinfo=UTC) for n in (1, 2, 3)]
VALUES = {
    "pnc_id": ("0000/0000001A", "0000/0000002B"),
    "cro_number": ("900001/00A", "900002/00B", "900003/00C"),
    "noms_number": ("Z9001ZZ", "Z9002ZZ"),
    "probation_crn": ("Z900001", "Z900002"),
    "custody_reference": ("C1", "C2"),  # not a strong one: it never joins
}


@dataclass(frozen=True)
class Told:
    """One subject: the import that brought it, its details, its identifiers, each with its own import."""

    batch: int
    sex: str | None
    birth_date: date | None
    identifiers: dict[str, tuple[str, int]]


@st.composite
def subjects(draw: Callable) -> Told:
    batch = draw(st.integers(1, len(IMPORTS)))
    sex = draw(st.sampled_from((None, "male", "female")))
    born = draw(st.sampled_from((None, date(1990, 1, 1), date(1991, 2, 2))))
    held = {}
    for kind, values in VALUES.items():
        value = draw(st.sampled_from((None, None, *values)))
        if value:
            held[kind] = (value, draw(st.integers(batch, len(IMPORTS))))
    return Told(batch, sex, born, held)


def claims(told: list[Told], batch: int) -> dict[int, Claim]:
    """What the subjects say of themselves once an import is in."""
    found = {}
    for subject, one in enumerate(told, 1):
        if one.batch <= batch:
            held = {kind: value for kind, (value, since) in one.identifiers.items() if since <= batch}
            found[subject] = Claim(frozenset(held.items()), held.get("pnc_id"), one.sex, one.birth_date)
    return found


def bring(cursor, told: list[Told], batch: int) -> None:
    """Insert what one import brings: its subjects, and identifiers of its own and of earlier subjects."""
    common = {
        "system": "niche",
        "known_from": IMPORTS[batch - 1].replace(tzinfo=None),
        "known_basis": "import",
    }
    common |= {"batch_id": batch, "content": 1, "row_no": 1, "line": 2}
    new = {n: one for n, one in enumerate(told, 1) if one.batch == batch}
    insert(
        cursor,
        "subject",
        ({"subject_id": n, "source_key": f"k{n}", "system": "niche", "batch_id": batch} for n in new),
    )
    insert(
        cursor,
        "subject_version",
        (
            common
            | {
                "subject_id": n,
                "record_key": n,
                "sex": one.sex,
                "birth_date": one.birth_date,
                "birth_precision": one.birth_date and "day",
            }
            for n, one in new.items()
        ),
    )
    insert(
        cursor,
        "subject_identifier_version",
        (
            common | {"subject_id": n, "record_key": n * 10 + place, "kind": kind, "value": value}
            for n, one in enumerate(told, 1)
            for place, (kind, (value, since)) in enumerate(one.identifiers.items())
            if since == batch
        ),
    )


def groups(person_of: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(s for s, person in person_of.items() if person == one) for one in person_of.values()}


@st.composite
def crowds(draw: Callable) -> list[Told]:
    """Several handfuls of subjects; identifiers are shared within a handful, never between two."""
    crowd = []
    for handful in range(draw(st.integers(3, 8))):
        for one in draw(st.lists(subjects(), min_size=1, max_size=7)):
            held = {kind: (f"{value} {handful}", since) for kind, (value, since) in one.identifiers.items()}
            crowd.append(replace(one, identifiers=held))
    return crowd


@settings(EACH_TIME, max_examples=20)
@given(crowds())
def test_each_import_takes_the_same_subjects_for_one_person(twin_store, told: list[Told]):
    before: dict[int, int] = {}
    with twin_store.transaction() as cursor:
        load(cursor, World())
        for batch, moment in enumerate(IMPORTS, 1):
            bring(cursor, told, batch)
            assign_new_subjects(cursor, batch_id=batch, moment=moment)
            after = dict(
                cursor.execute(
                    "select subject_id, person_id from subject_person where known_to is null"
                ).fetchall()
            )
            expected = assign(claims(told, batch), before)
            assert groups(after) == groups(expected), f"import {batch}: before it {before}"
            kept = {subject: person for subject, person in expected.items() if person in before.values()}
            assert {subject: after[subject] for subject in kept} == kept
            assert not {after[subject] for subject in expected.keys() - kept} & set(before.values())
            before = after
