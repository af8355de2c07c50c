"""An undoing reverses a decision and nothing else: not what imports did since, not what was known before."""

from datetime import UTC, date, datetime

import pytest

from iom.intake.audits import broken_audits
from iom.people import PersonError, keep_apart, merge, split, undo
from iom.people.decisions import contradicting
from iom.selection import repeat, select
from tests.people.given import bare_reference, imported, people, proposals
from tests.selection.conftest import AS_AT, Scheme, plain

JANUARY = datetime(2026, 1, 10)
FEBRUARY = datetime(2026, 2, 10, tzinfo=UTC)
BETWEEN = datetime(2026, 2, 20)
MARCH = datetime(2026, 3, 10)
APRIL = datetime(2026, 4, 10, tzinfo=UTC)
BOARD = {"decided_by": "board", "reason": "minute 7"}
MAN = {"sex": "male", "birth_date": date(1990, 5, 1)}
PNC, CRO, NOMS, CRN = "0000/0000001A", "900002/00B", "Z9003ZZ", "Z900004"


@pytest.fixture
def three(store):
    """Persons 1, 2 and 3, each with identifiers of its own."""
    bare_reference(store)
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC)
        batch.subject("niche:2", cro=CRO, noms=NOMS)
        batch.subject("niche:3", crn=CRN)
    return store


def decided(store, decision, **given):
    with store.transaction() as cursor:
        return decision(cursor, store, **{"now": FEBRUARY, **BOARD, **given})


def test_an_undone_merge_gives_back_the_number_and_what_was_known_between_stays(three):
    decided(three, merge, people=[1, 2])
    undone = decided(three, undo, decision_id=1, now=APRIL)
    assert (undone.people, undone.moved, undone.joined_since) == ((1, 2), 1, ())
    assert people(three) == {"niche:1": 1, "niche:2": 2, "niche:3": 3}
    assert people(three, at=BETWEEN) == {"niche:1": 1, "niche:2": 1, "niche:3": 3}
    assert people(three, at=JANUARY) == {"niche:1": 1, "niche:2": 2, "niche:3": 3}


def test_who_joined_since_goes_with_those_whose_identifiers_they_share(three):
    decided(three, merge, people=[1, 2])
    with imported(three, MARCH) as batch:
        batch.subject("pnc:2", cro=CRO, noms="Z9009ZZ")
        batch.subject("ndelius:2", noms="Z9009ZZ")
        batch.subject("ndelius:1", pnc=PNC)
    assert set(people(three).values()) == {1, 3}
    undone = decided(three, undo, decision_id=1, now=APRIL)
    assert people(three) == {
        "niche:1": 1, "niche:2": 2, "niche:3": 3, "pnc:2": 2, "ndelius:2": 2, "ndelius:1": 1
    }  # fmt: skip
    # the one that stays with person 1 is named, so that somebody looks
    assert undone.joined_since == (6,)


def test_who_shares_with_both_stays_and_is_named(three):
    decided(three, merge, people=[1, 2])
    with imported(three, MARCH) as batch:
        batch.subject("pnc:2", cro=CRO, pnc=PNC)
    undone = decided(three, undo, decision_id=1, now=APRIL)
    assert people(three) == {"niche:1": 1, "niche:2": 2, "niche:3": 3, "pnc:2": 1}
    assert undone.joined_since == (4,)


def test_who_joined_the_part_that_was_taken_out_goes_back_with_it(three):
    decided(three, merge, people=[1, 2])
    founded = decided(three, split, subjects=[2])
    with imported(three, MARCH) as batch:
        batch.subject("pnc:2", noms=NOMS)
    assert people(three)["pnc:2"] == founded == 4
    decided(three, undo, decision_id=2, now=APRIL)
    assert people(three) == {"niche:1": 1, "niche:2": 1, "niche:3": 3, "pnc:2": 1}


def test_what_an_import_has_moved_since_is_not_overrun(three):
    decided(three, merge, people=[2, 3])
    with imported(three, MARCH) as batch:
        batch.subject("niche:3", pnc=PNC)
    assert people(three) == {"niche:1": 1, "niche:2": 1, "niche:3": 1}
    with pytest.raises(PersonError, match="an import has moved subject 2 from person 2 to person 1"):
        decided(three, undo, decision_id=1, now=APRIL)
    assert people(three) == {"niche:1": 1, "niche:2": 1, "niche:3": 1}


