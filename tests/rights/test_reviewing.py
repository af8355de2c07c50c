"""Whose record is due for review, by group: the schedule's own shape, and what ends a clear period."""

from datetime import date, datetime

import pytest

from iom.rights import due_for_review, restrict, schedule
from iom.store import derived
from tests.people.given import imported

TOLD = datetime(2026, 1, 10)


@pytest.fixture
def due(furnished_store, now):
    """Persons 1 to 6, and who of them is due as at a day: number, group, since when."""
    with imported(furnished_store, TOLD) as batch:
        for number in range(1, 7):
            flags = {"mappa_category": 1} if number == 1 else {}
            batch.subject(f"niche:N{number}", birth_date=date(1980, 5, 1), **flags)
        batch.offence("niche:N1", "R1", date(2010, 3, 4), "028/03", "class")
        batch.offence("niche:N2", "R2", date(2010, 3, 4), "034/01", "class")  # a robbery
        batch.offence("niche:N3", "R3", date(2016, 3, 4), "028/03", "class")
        batch.offence("niche:N4", "R4", date(2010, 3, 4), "028/03", "class")
        batch.put("absence_version", "niche:N4", kind="sentence", from_date=date(2010, 4, 1))
        batch.offence("niche:N5", "R5", date(2010, 3, 4), "028/03", "class")
        batch.put(
            "absence_version", "niche:N5", kind="sentence", from_date=date(2010, 4, 1), to_date=TOLD.date()
        )
    with furnished_store.transaction() as cursor:
        derived.rebuild(cursor)

    def ask(day):
        found = due_for_review(furnished_store, as_at=date.fromisoformat(day), now=now)
        return [
            (one.person_id, one.group, one.due_on.isoformat(), one.last_due_on.isoformat()) for one in found
        ]

    ask.store = furnished_store
    return ask


def test_the_first_group_that_fits_says_when_and_reviews_come_again(due):
    assert due("2021-03-04") == [
        (1, 1, "2020-03-04", "2020-03-04"),
        (2, 2, "2020-03-04", "2020-03-04"),
        (6, 3, "2021-03-04", "2021-03-04"),
    ]
    assert due("2027-03-04")[2] == (3, 3, "2022-03-04", "2027-03-04")


def test_nobody_is_due_a_day_before(due):
    assert [one[0] for one in due("2020-03-03")] == [6]
    assert 3 not in [one[0] for one in due("2022-03-03")]
    assert 3 in [one[0] for one in due("2022-03-04")]


def test_time_inside_that_runs_on_has_no_clear_period_and_its_end_begins_one(due):
    found = {one[0]: one for one in due("2032-01-10")}
    assert 4 not in found
    assert found[5] == (5, 3, "2032-01-10", "2032-01-10")


def test_restricted_people_are_left_out_and_the_look_is_logged(due, now):
    restrict(due.store, 2, reason="accuracy", now=now)
    assert 2 not in [one[0] for one in due("2021-03-04")]
    with due.store.cursor() as cursor:
        rows = cursor.execute("select people_count from audit_log where action = 'rights.review'").fetchall()
    assert rows == [(2,)]


def test_the_schedule_says_what_was_not_looked_up_and_what_is_decided_locally():
    assert "NOT" in schedule().checked
    assert all("to be decided locally" in group.local for group in schedule().groups)
    assert [group.number for group in schedule().groups] == [1, 2, 3]
