"""Searching the audit log: everything asked must hold, the newest lines come first unless said otherwise."""

import shutil
from datetime import UTC, datetime, timedelta, timezone

import pytest

from iom.settings import Settings
from iom.store import Actor, audit, open_store

# who, purpose, action, people, minutes after noon; the lines 1 to 6
TOLD = (
    ("ann", "inspection", "person.show", [7], 0),
    ("ann", "offender management", "person.find", [7, 8], 1),
    ("bob", "inspection", "run.show", list(range(1, 13)), 2),
    ("bob", "offender management", "person.show", [8], 2),
    ("ann", "inspection", "personal.note", [], 3),
    ("cat", "inspection", "audit.show", [7], 4),
)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(empty_template, tmp_path_factory):
    """An open store whose log has these lines; the tests only read it."""
    place = shutil.copytree(empty_template, tmp_path_factory.mktemp("searched") / "made")
    chosen = Settings(keys=place / "keys")
    with open_store(place / "store", chosen, Actor("dan", "test", "test"), now=NOON) as store:
        for who, purpose, action, people, minutes in TOLD:
            store.actor = Actor(who, purpose, "test")
            at = NOON + timedelta(minutes=minutes)
            audit.look(store, now=at, action=action, detail={}, people=people)
        yield store


def numbers(store, **asked):
    return [line.line for line in audit.search(store, **asked)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"who": "ann"}, [5, 2, 1]),
        ({"who": "an"}, []),
        ({"purpose": "inspection"}, [6, 5, 3, 1]),
        ({"action": "person."}, [4, 2, 1]),
        ({"action": "person"}, [5, 4, 2, 1]),
        ({"action": "person.show"}, [4, 1]),
        ({"action": "show"}, []),
        ({"action": "person_show"}, []),
        ({"action": "%"}, []),
        ({"person_id": 7}, [6, 3, 2, 1]),
        ({"person_id": 99}, []),
        ({"since": NOON + timedelta(minutes=2)}, [6, 5, 4, 3]),
        ({"until": NOON + timedelta(minutes=2)}, [4, 3, 2, 1]),
        ({"until": NOON + timedelta(minutes=2) - timedelta(microseconds=1)}, [2, 1]),
        ({"since": datetime(2026, 11, 23, 13, 3, tzinfo=timezone(timedelta(hours=1)))}, [6, 5]),
        ({"since": datetime(2026, 11, 23, 12, 3)}, [6, 5]),
        ({"wanted": 2}, [6, 5]),
        ({"before": 5, "wanted": 2}, [4, 3]),
        ({"oldest_first": True, "wanted": 2}, [1, 2]),
        ({"oldest_first": True, "who": "bob"}, [3, 4]),
        ({"who": "ann", "purpose": "inspection", "action": "person.", "person_id": 7}, [1]),
    ],
)
def test_a_line_is_found_when_it_answers_everything_asked(told, asked, found):
    assert numbers(told, **asked) == found


def test_pages_go_through_the_whole_log_without_a_line_twice(told):
    seen, before = [], None
    while page := audit.search(told, wanted=4, before=before):
        seen += [line.line for line in page]
        before = page[-1].line
    assert seen == [6, 5, 4, 3, 2, 1]


def test_a_line_found_says_all_of_it_and_the_first_people_of_whom_it_speaks(told):
    (line,) = audit.search(told, action="run.")
    assert (line.line, line.who, line.purpose, line.action, line.detail) == (
        3,
        "bob",
        "inspection",
        "run.show",
        "{}",
    )
    assert (line.when, line.people) == (datetime(2026, 11, 23, 12, 2), 12)
    assert list(line.person_ids) == list(range(1, 11))


def test_a_line_that_speaks_of_nobody_has_no_people(told):
    (line,) = audit.search(told, action="personal")
    assert (line.people, list(line.person_ids)) == (0, [])


def test_searching_adds_no_line_by_itself(told):
    assert numbers(told) == numbers(told) == [6, 5, 4, 3, 2, 1]