def test_an_undone_merge_joins_again_where_a_rule_says_so_unless_kept_apart(three):
    decided(three, merge, people=[1, 2])
    with imported(three, MARCH) as batch:
        batch.subject("niche:2", pnc=PNC)
    decided(three, undo, decision_id=1, now=APRIL)
    assert people(three)["niche:2"] == 2
    decided(three, keep_apart, people=[1, 2], now=APRIL)
    with imported(three, datetime(2026, 5, 1)) as batch:
        batch.subject("pnc:9", pnc=PNC)
    assert people(three)["niche:2"] == 2
    decided(three, undo, decision_id=3, now=datetime(2026, 5, 2, tzinfo=UTC))
    with imported(three, datetime(2026, 5, 3)) as batch:
        batch.subject("pnc:10", pnc=PNC)
    assert people(three)["niche:2"] == 1


def test_an_undone_keeping_apart_is_no_longer_in_the_way(three):
    decided(three, keep_apart, people=[1, 2])
    with imported(three, MARCH) as batch:
        batch.subject("niche:2", pnc=PNC)
    assert people(three)["niche:2"] == 2
    decided(three, undo, decision_id=1, now=APRIL)
    with imported(three, datetime(2026, 5, 1)) as batch:
        batch.subject("pnc:9", pnc=PNC)
    assert people(three) == {"niche:1": 1, "niche:2": 1, "niche:3": 3, "pnc:9": 1}


def test_a_question_answered_by_a_decision_carried_to_it_is_asked_no_more(store):
    bare_reference(store)
    born = {"sex": "male", "birth_date": date(1990, 5, 1)}
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", name="VEXLEY, Bram", **born)
        batch.subject("niche:2", name="VEXLEY, Bram", **born)
        batch.subject("niche:3")
    decided(store, keep_apart, people=[2, 3])
    decided(store, merge, people=[1, 3])
    states = [(low, high, state) for low, high, state, _ in proposals(store)]
    assert (1, 2, "kept_apart") in states
    assert (1, 2, "open") not in states


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ({"pnc": PNC}, {"pnc": "0000/0000002B"}, ["different PNC IDs"]),
        ({"pnc": PNC}, {"cro": CRO}, []),
        (
            MAN,
            {"sex": "female", "birth_date": date(1991, 5, 1)},
            ["sex and birth date both different"],
        ),
        (MAN, {"sex": "female", "birth_date": date(1990, 5, 1)}, []),
        (MAN, {"sex": "male", "birth_date": date(1991, 5, 1)}, []),
        (MAN, {"birth_date": date(1991, 5, 1)}, []),
        (
            MAN,
            {"sex": "female", "birth_date": date(1990, 1, 1), "birth_precision": "year"},
            [],
        ),
        (
            MAN,
            {"sex": "female", "birth_date": date(1990, 4, 1), "birth_precision": "month"},
            ["sex and birth date both different"],
        ),
    ],
)  # fmt: skip
def test_two_persons_contradict_each_other_by_the_rules_of_joining(store, one, other, against):
    bare_reference(store)
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", **one)
        batch.subject("pnc:2", **other)
    with store.cursor() as cursor:
        assert [said for _, _, said in contradicting(cursor, [1, 2])] == against


def test_last_years_run_shows_last_years_people_and_repeats_to_the_byte(furnished_store, now):
    scheme = Scheme(furnished_store)
    scheme.people(3)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 28E\n2 | 2026-09-02 | 28E\n3 | 2026-09-03 | 34B")
    scheme.ready()
    before = select(furnished_store, plain(), as_at=AS_AT, now=now)
    with furnished_store.transaction() as cursor:
        merge(cursor, furnished_store, now=now, people=[1, 2], **BOARD)
    merged = select(furnished_store, plain(), as_at=AS_AT, now=now)
    with furnished_store.transaction() as cursor:
        undo(cursor, furnished_store, now=now, decision_id=1, **BOARD)
    after = select(furnished_store, plain(), as_at=AS_AT, now=now)
    assert [run.considered for run in (before, merged, after)] == [3, 2, 3]
    assert [person.person_id for person in after.proposed] == [person.person_id for person in before.proposed]
    assert broken_audits(furnished_store) == {}
    for run in (before, merged, after):
        assert repeat(furnished_store, run.run_id, now=now).same
