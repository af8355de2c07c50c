"""What is dated or learnt later, the order of rows and the number of threads never move a score, and one more
sanction never lowers OGRS3.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import iom.reference
from iom.risk import score
from iom.settings import Settings
from iom.store import Store, derived, open_store
from tests.oracle.comparing import EACH_TIME, remembering
from tests.oracle.conftest import twin_store as twin_store  # noqa: PLC0414  a fixture
from tests.oracle.records import Absence, Known, Moment, Person, Sanction, World
from tests.oracle.risk_worlds import risk_worlds

from .test_vectors import scored

AS_AT = date(2024, 2, 29)
CROWD = Path(__file__).parents[2] / "benchmarks" / "risk_fill.sql"
ALL = "select * from risk_feature join risk_score using (person_id) order by person_id"


def fill(cursor, sanctions: int) -> None:
    """The crowd of the benchmark: so many sanctions of a tenth as many people."""
    values = {"people": sanctions // 10, "offences": sanctions}
    for statement in CROWD.read_text(encoding="utf-8").split(";"):
        if statement.strip():
            cursor.execute(statement, {name: one for name, one in values.items() if f"${name}" in statement})
    derived.rebuild(cursor)


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
    """Everybody sanctioned, inside and dead, all of it in the past, but known from the last import on."""
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


@settings(EACH_TIME, max_examples=2)
@given(risk_worlds(most=24))
def test_the_future_never_moves_a_score(twin_store, world):
    moment = world.last()
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, until(world, AS_AT), moment)


@settings(EACH_TIME, max_examples=2)
@given(risk_worlds(most=24))
def test_what_is_learnt_later_never_moves_a_score(twin_store, world):
    moment = Moment(world.commits[2], 3)
    later = learnt_later(world)
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, later, moment)
    known_now = scored_of(twin_store, later, later.last())
    assert all(row[-4:] == (None,) * 4 for row in known_now)  # all of them dead: it was read


@settings(EACH_TIME, max_examples=2)
@given(risk_worlds(most=24), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(twin_store, world, chance):
    shuffled = replace(world)
    for shelf in ("sanctions", "events", "absences", "people", "offences", "coverage", "local_codes"):
        turned = list(getattr(world, shelf))
        chance.shuffle(turned)
        setattr(shuffled, shelf, turned)
    moment = world.last()
    assert scored_of(twin_store, world, moment) == scored_of(twin_store, shuffled, moment)


def test_one_and_two_threads_give_the_same_bytes(tmp_path, actor, now):
    """On as many records as several threads share: those of the benchmark."""
    sanctions = 150_000
    seen = set()
    for threads in (1, 2):
        chosen = Settings(threads=threads)  # pyright: ignore[reportCallIssue]
        with open_store(tmp_path / "crowd", chosen, actor, now=now, create=threads == 1) as store:
            if threads == 1:
                iom.reference.ensure(store, now)
                with store.transaction() as cursor:
                    fill(cursor, sanctions)
            with store.cursor() as cursor:
                derived.as_known(cursor)
                rows = all_scores(cursor, date(2026, 10, 31))
                assert sum(row[-1] is not None for row in rows) > sanctions // 20
                seen.add(sha256(repr(rows).encode()).hexdigest())
    assert len(seen) == 1


def test_one_more_sanction_never_lowers_ogrs3_with_ages_and_sanction_type_held(furnished_store):
    """From one previous sanction on: a first conviction is of another type, as are the first two cautions."""
    for is_conviction, least in ((True, 1), (False, 2)):
        people = [
            {
                "sex": sex,
                "sanctions": previous + 1,
                "previous_sanctions": previous,
                "is_conviction": is_conviction,
                "ogrs3_group": "Robbery",
                "age_at_first_sanction": first,
                "age_at_current_sanction": current,
                "age_at_start": current,
                "start_on": AS_AT,
            }
            for sex in ("M", "F")
            for first, current in ((10, 10), (14, 33), (61, 61))
            for previous in range(least, 60)
        ]
        found = scored(furnished_store, people)
        for (one, low), (other, high) in pairwise(zip(people, found, strict=True)):
            if other["previous_sanctions"] != least:
                for name in ("ogrs3_1y", "ogrs3_2y"):
                    # more than fifty count no more
                    assert (low[name] == high[name]) == (one["previous_sanctions"] >= 50), (one, name)
                    assert low[name] <= high[name]


@settings(EACH_TIME, max_examples=2)
@given(risk_worlds(most=24))
def test_one_more_sanction_between_the_first_and_the_current_one_never_lowers_ogrs3(twin_store, world):
    moment = world.last()
    before = ogrs3_of(twin_store, world, moment)
    told = Known(world.commits[0], None, 1)
    more = [
        Sanction(subject, told, "caution", between, "class", "046/00")
        for subject, between in before.between.items()
    ]
    after = ogrs3_of(twin_store, replace(world, sanctions=[*world.sanctions, *more]), moment)
    for person, (sanctions, percent) in before.scores.items():
        assert after.scores[person][0] - sanctions in (0, 1)
        assert percent is None or after.scores[person][1] >= percent, person


@dataclass
class Ogrs3:
    """By person: sanctions and the 2-year percentage; by subject of those convicted again: a day between."""

    scores: dict[int, tuple[int, float | None]]
    between: dict[int, date]


def ogrs3_of(store: Store, world: World, moment: Moment) -> Ogrs3:
    with remembering(store, world, moment) as cursor:
        score(cursor, AS_AT)
        found = cursor.execute(
            "select person_id, sanctions, ogrs3_2y, first_sanction_on, current_sanction_on, subject_id "
            "from risk_feature join risk_score using (person_id) join person_of_subject using (person_id) "
            "where is_conviction or sanctions > 2"
        ).fetchall()
    return Ogrs3(
        {row[0]: row[1:3] for row in found},
        {row[5]: row[3] + timedelta(1) for row in found if row[4] - row[3] > timedelta(1)},
    )
