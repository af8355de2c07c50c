"""Who is followed from when, and what counts: the days at the edges, one at a time."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

import iom.reference
from iom.risk.calibration.cohort import cohorts, follow
from iom.store import Store

AS_AT = date(2023, 3, 31)
DAY = timedelta(days=1)
TABLES = {
    "sanction_occasion": "person_id integer, sanction_on date, history varchar, conviction boolean, "
    "principal_code_id integer, violent boolean",
    "absence_current": "person_id integer, kind varchar, from_date date, to_date date, planned_release date",
    "absence_merged": "person_id integer, kind varchar, from_date date, to_date date",
    "person_current": "person_id integer, birth_date date, birth_precision varchar, death_date date, "
    "sex varchar, ethnicity_self varchar, ethnicity_officer varchar",
    "code_risk": "code_id integer, ogrs3_group varchar, ogrs4_category varchar, is_violent boolean",
    "offence_scored": "person_id integer, offence_id integer, offence_on date, code_id integer",
    "offence_status_span": "person_id integer, offence_id integer, status varchar, from_date date, "
    "to_date date",
}
THEFT, ASSAULT, UNSETTLED = 1, 2, 3


class World:
    """One person's records, in the derived relations of a cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self.cursor = cursor
        self.offences = 0
        for table, columns in TABLES.items():
            cursor.execute(f"create or replace temp table {table} ({columns})")
        group, category = (
            cursor.execute(f"select level from {table} where term ilike 'offence' limit 1").fetchone()
            for table in ("ogrs3_coefficient", "ogrs4_coefficient")
        )
        for code, violent in ((THEFT, False), (ASSAULT, True), (UNSETTLED, None)):
            self.add("code_risk", code, group[0], category[0], violent)
        self.add("person_current", 1, date(1990, 1, 1), "day", None, "male", "W1", "IC1")

    def add(self, table: str, *values: object) -> None:
        self.cursor.execute(f"insert into {table} values ({', '.join('?' * len(values))})", values)

    def sanctioned(self, on: date) -> None:
        self.add("sanction_occasion", 1, on, "complete", True, THEFT, False)

    def away(self, start: date, end: date | None, kind: str = "sentence") -> None:
        self.add("absence_current", 1, kind, start, end, None)
        self.add("absence_merged", 1, "any", start, end)

    def dead(self, on: date) -> None:
        self.cursor.execute("update person_current set death_date = ?", [on])

    def offence(self, on: date, *statuses: tuple[str, date], code: int = THEFT) -> None:
        self.offences += 1
        self.add("offence_scored", 1, self.offences, on, code)
        ends = [day for _, day in statuses[1:]]
        for (status, day), end in zip(statuses, [*ends, None], strict=True):
            self.add("offence_status_span", 1, self.offences, status, day, end)

    def started(self) -> date | None:
        follow(self.cursor, STARTS, AS_AT)
        row = self.cursor.execute("select as_at from calibration_starts").fetchone()
        return row[0] if row else None

    def offended(self, score: str = "arp") -> bool:
        followed = follow(self.cursor, LIBERTY, AS_AT)[score]
        people = followed.people["complete"]
        assert len(people.z) == 1, followed
        return bool(people.outcome[0])

    def is_followed(self) -> bool:
        return follow(self.cursor, LIBERTY, AS_AT)["arp"].cohort == 1


STARTS, LIBERTY = cohorts(24)
UNTIL, WAIT_OVER = date(2025, 3, 31), date(2025, 9, 30)


@pytest.fixture
def world(store: Store, now) -> Iterator[World]:
    iom.reference.ensure(store, now)
    with store.cursor() as cursor:
        yield World(cursor)


def sanctioned_before(world: World) -> World:
    world.sanctioned(AS_AT - 100 * DAY)
    return world


@pytest.mark.parametrize(
    ("on", "counts"), [(AS_AT, False), (AS_AT + DAY, True), (UNTIL, True), (UNTIL + DAY, False)]
)
def test_an_offence_of_the_day_itself_belongs_to_before_and_the_last_day_counts(world, on, counts):
    sanctioned_before(world).offence(on, ("convicted", on + DAY))
    assert world.offended() is counts


@pytest.mark.parametrize(("on", "counts"), [(WAIT_OVER, True), (WAIT_OVER + DAY, False)])
def test_proven_on_the_last_day_of_the_wait_counts_and_the_day_after_does_not(world, on, counts):
    sanctioned_before(world).offence(AS_AT + 9 * DAY, ("charged", AS_AT + 20 * DAY), ("convicted", on))
    assert world.offended() is counts


def test_the_wait_is_no_shorter_because_a_month_on_the_way_is():
    # from 31 August, 24 months are 31 August and 30 are 28 February; from 29 February, 28 and 29 August
    assert LIBERTY.asked.window(date(2022, 8, 31)).to == date(2025, 2, 28)
    assert LIBERTY.asked.window(date(2020, 2, 29)).to == date(2022, 8, 29)


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("convicted", True),
        ("cautioned", True),
        ("charged", False),
        ("acquitted", False),
        ("no_further_action", False),
    ],
)
def test_only_what_is_proven_counts(world, status, counts):
    sanctioned_before(world).offence(AS_AT + DAY, (status, AS_AT + DAY))
    assert world.offended() is counts


def test_a_conviction_quashed_before_the_wait_is_over_does_not_count(world):
    sanctioned_before(world).offence(AS_AT + DAY, ("convicted", UNTIL), ("acquitted", WAIT_OVER))
    assert not world.offended()


