"""What a person decides stays decided, can be undone, and leaves last year as it was."""

from datetime import UTC, date, datetime

import pytest

from iom.people import PersonError, merge, split
from tests.people.given import bare_reference, imported, people, proposals

JANUARY = datetime(2026, 1, 10)
MARCH = datetime(2026, 3, 10)
FEBRUARY = datetime(2026, 2, 10, tzinfo=UTC)
APRIL = datetime(2026, 4, 10, tzinfo=UTC)
BOARD = {"decided_by": "board", "reason": "minute 7"}
PNC = "0000/0000001A"
BORN = {"sex": "male", "birth_date": date(1990, 5, 1)}


@pytest.fixture
def three(store):
    """Persons 1, 2 and 3; 1 and 2 are namesakes, so the pair is proposed."""
    bare_reference(store)
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", name="VEXLEY, Bram", **BORN)
        batch.subject("niche:2", name="VEXLEY, Bram", **BORN)
        batch.subject("niche:3", pnc=PNC)
    return store


def test_a_merge_keeps_the_lowest_person_and_settles_the_proposal(three):
    with three.transaction() as cursor:
        assert merge(cursor, three, now=FEBRUARY, people=[2, 1], **BOARD) == 1
    assert people(three) == {"niche:1": 1, "niche:2": 1, "niche:3": 3}
    assert people(three, at=JANUARY) == {"niche:1": 1, "niche:2": 2, "niche:3": 3}
    assert [state for _, _, state, _ in proposals(three)] == ["merged"]


def test_a_split_undoes_a_merge_with_an_id_never_used_before(three):
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 2], **BOARD)
    with three.transaction() as cursor:
        assert split(cursor, three, now=APRIL, subjects=[2], **BOARD) == 4
    assert people(three) == {"niche:1": 1, "niche:2": 4, "niche:3": 3}
    assert people(three, at=MARCH) == {"niche:1": 1, "niche:2": 1, "niche:3": 3}


def test_persons_taken_apart_are_not_joined_again_by_a_new_record(three):
    with imported(three, datetime(2026, 1, 11)) as batch:
        batch.subject("pnc:3", pnc=PNC)
    with three.transaction() as cursor:
        split(cursor, three, now=FEBRUARY, subjects=[4], **BOARD)
    with imported(three, MARCH) as batch:
        batch.subject("ndelius:3", pnc=PNC)
    assert people(three) == {"niche:1": 1, "niche:2": 2, "niche:3": 3, "pnc:3": 4, "ndelius:3": 5}
    assert [(low, high, state) for low, high, state, _ in proposals(three)][1:] == [
        (3, 4, "kept_apart"),
        (3, 5, "open"),
    ]


def test_a_decision_to_keep_apart_follows_a_person_into_another(three):
    with imported(three, datetime(2026, 1, 11)) as batch:
        batch.subject("pnc:3", pnc=PNC)
    with three.transaction() as cursor:
        split(cursor, three, now=FEBRUARY, subjects=[4], **BOARD)
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[2, 4], **BOARD)
    with imported(three, MARCH) as batch:
        batch.subject("ndelius:3", pnc=PNC)
    assert people(three)["pnc:3"] == 2
    assert people(three)["ndelius:3"] == 5
    assert people(three)["niche:3"] == 3


def test_an_open_proposal_follows_a_person_into_another(three):
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[2, 3], **BOARD)
        assert merge(cursor, three, now=FEBRUARY, people=[1, 2], **BOARD) == 1
    assert {state for _, _, state, _ in proposals(three)} <= {"merged", "superseded"}


def test_a_new_record_follows_a_merged_person(three):
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 3], **BOARD)
    with imported(three, MARCH) as batch:
        batch.subject("ndelius:3", pnc=PNC)
    assert people(three)["ndelius:3"] == 1


def test_two_decisions_in_one_moment_happen_one_after_the_other(three):
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 2], **BOARD)
        split(cursor, three, now=FEBRUARY, subjects=[2], **BOARD)
    with three.cursor() as cursor:
        spans = cursor.execute(
            "select known_from, known_to from subject_person where subject_id = 2"
        ).fetchall()
    assert all(to is None or to > since for since, to in spans)
    assert len(spans) == 3


def test_merge_and_split_are_logged_with_the_persons(three):
    with three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 2], **BOARD)
        split(cursor, three, now=FEBRUARY, subjects=[2], **BOARD)
    with three.cursor() as cursor:
        lines = cursor.execute(
            "select action, list(person_id order by person_id) from audit_log join audit_person using (seq) "
            "where action like 'person.%' group by seq, action order by seq"
        ).fetchall()
    assert lines == [("person.merge", [1, 2]), ("person.split", [1, 4])]


def test_what_cannot_be_decided_is_refused_and_changes_nothing(three):
    before = people(three)
    with pytest.raises(PersonError), three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 9], **BOARD)
    with pytest.raises(PersonError), three.transaction() as cursor:
        merge(cursor, three, now=FEBRUARY, people=[1, 1], **BOARD)
    with pytest.raises(PersonError), three.transaction() as cursor:
        split(cursor, three, now=FEBRUARY, subjects=[1], **BOARD)
    with pytest.raises(PersonError), three.transaction() as cursor:
        split(cursor, three, now=FEBRUARY, subjects=[1, 2], **BOARD)
    assert people(three) == before
