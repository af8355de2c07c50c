"""Those followed by calibration, and what came of them, are the twin's; each is scored as at their start."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from iom.risk import score
from iom.risk.calibration.cohort import cohorts, follow

from . import risk_calibration as twin
from .comparing import EACH_TIME, VINTAGE, remembering, rows, same
from .view import look
from .worlds import MOMENTS, worlds

# The last, and those whose follow-up or wait ends on an edge of the worlds' calendars.
DATES = (date(2021, 12, 31), date(2022, 2, 28), date(2022, 8, 31), date(2023, 2, 28), date(2024, 2, 29))
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


@settings(EACH_TIME, max_examples=12)
@given(worlds(), st.sampled_from(MOMENTS[:2]), st.sampled_from(DATES), st.sampled_from((12, 24)))
def test_who_is_followed_and_what_came_of_it_are_the_twins(twin_store, world, moment, as_at, months):
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
            scored_from_start(cursor, cohort)


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
