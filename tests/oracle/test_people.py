"""Which subjects one import after another takes for one person equals the twin's answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from hypothesis import example, given, settings
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


MAN, WOMAN = ("male", date(1990, 1, 1)), ("female", date(1991, 2, 2))
# Mostly known, so that two often contradict each other, and a correction often ends it.
SEXES = (None, "male", "male", "female", "female")
BIRTHS = (None, date(1990, 1, 1), date(1990, 1, 1), date(1991, 2, 2), date(1991, 2, 2))


@dataclass(frozen=True)
class Told:
    """One subject: the import that brought it, its details (sex, birth date) by the import that told them.

    identifiers: value by kind, each with the import that told it and the one that took it back.
    """

    batch: int
    details: dict[int, tuple[str | None, date | None]]
    identifiers: dict[str, tuple[str, int, int]]

    def details_at(self, batch: int) -> tuple[str | None, date | None]:
        return self.details[max(since for since in self.details if since <= batch)]


@st.composite
def subjects(draw: Callable) -> Told:
    batch = draw(st.integers(1, len(IMPORTS)))
    details = {}
    for since in (batch, draw(st.integers(batch, len(IMPORTS)))):
        sex = draw(st.sampled_from(SEXES))
        details[since] = (sex, draw(st.sampled_from(BIRTHS)))
    held = {}
    for kind, values in VALUES.items():
        value = draw(st.sampled_from((*[None] * 5, values[0], *values)))
        if value:
            since = draw(st.integers(batch, len(IMPORTS)))
            held[kind] = (value, since, draw(st.integers(since + 1, len(IMPORTS) + 2)))
    return Told(batch, details, held)


def claims(told: list[Told], batch: int) -> dict[int, Claim]:
    """What the subjects say of themselves once an import is in."""
    found = {}
    for subject, one in enumerate(told, 1):
        if one.batch <= batch:
            told_of = one.identifiers.items()
            held = {kind: value for kind, (value, since, until) in told_of if since <= batch < until}
            found[subject] = Claim(frozenset(held.items()), held.get("pnc_id"), *one.details_at(batch))
    return found


def bring(cursor, told: list[Told], batch: int) -> None:
    """What one import brings, of its own subjects and of earlier ones, and what it takes back."""
    moment = IMPORTS[batch - 1].replace(tzinfo=None)
    close(cursor, "subject_version", [n for n, one in enumerate(told, 1) if batch in one.details], moment)
    gone = [
        number(n, kind)
        for n, one in enumerate(told, 1)
        for kind, (_, _, until) in one.identifiers.items()
        if until == batch
    ]
    close(cursor, "subject_identifier_version", gone, moment)
    common = {
        "system": "niche",
        "known_from": moment,
        "known_basis": "import",
    }
    common |= {"batch_id": batch, "content": 1, "row_no": 1, "line": 2}
    new = [n for n, one in enumerate(told, 1) if one.batch == batch]
    insert(
        cursor,
        "subject",
        ({"subject_id": n, "source_key": f"k{n}", "system": "niche", "batch_id": batch} for n in new),
    )
    details = {n: one.details[batch] for n, one in enumerate(told, 1) if batch in one.details}
    insert(
        cursor,
        "subject_version",
        (
            common
            | {
                "subject_id": n,
                "record_key": n,
                "sex": sex,
                "birth_date": birth_date,
                "birth_precision": birth_date and "day",
            }
            for n, (sex, birth_date) in details.items()
        ),
    )
    insert(
        cursor,
        "subject_identifier_version",
        (
            common | {"subject_id": n, "record_key": number(n, kind), "kind": kind, "value": value}
            for n, one in enumerate(told, 1)
            for kind, (value, since, _) in one.identifiers.items()
            if since == batch
        ),
    )


def number(subject: int, kind: str) -> int:
    """The record key of an identifier."""
    return subject * 10 + list(VALUES).index(kind)


def close(cursor, table: str, keys: list[int], moment: datetime) -> None:
    """Take back the current versions of these keys."""
    cursor.execute(
        f"update {table} set known_to = $moment where known_to is null and record_key in "
        "(select unnest($keys::uhugeint[]))",
        {"moment": moment, "keys": keys},
    )


def groups(person_of: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(s for s, person in person_of.items() if person == one) for one in person_of.values()}


@st.composite
def crowds(draw: Callable) -> list[Told]:
    """Many handfuls of few subjects: in large ones no correction takes the last contradiction away.

    Identifiers are shared within a handful, never between two.
    """
    crowd = []
    for handful in range(draw(st.integers(10, 20))):
        for one in draw(st.lists(subjects(), min_size=2, max_size=4)):
            held = {kind: (f"{value} {handful}", *when) for kind, (value, *when) in one.identifiers.items()}
            crowd.append(replace(one, identifiers=held))
    return crowd


# What hardly comes by chance: a contradiction corrected away, gone with an identifier, or left elsewhere.
NOMS, CRO, CRN = ({kind: (VALUES[kind][0], 1, 9)} for kind in ("noms_number", "cro_number", "probation_crn"))
CORRECTED = [Told(1, {1: MAN}, NOMS), Told(1, {1: WOMAN, 2: MAN}, NOMS | CRO)]
TAKEN_BACK = [
    Told(1, {1: MAN}, NOMS),
    Told(1, {1: (None, None)}, NOMS | CRO),
    Told(1, {1: WOMAN}, {"cro_number": (VALUES["cro_number"][0], 1, 2)}),
]
ELSEWHERE = [*CORRECTED, Told(1, {1: WOMAN}, CRO | CRN), Told(3, {3: WOMAN}, CRN)]


@settings(EACH_TIME, max_examples=10)
@given(crowds())
@example(CORRECTED)
@example(TAKEN_BACK)
@example(ELSEWHERE)
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
