"""Those followed by calibration, and what came of them, are the twin's; each is scored as at their start."""

from collections import Counter
from datetime import date, datetime
from random import Random

import pytest

from iom.risk import score
from iom.risk.calibration.cohort import cohorts, follow

from . import risk_calibration as twin
from .built_in import CUSTODY
from .comparing import VINTAGE, remembering, rows, same
from .days import DAY, months_before
from .records import Absence, Assignment, Coverage, Known, Offence, Person, Sanction, StatusEvent, World
from .view import look

DATES = (date(2021, 12, 31), date(2022, 2, 28), date(2022, 8, 31), date(2024, 2, 29))
KNOWN = Known(datetime(2027, 1, 1), None, 1)
CODES = (("class", "028/03"), ("class", "008/06"), ("recorded", "28E"), ("class", None))
OUTCOMES = """
select
    f.person_id,
    coalesce(p.offences, 0),
    case when p.violence_unknown then null else coalesce(p.violent, false) end,
    coalesce(c.days_inside, 0),
    f.alive_to - f.as_at,
    f.died
from calibration_followed as f
left join calibration_proven as p on f.person_id = p.person_id
left join calibration_custody as c on f.person_id = c.person_id
"""
VIOLENCE = """
select r.code_kind, r.code_given, r.system, k.is_violent
from code_resolution as r left join code_risk as k on r.code_id = k.code_id
"""


def made(seed: int, as_at: date, months: int) -> World:
    """Sixty people to whom everything happens on or beside the edges of the times looked at."""
    dice = Random(seed)
    world = World(commits=[KNOWN.since])
    world.coverage.append(
        Coverage("pnc", KNOWN, "sanction", date(2000, 1, 1), as_at + DAY * dice.choice((-300, 0)), "complete")
    )
    for n in range(1, 61):
        starts = [as_at, *(months_before(as_at, 12) + DAY * dice.randint(0, 366) for _ in range(2))]
        before = [months_before(as_at, 12), as_at, *starts, as_at - DAY * dice.randint(0, 2000)]
        until = [months_before(start, -months) for start in starts]
        during = [*starts, *until, *(start + DAY * dice.randint(0, 30 * months) for start in starts)]
        proven = [months_before(start, -months - twin.WAIT) for start in starts] + during

        def near(days: list[date]) -> date:
            return dice.choice(days) + DAY * dice.choice((-1, 0, 0, 1))

        world.system_of[n] = dice.choice(("niche", "pnc"))
        world.assignments.append(Assignment(n, KNOWN, n))
        died = near([*before, *during]) if dice.random() < 0.15 else None
        world.people.append(Person(n, KNOWN, date(1985, 5, n % 28 + 1), died, "male", birth_precision="day"))
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            kind, code = dice.choice(CODES)
            world.sanctions.append(Sanction(n, KNOWN, "conviction", near(before), kind, code))
        for offence in range(10 * n, 10 * n + dice.randint(0, 2)):
            world.offences.append(Offence(n, KNOWN, offence, near(during), *dice.choice(CODES)))
            for status in dice.choices(("convicted", "cautioned", "charged", "acquitted"), (5, 2, 1, 1), k=2):
                world.events.append(StatusEvent(n, KNOWN, offence, status, near(proven)))
        for _ in range(dice.choice((0, 0, 1, 2))):
            start = near([*before, *during])
            end = dice.choice((None, start, start + DAY * dice.randint(1, 300)))
            world.absences.append(Absence(n, KNOWN, dice.choice((*CUSTODY, "out_of_area")), start, end))
    return world


@pytest.mark.parametrize(
    ("months", "seed"),
    [
        (12, 0),
        (24, 1),
        pytest.param(12, 2, marks=pytest.mark.long),
        pytest.param(24, 3, marks=pytest.mark.long),
    ],
)
def test_who_is_followed_and_what_came_of_it_are_the_twins(twin_store, seed, months):
    as_at = DATES[seed % len(DATES)]
    world = made(seed, as_at, months)
    moment = world.last()
    rare = Counter()
    view = look(world, moment, VINTAGE)
    with remembering(twin_store, world, moment) as cursor:
        violent = {row[:3]: row[3] for row in cursor.execute(VIOLENCE).fetchall()}

        def is_violent(case):
            system = world.system_of[case.offence.subject] if case.offence.code_kind == "local" else ""
            return violent[case.offence.code_kind, case.offence.code_given or "", system]

        for cohort in cohorts(months):
            expected = (twin.starts if cohort.is_from_start else twin.at_liberty)(view, as_at)
            follow(cursor, cohort, as_at)
            same(rows(cursor, f"select person_id, as_at from {cohort.dates}"), expected, f"{as_at} {cohort}")
            found = {row[0]: twin.Outcome(*row[1:]) for row in cursor.execute(OUTCOMES).fetchall()}
            same(found, twin.followed(view, expected, cohort.asked.months, is_violent), f"{as_at} {cohort}")
            rare.update(
                name
                for one in found.values()
                for name, is_so in (
                    ("offended", one.offences > 0),
                    ("violent", one.violent is True),
                    ("not known to be violent", one.violent is None),
                    ("inside", one.days_inside > 0),
                    ("died", one.died),
                    ("none", one.offences == 0),
                )
                if is_so
            )
            scored_from_start(cursor, cohort)
    assert len(rare) == 6, f"what should be compared does not happen: {rare}"


def scored_from_start(cursor, cohort) -> None:
    """The features are those as at each one's own date; a start found here is the start the models take."""
    columns = "person_id, history, sanctions, violent_sanctions, age_at_start, offence_free_months, start_on"
    each = {row[0]: row[1:] for row in cursor.execute(f"select {columns} from risk_feature").fetchall()}
    dates = dict(cursor.execute(f"select person_id, as_at from {cohort.dates}").fetchall())
    assert each.keys() == dates.keys(), "everyone followed has features"
    if cohort.is_from_start:
        assert {number: row[-1] for number, row in each.items()} == dates
    for day in set(dates.values()):
        score(cursor, day)
        alone = {row[0]: row[1:] for row in cursor.execute(f"select {columns} from risk_feature").fetchall()}
        for number in (n for n, other in dates.items() if other == day):
            assert alone[number] == each[number]
