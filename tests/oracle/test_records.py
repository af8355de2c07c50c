"""The relations derived from the records equal the twin's, at several moments of what the store was told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from . import absence
from .comparing import EACH_TIME, VINTAGE, remembering, rows, same
from .people import ATTRIBUTES, MAPPA
from .people import FLAGS as PERSON_FLAGS
from .records import Moment, World
from .sanctions import complete_until, occasions
from .status import status_as_at
from .view import View, look
from .worlds import AS_AT, FLAGS, MOMENTS, worlds

OFFENCES = """
select
    o.person_id, o.offence_id, o.system, o.offence_on, c.code_given, c.how, c.recorded_code, o.severity,
    o.dated_inside, o.victims, o.domestic_abuse, o.hate, o.weapon, o.alcohol, o.drugs
from offence_scored as o
join person_current using (person_id)
join code_resolution as c on o.code_id = c.code_id
"""
STATUS_AS_AT = """
with held as (
    select person_id, offence_id, status from offence_status_span
    where from_date <= $as_at and to_date > $as_at
    union all
    select person_id, offence_id, last_status from offence_scored where last_status_on <= $as_at
)
select person_id, offence_id, status from held join person_current using (person_id)
"""
ABSENCES = (
    "select person_id, kind, from_date, to_date from absence_merged join person_current using (person_id)"
)
OCCASIONS = (
    "select person_id, sanction_on, history from sanction_occasion join person_current using (person_id)"
)


def compare(store, world: World, moment: Moment) -> None:
    view = look(world, moment, VINTAGE)
    with remembering(store, world, moment) as cursor:
        for comparison in (people, offences, statuses, absences, sanction_occasions):
            comparison(cursor, view)


def people(cursor, view: View) -> None:
    names = (*ATTRIBUTES, *MAPPA, *PERSON_FLAGS)
    engine = rows(cursor, f"select person_id, 0, {', '.join(names)} from person_current")
    same(
        engine,
        {(n, 0): tuple(one.details[name] for name in names) for n, one in view.people.items()},
        "person_current",
    )


def offences(cursor, view: View) -> None:
    engine = rows(cursor, OFFENCES)
    twin = {}
    for person, one in view.people.items():
        for offence_id, case in one.cases.items():
            said = case.offence
            inside = absence.absent(one.absences, said.offence_on)
            twin[(person, offence_id)] = (
                view.system_of[said.subject],
                said.offence_on,
                said.code_given or "",
                case.code.how,
                case.code.recorded_code,
                case.code.weight,
                inside,
                said.victims,
                *(getattr(said, flag) for flag in FLAGS),
            )
    same(engine, twin, "offence_scored")


def statuses(cursor, view: View) -> None:
    for as_at in AS_AT:
        engine = rows(cursor, STATUS_AS_AT, {"as_at": as_at})
        twin = {
            (person, offence_id): status
            for person, one in view.people.items()
            for offence_id, case in one.cases.items()
            if (status := status_as_at(case.events, as_at)) is not None
        }
        same(engine, twin, f"status as at {as_at}")


def absences(cursor, view: View) -> None:
    found = cursor.execute(ABSENCES).fetchall()
    twin = []
    for person, one in view.people.items():
        for kind in {"any"} | {spell.kind for spell in one.absences}:
            of_kind = [spell for spell in one.absences if kind in ("any", spell.kind)]
            twin += [(person, kind, start, end) for start, end in absence.merged(of_kind)]
    assert sorted(found, key=str) == sorted(twin, key=str)


def sanction_occasions(cursor, view: View) -> None:
    twin = {}
    for person, one in view.people.items():
        events = [event for case in one.cases.values() for event in case.events]
        history = "local" if complete_until(one.systems, view.extracts) is None else "complete"
        for day in occasions(one.sanctions, events, view.system_of, view.extracts, one.systems):
            twin[(person, day)] = history
    engine = rows(cursor, OCCASIONS)
    same(engine, twin, "sanction_occasion")


@settings(EACH_TIME, max_examples=10)
@given(worlds(), st.sampled_from(MOMENTS))
def test_derived_relations_equal_the_twins(twin_store, world: World, moment: Moment):
    compare(twin_store, world, moment)


@pytest.mark.long
@settings(EACH_TIME, max_examples=1000)
@given(worlds(), st.sampled_from(MOMENTS))
def test_derived_relations_equal_the_twins_on_many_worlds(twin_store, world: World, moment: Moment):
    compare(twin_store, world, moment)
