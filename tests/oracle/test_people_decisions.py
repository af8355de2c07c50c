"""Whatever is decided and undone, people are as if what was undone had never been decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iom.people import PersonError, keep_apart, merge, split, undo
from iom.store import derived

from .comparing import EACH_TIME
from .loading import insert, load
from .people_decisions import Decided, Made, People
from .records import World

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
BEGAN = datetime(2025, 4, 1, 9, 30)
SUBJECTS = range(1, 9)
# Two subjects of one person to begin with, so that a split can come first; some pairs are asked about.
PERSON_OF = {subject: max(1, subject - 1) for subject in SUBJECTS}
ASKED = {frozenset(pair): "open" for pair in ((1, 2), (1, 3), (2, 3), (3, 5), (4, 6))}
MADE = {"decided_by": "board", "reason": "minute 7"}


@dataclass(frozen=True)
class Step:
    """What is tried: numbers that choose among whoever is there."""

    kind: str
    one: int
    other: int
    third: int


steps = st.builds(
    Step,
    st.sampled_from(["merge", "merge", "split", "keep_apart", "undo", "undo", "undo"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
)


def beginning(cursor) -> Decided:
    load(cursor, World())
    insert(
        cursor,
        "subject",
        ({"subject_id": n, "system": "niche", "source_key": f"k{n}", "batch_id": 1} for n in SUBJECTS),
    )
    insert(
        cursor,
        "subject_person",
        (
            {"assignment_id": n, "subject_id": n, "person_id": person, "known_from": BEGAN}
            | {"decided_by": "identifier rule", "reason": "invented", "batch_id": 1}
            for n, person in PERSON_OF.items()
        ),
    )
    insert(
        cursor,
        "match_proposal",
        (
            {"proposal_id": n, "low_person_id": min(pair), "high_person_id": max(pair), "basis": "invented"}
            | {"against": "", "proposed_at": BEGAN, "batch_id": 1, "state": state}
            for n, (pair, state) in enumerate(ASKED.items(), 1)
        ),
    )
    return Decided(People(dict(PERSON_OF), dict(ASKED)))


def chosen(decided: Decided, step: Step) -> Made | None:
    """What a step means where things stand; None where there is nothing to decide."""
    now = decided.people()
    people = sorted(set(now.person_of.values()))
    number = len(decided.made) + 1
    if step.kind == "undo":
        if not decided.made:
            return None
        # mostly of the latest: what was decided long ago is mostly overtaken
        target = len(decided.made) - min(step.one % 4, len(decided.made) - 1)
        concerned = decided.made[target - 1].concerned
        holders = frozenset(now.person_of[subject] for subject in concerned)
        return Made(number, "undo", undoes=target, concerned=now.subjects_of(holders))
    if step.kind == "split":
        owner = people[step.one % len(people)]
        subjects = sorted(now.subjects_of(frozenset({owner})))
        if len(subjects) < 2:
            return None
        taken = frozenset(subjects[1 + step.other % (len(subjects) - 1) :])
        return Made(number, "split", subjects=taken, concerned=frozenset(subjects))
    wanted = {people[step.one % len(people)], people[step.other % len(people)]}
    if step.kind == "merge" and step.third % 3 == 0:
        wanted.add(people[step.third % len(people)])
    pair = frozenset(wanted)
    if len(pair) < 2 or (step.kind == "keep_apart" and now.questions.get(pair) == "kept_apart"):
        return None
    return Made(number, step.kind, people=pair, concerned=now.subjects_of(pair))


def decide(cursor, store, made: Made) -> int:
    """Let the engine decide; return the person that it founded, if it did."""
    if made.kind == "merge":
        merge(cursor, store, now=NOW, people=made.people, despite=True, **MADE)
    elif made.kind == "keep_apart":
        keep_apart(cursor, store, now=NOW, people=made.people, **MADE)
    elif made.kind == "split":
        return split(cursor, store, now=NOW, subjects=made.subjects, **MADE)
    else:
        undo(cursor, store, now=NOW, decision_id=made.undoes, **MADE)
    return 0


def engine(cursor) -> People:
    person_of = dict(
        cursor.execute("select subject_id, person_id from subject_person where known_to is null").fetchall()
    )
    people = set(person_of.values())
    questions: dict[frozenset[int], str] = {}
    for low, high, state in cursor.execute(
        "select low_person_id, high_person_id, state from match_proposal where state in ('open', "
        "'kept_apart')"
    ).fetchall():
        if {low, high} <= people:
            assert frozenset({low, high}) not in questions, "one question, two answers"
            questions[frozenset({low, high})] = state
    return People(person_of, questions)


# A question handed on by one decision, its other person then made one with a third by another.
HANDED_ON = [
    Step("merge", 1, 3, 1),
    Step("merge", 2, 4, 1),
    Step("merge", 0, 1, 1),
    Step("undo", 1, 0, 0),
    Step("undo", 0, 0, 0),
    Step("undo", 2, 0, 0),
]
MERGE, UNDO = (Step("merge", 0, 1, 1), Step("undo", 0, 0, 0))


@settings(EACH_TIME, max_examples=8)
@given(st.lists(steps, min_size=3, max_size=14))
@example([MERGE, UNDO, UNDO, UNDO])
@example([MERGE, Step("merge", 0, 1, 1), Step("undo", 1, 0, 0), UNDO, UNDO])
@example([Step("split", 0, 0, 0), UNDO, UNDO])
@example([Step("keep_apart", 0, 1, 0), MERGE, UNDO, Step("undo", 2, 0, 0)])
@example([Step("merge", 1, 2, 1), Step("merge", 0, 1, 1), UNDO, Step("undo", 2, 0, 0)])
@example(HANDED_ON)
def test_people_are_as_if_what_was_undone_had_never_been_decided(twin_store, monkeypatch, tried):
    # what follows from assignments is compared elsewhere, and slow
    monkeypatch.setattr(derived, "rebuild", lambda cursor: None)
    with twin_store.transaction() as cursor:
        decided = beginning(cursor)
        for step in tried:
            made = chosen(decided, step)
            if made is None:
                continue
            if made.kind == "undo" and not decided.may_undo(made.undoes):
                with pytest.raises(PersonError):
                    decide(cursor, twin_store, made)
                continue
            founded = decide(cursor, twin_store, made)
            decided.make(replace(made, founded=founded))
            expected, found = decided.people(), engine(cursor)
            assert found.person_of == expected.person_of, decided.made
            assert found.questions == expected.questions, decided.made
        assert_nothing_was_lost(cursor, len(decided.made))


def assert_nothing_was_lost(cursor, decisions: int) -> None:
    """Every decision is kept, and every subject was somebody at every moment, one at a time."""
    count: Callable[[str], int] = lambda question: cursor.execute(question).fetchone()[0]  # noqa: E731
    assert count("select count(*) from person_decision") == decisions
    spans = cursor.execute(
        "select subject_id, known_from, known_to from subject_person order by subject_id, known_from"
    ).fetchall()
    for before, after in pairwise(spans):
        assert before[2] == (after[1] if before[0] == after[0] else None)


def test_the_twin_itself_takes_back_what_was_undone():
    decided = Decided(People({1: 1, 2: 2, 3: 3}, {frozenset({2, 3}): "open"}))
    decided.made.append(Made(1, "merge", people=frozenset({1, 2}), concerned=frozenset({1, 2})))
    assert decided.people().person_of == {1: 1, 2: 1, 3: 3}
    assert decided.people().questions == {frozenset({1, 3}): "open"}
    decided.made.append(Made(2, "undo", undoes=1, concerned=frozenset({1, 2})))
    assert decided.people() == decided.beginning
    assert [decided.may_undo(number) for number in (1, 2)] == [False, True]
