"""A correction may take a contradiction away: then the whole group is looked at again."""

import time
from datetime import UTC, datetime

import pytest

from iom.people import split
from iom.people.assignment import assign_new_subjects
from tests.people.given import bare_reference, imported, people, proposals

from .test_joining import (
    CRN_A,
    CRO_A,
    FEBRUARY,
    JANUARY,
    MAN_1990,
    MAN_1991,
    MARCH,
    NOMS_A,
    PNC_A,
    PNC_B,
    WOMAN_1991,
)


def correct(batch, who: str, **told) -> None:
    batch.end("subject_version", who)
    batch.put("subject_version", who, **told)


@pytest.fixture
def refused(store):
    """Persons 1 and 2 share an identifier, and sex and birth date both differ: only proposed."""
    bare_reference(store)
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", noms=NOMS_A, **MAN_1990)
        batch.subject("ndelius:2", noms=NOMS_A, crn=CRN_A, **WOMAN_1991)
    return store


def test_a_corrected_birth_date_and_sex_join_who_was_only_proposed(refused):
    with imported(refused, FEBRUARY) as batch:
        correct(batch, "ndelius:2", **MAN_1990)
    assert people(refused) == {"niche:1": 1, "ndelius:2": 1}
    assert [state for _, _, state, _ in proposals(refused)] == ["merged"]


def test_a_correction_that_leaves_a_contradiction_in_the_group_joins_nobody(refused):
    # who contradicts shares no identifier with the one who is corrected
    with imported(refused, FEBRUARY) as batch:
        batch.subject("pnc:3", cro=CRO_A, **WOMAN_1991)
        batch.put("subject_identifier_version", "niche:1", kind="cro_number", value=CRO_A)
    with imported(refused, MARCH) as batch:
        correct(batch, "ndelius:2", **MAN_1990)
    assert people(refused) == {"niche:1": 1, "ndelius:2": 2, "pnc:3": 3}


def test_a_newcomer_is_tested_against_everyone_of_the_group_that_it_joins(refused):
    with imported(refused, FEBRUARY) as batch:
        batch.subject("pnc:3", crn=CRN_A)
    assert people(refused) == {"niche:1": 1, "ndelius:2": 2, "pnc:3": 3}


def test_an_identifier_corrected_away_lets_those_join_whom_it_kept_apart(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", noms=NOMS_A, pnc=PNC_A)
        batch.subject("ndelius:2", noms=NOMS_A, cro=CRO_A)
        batch.subject("pnc:3", cro=CRO_A, pnc=PNC_B)
    assert people(store) == {"niche:1": 1, "ndelius:2": 2, "pnc:3": 3}
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_identifier_version", "pnc:3", kind="cro_number")
    assert people(store) == {"niche:1": 1, "ndelius:2": 1, "pnc:3": 3}


def test_a_withdrawn_record_lets_those_join_whom_it_kept_apart(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", noms=NOMS_A, **MAN_1990)
        batch.subject("ndelius:2", noms=NOMS_A, **MAN_1991)
        batch.subject("pnc:3", noms=NOMS_A, **WOMAN_1991)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_version", "pnc:3")
        batch.end("subject_identifier_version", "pnc:3")
    assert people(store) == {"niche:1": 1, "ndelius:2": 1, "pnc:3": 3}


def test_a_new_key_that_contradicts_the_withdrawn_one_is_still_put_before_a_person(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:00012", noms=NOMS_A, **MAN_1990)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_version", "niche:00012")
        batch.end("subject_identifier_version", "niche:00012")
        batch.subject("niche:12", noms=NOMS_A, **WOMAN_1991)
    assert [(low, high, state) for low, high, state, _ in proposals(store)] == [(1, 2, "open")]


def test_persons_taken_apart_by_a_decision_are_not_joined_by_a_correction(refused):
    with imported(refused, FEBRUARY) as batch:
        correct(batch, "ndelius:2", **MAN_1990)
    with refused.transaction() as cursor:
        when = datetime(2026, 2, 20, tzinfo=UTC)
        split(cursor, refused, now=when, subjects=[2], decided_by="board", reason="minute 7")
    apart = people(refused)
    with imported(refused, MARCH) as batch:
        correct(batch, "ndelius:2", **MAN_1991)
    assert people(refused) == apart == {"niche:1": 1, "ndelius:2": 3}


def test_a_correction_of_somebody_else_asks_nothing_again(refused):
    with imported(refused, FEBRUARY) as batch:
        batch.subject("niche:9", **MAN_1990)
    with imported(refused, MARCH) as batch:
        correct(batch, "niche:9", **MAN_1991)
    assert batch.assigned.proposals == 0
    assert len(proposals(refused)) == 1


def test_thousands_who_share_one_dummy_identifier_are_compared_in_seconds(store):
    # every pair of them contradicts: 72 million pairs took 21 seconds
    told = {
        "subject": "{n} as subject_id, 'k' || {n} as source_key",
        "subject_version": "{n} as subject_id, case {n} % 2 when 0 then 'male' else 'female' end as sex, "
        "date '1950-01-01' + {n}::integer as birth_date",
    }
    for kind, value in (("pnc_id", "'P' || {n}"), ("noms_number", "'Z9999ZZ'")):
        told[kind] = f"{{n}} as subject_id, '{kind}' as kind, {value} as value"
    version = (
        ", {n} as record_key, {n} as content, timestamp '2026-01-10' as known_from, 'import' as known_basis, "
        "{n} as row_no, {n} as line"
    )
    with store.transaction() as cursor:
        for table, columns in told.items():
            name = table if table in ("subject", "subject_version") else "subject_identifier_version"
            all_columns = (columns + ("" if table == "subject" else version)).format(n="n")
            cursor.execute(
                f"insert into {name} by name select 'niche' as system, 1 as batch_id, {all_columns} "
                "from range(1, 12001) as t (n)"
            )
        began = time.process_time()
        found = assign_new_subjects(cursor, batch_id=1, moment=JANUARY)
        taken = time.process_time() - began
    assert (found.new_people, found.proposals) == (12_000, 11_999)
    assert taken < 10
