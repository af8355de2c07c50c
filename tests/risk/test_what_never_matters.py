"""What is dated or learnt later, the order of rows and the number of threads never move a score; one more sanction
never lowers OGRS3.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.risk import score
from iom.settings import Settings
from iom.store import Store, derived, open_store
from tests.oracle import risk
from tests.oracle.comparing import EACH_TIME, remembering
from tests.oracle.conftest import twin_store as twin_store  # noqa: PLC0414  a fixture
from tests.oracle.loading import load
from tests.oracle.records import Absence, Known, Moment, Person, Sanction, StatusEvent, World
from tests.oracle.risk_worlds import risk_worlds

from .test_vectors import scored

AS_AT = date(2024, 2, 29)
ALL = "select * from risk_feature join risk_score using (person_id) order by person_id"


def all_scores(cursor, as_at: date) -> list[tuple]:
    """Every column of every person, the code's number left out: it counts the codes that are held."""
    score(cursor, as_at)
    found = cursor.execute(ALL)
    names = [column[0] for column in found.description]
    kept = [n for n, name in enumerate(names) if name != "principal_code_id"]
    return [tuple(row[n] for n in kept) for row in found.fetchall()]


def scored_of(store: Store, world: World, moment: Moment) -> list[tuple]:
    with remembering(store, world, moment) as cursor:
        return all_scores(cursor, AS_AT)


def until(world: World, last: date) -> World:
    """A world without what is dated after a day: sanctions, events, deaths, and spells that begin later.

    A spell that ends later is open. Planned releases stay: they are held before they come true.
    """
    return replace(
        world,
        sanctions=[one for one in world.sanctions if one.on_date <= last],
        events=[one for one in world.events if one.on_date <= last],
        absences=[
            replace(one, to_date=None) if one.to_date and one.to_date > last else one
            for one in world.absences
            if one.from_date <= last
        ],
        people=[
            replace(one, death_date=None) if one.death_date and one.death_date > last else one
            for one in world.people
        ],
    )


def learnt_later(world: World) -> World:
    """Each person sanctioned, imprisoned and dead, all in the past, but all of it known from the last import."""
    late = Known(world.commits[3], None, 4)
    subjects = list(world.system_of)
    return replace(
        world,
        sanctions=[
            *world.sanctions,
            *(Sanction(one, late, "conviction", AS_AT, "class", "034/01", True) for one in subjects),
        ],
        absences=[*world.absences, *(Absence(one, late, "remand", AS_AT, None) for one in subjects)],
        people=[
            *world.people,
            *(Person(one, late, date(1950, 1, 1), AS_AT, "male", birth_precision="day") for one in subjects),
        ],
    )


@settings(EACH_TIME, max_examples=4)
@given(risk_worlds(most=24))
def test_the_future_never_moves_a_score(twin_store, world):
    moment = world.last()
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, until(world, AS_AT), moment)


@settings(EACH_TIME, max_examples=4)
@given(risk_worlds(most=24))
def test_what_is_learnt_later_never_moves_a_score(twin_store, world):
    moment = Moment(world.commits[2], 3)
    later = learnt_later(world)
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, later, moment)
    known_now = scored_of(twin_store, later, later.last())
    assert all(row[-4:] == (None,) * 4 for row in known_now)  # all of them dead: it was read


@settings(EACH_TIME, max_examples=4)
@given(risk_worlds(most=24), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(twin_store, world, chance):
    shuffled = replace(world)
    for shelf in ("sanctions", "events", "absences", "people", "offences", "coverage", "local_codes"):
        turned = list(getattr(world, shelf))
        chance.shuffle(turned)
        setattr(shuffled, shelf, turned)
    moment = world.last()
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, shuffled, moment)


def crowd(people: int) -> World:
    """Many people of one import, enough for several threads to share."""
    chance = random.Random(7)
    told = Known(date_time := World().commits or None, None, 1) if False else None
    raise NotImplementedError(told, date_time, people)
