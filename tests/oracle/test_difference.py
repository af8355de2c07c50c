"""What each step of a comparison of runs does equals the twin's, and the steps add up to the whole."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.selection import difference, parse_criteria, select

from . import difference as twin
from .comparing import EACH_TIME, VINTAGE, remembering
from .criteria import as_toml, documents
from .test_selection import covered, holed_worlds, moments
from .worlds import AS_AT, worlds

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SIGN = {"came": 1, "went": -1, "moved": 0}
asked = st.builds(twin.Asked, documents(), st.sampled_from(AS_AT), moments)


def compare(store, world, old: twin.Asked, new: twin.Asked) -> None:
    with remembering(store, world, world.last()):
        pass
    runs = [
        select(
            store,
            parse_criteria(parse_document("generated.toml", as_toml(one.document))),
            as_at=one.as_at,
            known_at=one.moment.known_at,
            unheld_allowed=True,
            now=NOW,
        )
        for one in (old, new)
    ]
    found = difference(store, runs[0].run_id, runs[1].run_id, now=NOW)
    about = f"{old}\n{new}"
    expected = twin.steps(world, VINTAGE, old, new)
    by_step: dict[str, dict[int, str]] = {name: {} for name in expected}
    for person in found.people:
        for cause in person.causes:
            assert cause.says, about
            by_step.setdefault(cause.step, {})[person.person_id] = cause.change
        if person.change != "back":
            by_step["total"][person.person_id] = person.change
    assert by_step == expected, about

    # nothing is left over for the software, and what each person went through adds up to what became of them
    counts = {step.step: step for step in found.steps}
    for step in ("code_before", "reference", "code_after"):
        left = counts[step]
        assert (left.came, left.went, left.moved, left.reranked) == (0, 0, 0, 0), about
    for person in found.people:
        assert sum(SIGN[cause.change] for cause in person.causes) == SIGN.get(person.change, 0), about
    for step in (*found.steps, found.total):
        assert step.proposed_after == step.proposed_before + step.came - step.went
    assert [step.proposed_after for step in found.steps[:-1]] == [
        step.proposed_before for step in found.steps[1:]
    ]
    assert sum(step.came - step.went for step in found.steps) == found.total.came - found.total.went
    for name, changes in by_step.items():
        step = found.total if name == "total" else counts[name]
        assert Counter(changes.values()) == Counter(came=step.came, went=step.went, moved=step.moved), about
    proposed = [{one.person_id for one in run.proposed} for run in runs]
    came = {person for person, change in by_step["total"].items() if change == "came"}
    went = {person for person, change in by_step["total"].items() if change == "went"}
    assert (came, went) == (proposed[1] - proposed[0], proposed[0] - proposed[1])


@settings(EACH_TIME, max_examples=2)
@given(worlds(), asked, asked)
def test_the_steps_between_two_runs_equal_the_twins(twin_store, world, old, new):
    compare(twin_store, covered(world), old, new)


@settings(EACH_TIME, max_examples=2)
@given(holed_worlds, asked, st.sampled_from(AS_AT), moments)
def test_the_steps_between_two_runs_of_one_document_equal_the_twins(twin_store, world, old, as_at, moment):
    compare(twin_store, world, old, twin.Asked(old.document, as_at, moment))


@pytest.mark.long
@settings(EACH_TIME, max_examples=200)
@given(holed_worlds, asked, asked)
def test_the_steps_between_two_runs_equal_the_twins_in_many_worlds(twin_store, world, old, new):
    compare(twin_store, world, old, new)
    compare(twin_store, covered(world), old, twin.Asked(old.document, new.as_at, new.moment))
