"""What a run keeps of people: of those far from a place, and in another order."""

import hashlib
from contextlib import suppress

import pytest

from iom.selection import explained, kept_columns, kept_run, repeat, select
from iom.store import StoreError, audit, sql

from .conftest import AS_AT, plain

ONE_PLACE = (
    "[tie_break]",
    '[[capacity]]\ncohort = "only"\narea = "*"\nplaces = 1\nsource = "local choice"\n[tie_break]',
)


class _Undone(Exception):  # noqa: N818  not an error: it takes back what a test has tried
    pass


def crowd_told(scheme) -> None:
    """Five people of Luton with one offence each, and one with none; a document with one place: 1 has it."""
    scheme.people(6)
    scheme.covers("offence", "absence", "home_area", "supervision")
    scheme.offences("\n".join(f"{person} | 2026-09-0{person} | 46" for person in range(1, 6)))
    scheme.given(
        "home_area", "person | area | district\n" + "\n".join(f"{n} | W1 | Luton" for n in range(1, 7))
    )
    scheme.ready()


@pytest.fixture
def crowd(scheme_with):
    return scheme_with(crowd_told)


def test_reasons_are_for_those_with_a_place_and_as_many_again_and_anyone_is_explained(crowd, now):
    result = select(crowd.store, plain(ONE_PLACE), as_at=AS_AT, now=now)
    assert [(one.person_id, one.standing.list, one.is_explained) for one in result.listed] == [
        (1, "proposed", True),
        (2, "over_capacity", True),
        (3, "over_capacity", False),
        (4, "over_capacity", False),
        (5, "over_capacity", False),
    ]
    kept = kept_run(crowd.store, result.run_id, now=now)
    assert kept.listed == result.listed
    assert kept.listed[4].reasons.summary == "reject, only, 1 point, no place: 5th for 1 in Luton"
    assert kept.listed[4].proposal == "reject"
    last = explained(crowd.store, result.run_id, 5, now=now)
    near = explained(crowd.store, result.run_id, 2, now=now)
    assert (last.reasons, last.summary) == (None, kept.listed[4].reasons.summary)
    # measures, rules and points are kept alike of both
    assert (last.measures, last.points) == (near.measures, near.points)
    assert [rule.outcome for rule in last.rules] == [rule.outcome for rule in near.rules] == ["met", "met"]
    assert sum(one.points for one in last.points) == 1
    assert repeat(crowd.store, result.run_id, now=now).same


def test_the_points_of_each_measure_add_up_to_those_that_ranked(crowd, now):
    result = select(crowd.store, plain(ONE_PLACE), as_at=AS_AT, now=now)
    assert len(result.listed) == 5
    for person in result.listed:
        said = explained(crowd.store, result.run_id, person.person_id, now=now)
        assert sum(one.points for one in said.points) == person.standing.points


def test_rows_that_a_copy_holds_in_another_order_are_not_taken_for_altered(crowd, now):
    run_id = select(crowd.store, plain(ONE_PLACE), as_at=AS_AT, now=now).run_id
    with crowd.store.transaction() as cursor:
        for table in ("run_person", f"run_considered_{run_id}"):
            cursor.execute(f"create or replace temporary table turned as from {table}")
            cursor.execute(f"delete from {table}")
            cursor.execute(f"insert into {table} from turned order by person_id desc")
    assert kept_run(crowd.store, run_id, now=now).run_id == run_id


def test_two_people_who_change_places_in_the_kept_rows_are_found_out(crowd, now):
    run_id = select(crowd.store, plain(ONE_PLACE), as_at=AS_AT, now=now).run_id
    with crowd.store.transaction() as cursor:
        cursor.execute(
            f"update run_considered_{run_id} set person_id = 11 - person_id where person_id in (5, 6)"
        )
    with pytest.raises(StoreError, match="not as it was made"):
        kept_run(crowd.store, run_id, now=now)


def test_the_seal_over_the_people_of_a_look_is_over_their_numbers_in_order(crowd, now):
    people = [*range(1, 30_000, 7), 20_000_000]
    with crowd.store.transaction() as cursor:
        seq = audit.record(
            cursor, crowd.store, now=now, action="person.show", detail={}, people=[*reversed(people), 1]
        )
        row = cursor.execute(sql("store/audit_people_seal"), {"seq": seq}).fetchone()
    text = ",".join(str(person) for person in people)
    assert row == (len(people), hashlib.sha256(text.encode()).hexdigest())


def test_the_digest_of_assignments_is_the_same_in_any_order_and_another_after_any_change(crowd, now):
    given = {"known_at": now.replace(tzinfo=None), "seen_batch": 1}
    told = (
        "select i, i, i % 5000 + 1, timestamp '2026-01-01', null, 'a', 'b', 1 from range(7, 40000) as r (i)"
    )
    moved = "update subject_person set person_id = 9 where subject_id = 20000"
    found = []
    for then in ([told], [f"{told} order by hash(i)"], [told, moved]):
        with suppress(_Undone), crowd.store.transaction() as cursor:
            for number, text in enumerate(then):
                cursor.execute(text if number else f"insert into subject_person {text}")
            found.append(kept_columns.digest(cursor, sql("selection/assignments_seen"), given))
            raise _Undone
    assert [one.rows for one in found] == [39_999] * 3
    assert found[0] == found[1]
    assert found[0] != found[2]