def test_a_conviction_quashed_after_the_wait_counts(world):
    sanctioned_before(world).offence(AS_AT + DAY, ("convicted", UNTIL), ("acquitted", WAIT_OVER + DAY))
    assert world.offended()


def test_the_score_of_violence_is_followed_by_violence_alone(world):
    sanctioned_before(world).offence(AS_AT + DAY, ("convicted", UNTIL))
    assert world.offended("arp")
    assert not world.offended("vrp")
    world.offence(AS_AT + DAY, ("cautioned", UNTIL), code=ASSAULT)
    assert world.offended("vrp")


def test_who_is_not_known_to_have_been_violent_or_not_is_left_out_and_counted(world):
    sanctioned_before(world).offence(AS_AT + DAY, ("convicted", UNTIL), code=UNSETTLED)
    followed = follow(world.cursor, LIBERTY, AS_AT)
    assert (followed["vrp"].outcome_unknown, len(followed["vrp"].people["complete"].z)) == (1, 0)
    assert followed["arp"].outcome_unknown == 0
    world.offence(AS_AT + DAY, ("convicted", UNTIL), code=ASSAULT)
    assert world.offended("vrp")


@pytest.mark.parametrize("kind", ["remand", "sentence", "recall", "secure_hospital", "out_of_area"])
def test_whoever_is_away_on_the_date_is_not_followed_from_it(world, kind):
    sanctioned_before(world).away(AS_AT - DAY, AS_AT + DAY, kind)
    assert not world.is_followed()


def test_whoever_is_released_on_the_date_is_followed_and_whoever_is_taken_in_is_not(world):
    sanctioned_before(world).away(AS_AT - DAY, AS_AT)
    assert world.is_followed()
    world.away(AS_AT, None)
    assert not world.is_followed()


@pytest.mark.parametrize(("on", "followed"), [(AS_AT, False), (AS_AT + DAY, True)])
def test_the_dead_are_not_followed(world, on, followed):
    sanctioned_before(world).dead(on)
    assert world.is_followed() is followed


@pytest.mark.parametrize(("on", "followed"), [(AS_AT, True), (AS_AT + DAY, False)])
def test_nobody_is_followed_without_a_sanction_by_the_date(world, on, followed):
    world.sanctioned(on)
    assert world.is_followed() is followed


YEAR_BEFORE = date(2022, 3, 31)


@pytest.mark.parametrize(
    ("on", "starts"),
    [(YEAR_BEFORE, None), (YEAR_BEFORE + DAY, YEAR_BEFORE + DAY), (AS_AT, AS_AT), (AS_AT + DAY, None)],
)
def test_a_start_is_of_the_year_up_to_the_date(world, on, starts):
    world.sanctioned(on)
    assert world.started() == starts


def test_the_first_start_counts_though_a_new_sanction_gave_another(world):
    world.sanctioned(AS_AT - 200 * DAY)
    world.sanctioned(AS_AT - 10 * DAY)
    assert world.started() == AS_AT - 200 * DAY


def test_a_sanction_while_inside_starts_nothing_and_the_release_does(world):
    world.sanctioned(AS_AT - 200 * DAY)
    world.away(AS_AT - 250 * DAY, AS_AT - 50 * DAY)
    assert world.started() == AS_AT - 50 * DAY


def test_a_release_into_another_spell_starts_nothing(world):
    world.sanctioned(AS_AT - 400 * DAY)
    world.away(AS_AT - 450 * DAY, AS_AT - 50 * DAY)
    world.away(AS_AT - 60 * DAY, AS_AT - 20 * DAY, "recall")
    assert world.started() == AS_AT - 20 * DAY


def test_a_release_before_any_sanction_starts_nothing(world):
    world.away(AS_AT - 90 * DAY, AS_AT - 50 * DAY, "remand")
    world.sanctioned(AS_AT - 10 * DAY)
    assert world.started() == AS_AT - 10 * DAY


def test_to_come_back_into_the_area_starts_nothing(world):
    world.sanctioned(AS_AT - 400 * DAY)
    world.away(AS_AT - 90 * DAY, AS_AT - 50 * DAY, "out_of_area")
    assert world.started() is None


def test_everyone_is_scored_as_at_their_own_start(world):
    world.sanctioned(AS_AT - 3000 * DAY)
    world.sanctioned(AS_AT - 200 * DAY)
    world.sanctioned(AS_AT - 10 * DAY)
    assert world.started() == AS_AT - 200 * DAY
    sanctions, start = world.cursor.execute("select sanctions, start_on from risk_feature").fetchone()
    assert (sanctions, start) == (2, AS_AT - 200 * DAY)


def test_days_inside_are_counted_once_and_not_beyond_the_time_followed_or_death(world):
    sanctioned_before(world)
    world.away(AS_AT + 10 * DAY, AS_AT + 20 * DAY, "remand")
    world.away(AS_AT + 15 * DAY, AS_AT + 30 * DAY)
    world.away(AS_AT + 40 * DAY, AS_AT + 40 * DAY)
    world.away(AS_AT + 50 * DAY, AS_AT + 60 * DAY, "out_of_area")
    world.away(UNTIL - 2 * DAY, None, "recall")
    people = follow(world.cursor, LIBERTY, AS_AT)["arp"].people["complete"]
    assert (people.days_inside[0], people.days_followed[0]) == (20 + 3, (UNTIL - AS_AT).days)
    world.dead(AS_AT + 17 * DAY)
    people = follow(world.cursor, LIBERTY, AS_AT)["arp"].people["complete"]
    assert (people.days_inside[0], people.days_followed[0], people.died) == (8, 17, 1)
