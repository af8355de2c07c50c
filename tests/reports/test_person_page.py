"""What a person page says, as at which day and as known when."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from iom.cli import person_page as on_screen
from iom.people import PersonError
from iom.reference import ensure
from iom.reports import person_page
from iom.settings import Settings
from iom.store import Actor, derived, open_store
from tests.people.given import imported

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIRST = datetime(2026, 1, 10)
SECOND = datetime(2026, 2, 10)
AS_AT = date(2026, 2, 28)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Persons 1 and 2, each of one system; by the second import, person 2 goes into person 1."""
    place = tmp_path_factory.mktemp("page")
    folder, chosen = place / "store", Settings(keys=place / "keys")
    with open_store(folder, chosen, Actor("tester", "inspection", "test"), now=NOW, create=True) as store:
        tell(store)
        yield store


def tell(store):
    ensure(store, NOW)
    with imported(store, FIRST) as batch:
        batch.subject(
            "niche:N17",
            pnc="0000/0000001A",
            name="VEXLEY, Bram",
            birth_date=date(2000, 2, 29),
            birth_precision="day",
            sex="male",
            ethnicity_officer="1",
            domestic_abuse_perpetrator=False,
        )
        batch.subject("ndelius:D4", crn="Z900001", name="VEXLEY, Bram Otto", mappa_category=2, mappa_level=1)
        home = partial(batch.put, "home_area_version", "niche:N17")
        home(area="E05009999", district="Northam", to_date=date(2026, 2, 1))
        home(area="E05009998", district="Southam", from_date=date(2026, 2, 1))
        batch.put("supervision_version", "ndelius:D4", kind="licence", from_date=date(2026, 1, 5))
        robbery = batch.offence(
            "niche:N17", "R1", date(2025, 3, 4), "034/01", "class", weapon=True, victims=1
        )
        status = partial(batch.put, "offence_status_event", "niche:N17", offence_id=robbery)
        status(status="charged", on_date=date(2025, 6, 1))
        status(status="convicted", on_date=date(2026, 3, 1))
        batch.offence("niche:N17", "R2", date(2026, 1, 3), "ZZ99999", "cjs")
        remand = {"from_date": date(2026, 1, 1), "to_date": date(2026, 1, 5)}
        batch.put("absence_version", "ndelius:D4", kind="remand", **remand)
        caution = {"on_date": date(2024, 5, 6), "code_kind": "recorded"}
        batch.put("sanction_version", "niche:N17", kind="caution", **caution)
        score = {"score": Decimal("81.5"), "band": "high", "on_date": date(2026, 1, 7)}
        batch.put("held_score_version", "ndelius:D4", tool="ogrs3_2y", **score)
        batch.put(
            "intelligence_version",
            "niche:N17",
            reference="I1",
            on_date=date(2026, 2, 2),
            source_evaluation=2,
            assessment="B",
            handling="P",
            theme="burglary",
        )
        batch.cursor.execute(
            "insert into source_coverage values "
            "(1, 'niche', 'offence', '2020-01-01', '2026-01-31', null, ?, null)",
            [FIRST],
        )
    with imported(store, SECOND) as batch:
        batch.subject("ndelius:D4", pnc="0000/0000001A")
    with store.transaction() as cursor:
        derived.rebuild(cursor)


PAGE = """\
Person 1 as at 2026-02-28, as known at 2026-02-10T00:00:00Z

Known to
system   key  subject  since       why
ndelius  D4         2  2026-02-10  the same pnc_id (identifier rule)
niche    N17        1  2026-01-10  nobody known holds the same identifiers (identifier rule)

Names
system   surname  forenames
ndelius  VEXLEY   Bram Otto
niche    VEXLEY   Bram

Identifiers
kind           identifier     system
PNC ID         0000/0000001A  ndelius
PNC ID         0000/0000001A  niche
probation CRN  Z900001        ndelius

About
what                        held
birth date                  2000-02-29
age                         25
sex                         male
ethnicity, officer-defined  1
home                        E05009998, Southam (niche)
supervision                 licence since 2026-01-05 (ndelius)
MAPPA                       category 2, level 1
domestic abuse perpetrator  no

Offences
date        offence                                                                                                               severity  status              notes             reference
2026-01-03  PNC code ZZ99999 → unknown: in no code table: no weight                                                                         none on this day    away that day     niche R2
2025-03-04  Robbery, class 034/01 → same_weight: Robbery of business property or Robbery of personal property, both weigh 799.63    799.63  charged 2025-06-01  weapon, 1 victim  niche R1
Severity 799.63, whatever the status; ONS weights of 2020; 1 of 2 offences weighted; left out: 1 unknown

Sanctions
date        kind     offences  history
2024-05-06  caution         1  local

Absences
absence  from        to          planned release  days  system
remand   2026-01-01  2026-01-05                      4  ndelius
4 days away up to the end of this day, each day counted once

Held scores
date        tool      version  score  band  from
2026-01-07  ogrs3_2y            81.5  high  ndelius

Intelligence
graded  theme     reports  last
2BP     burglary        1  2026-02-02

Not known
  No system gives the self-defined ethnicity.
  No severity for 1 offence: unknown.
  No status on this day for 1 offence.
  Sanctions are this force's records only, not a complete history.
  Earlier offences than 2020-01-01 may be missing: no source covers them.
  Later offences than 2026-01-31 are not loaded.
  No source says that its statuses of offences are complete up to this day.
  No source says that its absences are complete up to this day.
  No source says that its sanctions are complete up to this day.
"""  # noqa: E501


def shown(capsys, page):
    on_screen.show(page)
    return capsys.readouterr().out


def test_the_page_on_a_screen(known, capsys):
    page = person_page(known, now=NOW, person_id=1, as_at=AS_AT)
    assert shown(capsys, page) == PAGE


@pytest.mark.parametrize(
    ("day", "status"),
    [("2025-05-31", None), ("2025-06-01", "charged"), ("2026-02-28", "charged"), ("2026-03-01", "convicted")],
)
def test_a_status_is_that_of_the_day(known, day, status):
    page = person_page(known, now=NOW, person_id=1, as_at=date.fromisoformat(day))
    assert page.offences[-1].status == status


@pytest.mark.parametrize(
    ("day", "age"), [("2026-02-28", 25), ("2026-03-01", 26), ("2024-02-29", 24), ("1999-01-01", None)]
)
def test_age_turns_on_the_first_of_march_for_those_born_on_leap_day(known, day, age):
    assert person_page(known, now=NOW, person_id=1, as_at=date.fromisoformat(day)).age == age


def test_nothing_dated_after_the_day_is_shown(known):
    page = person_page(known, now=NOW, person_id=1, as_at=date(2025, 3, 3))
    assert (page.offences, page.absences, page.scores, page.intelligence) == ((), (), (), ())
    assert page.severity.coverage == "0 of 0 offences weighted"
    assert [home.district for home in page.homes] == ["Northam"]


def test_days_away_run_to_the_end_of_the_day_and_a_release_to_come_is_open(known):
    page = person_page(known, now=NOW, person_id=1, as_at=date(2026, 1, 3))
    assert [(one.days, one.to_date) for one in page.absences] == [(3, None)]
    assert page.days_away == 3


def test_the_sum_says_what_it_covers(known):
    severity = person_page(known, now=NOW, person_id=1, as_at=AS_AT).severity
    assert (severity.offences, severity.weighted, severity.left_out) == (2, 1, {"unknown": 1})


def test_an_older_moment_shows_the_person_as_known_then(known):
    page = person_page(known, now=NOW, person_id=1, as_at=AS_AT, known_at=FIRST)
    assert [one.system for one in page.subjects] == ["niche"]
    assert page.scores == ()
    other = person_page(known, now=NOW, person_id=2, as_at=AS_AT, known_at=FIRST)
    assert [one.value for one in other.identifiers] == ["Z900001"]


def test_a_look_is_logged_with_field_names_and_no_value(known):
    person_page(known, now=NOW, person_id=1, as_at=AS_AT)
    with known.cursor() as cursor:
        action, detail = cursor.execute(
            "select action, detail from audit_log order by seq desc limit 1"
        ).fetchone()
        people = cursor.execute(
            "select person_id from audit_person where seq = (select max(seq) from audit_log)"
        ).fetchall()
    assert action == "person.show"
    assert people == [(1,)]
    assert '"as_at":"2026-02-28"' in detail
    assert not [trace for trace in ("VEXLEY", "0000/", "Z9", "2000-02-29") if trace in detail]


def test_a_person_never_given_out_is_refused(known):
    with pytest.raises(PersonError, match="no person 99"):
        person_page(known, now=NOW, person_id=99, as_at=AS_AT)


def test_a_person_that_went_into_another_says_into_which(known):
    with pytest.raises(
        PersonError, match="Person 2 is now person 1: it went into person 1 at 2026-02-10T00:00:00Z"
    ):
        person_page(known, now=NOW, person_id=2, as_at=AS_AT)


def test_a_person_not_yet_known_says_since_when(known):
    with pytest.raises(PersonError, match="not known at 2026-01-01T00:00:00Z: first known at 2026-01-10"):
        person_page(known, now=NOW, person_id=1, as_at=AS_AT, known_at=datetime(2026, 1, 1))


def test_a_category_without_level_is_said_so(known, capsys):
    page = person_page(known, now=NOW, person_id=1, as_at=AS_AT)
    told = replace(page, attributes=replace(page.attributes, mappa_level=None))
    assert "category 2, level ?" in shown(capsys, told)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """Person 1 born in some month of 1990 and dead inside; person 2 alive; a hole in the absences."""
    folder = tmp_path_factory.mktemp("awkward")
    chosen = Settings(keys=folder / "keys")
    with open_store(
        folder / "store", chosen, Actor("tester", "inspection", "test"), now=NOW, create=True
    ) as store:
        ensure(store, NOW)
        with imported(store, FIRST) as batch:
            born = {"birth_date": date(1990, 6, 1), "birth_precision": "month"}
            batch.subject("niche:N1", death_date=date(2025, 1, 10), birth_date=date(1960, 1, 1))
            batch.subject("niche:N2", **born)
            for start in (date(2025, 1, 5), date(2025, 3, 1)):
                batch.put("absence_version", "niche:N1", kind="remand", from_date=start)
            for first, last in (("2020-01-01", "2024-12-31"), ("2025-02-01", "2025-12-31")):
                batch.cursor.execute(
                    "insert into source_coverage values (1, 'niche', 'absence', ?, ?, null, ?, null)",
                    [first, last, FIRST],
                )
        with store.transaction() as cursor:
            derived.rebuild(cursor)
        yield store


def test_nobody_is_away_after_death(awkward):
    page = person_page(awkward, now=NOW, person_id=1, as_at=AS_AT)
    assert [(one.from_date, one.days) for one in page.absences] == [(date(2025, 1, 5), 6)]
    assert page.days_away == 6


@pytest.mark.parametrize(
    ("day", "age", "about"),
    [
        ("2025-05-31", 34, "only."),
        ("2025-06-29", None, "only: about 34 or 35 years old."),
        ("2025-06-30", 35, "only."),
    ],
)
def test_an_age_that_the_month_of_birth_does_not_settle_is_said_to_be_about(awkward, day, age, about):
    page = person_page(awkward, now=NOW, person_id=2, as_at=date.fromisoformat(day))
    assert page.age == age
    assert f"The birth date is known to the month {about}" in page.not_known


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "2026-02-28",
            [
                "Earlier absences than 2020-01-01 may be missing: no source covers them.",
                "Absences from 2025-01-01 to 2025-01-31 may be missing: no source covers them.",
                "Later absences than 2025-12-31 are not loaded.",
            ],
        ),
        (
            "2025-01-15",
            [
                "Earlier absences than 2020-01-01 may be missing: no source covers them.",
                "Later absences than 2024-12-31 are not loaded.",
            ],
        ),
        ("2019-12-31", ["No source says that its absences are complete up to this day."]),
    ],
)
def test_each_hole_in_the_coverage_up_to_the_day_is_named(awkward, day, said):
    page = person_page(awkward, now=NOW, person_id=2, as_at=date.fromisoformat(day))
    assert [sentence for sentence in page.not_known if "absences" in sentence.lower()] == said


def test_who_a_person_may_also_be_is_shown_until_somebody_decides(known):
    with known.transaction() as cursor:
        cursor.execute(
            "insert into match_proposal values "
            "(90, 1, 7, 'the same name and birth', '', '2026-01-11', 1, 'open', null, null, null), "
            "(91, 1, 8, 'the same NOMS number', 'sex', '2026-01-11', 1, 'kept_apart', '2026-01-20', 'x', 'y')"
        )
    told = person_page(known, now=NOW, person_id=1, as_at=AS_AT).matches
    assert [(one.person_id, one.basis) for one in told] == [(7, "the same name and birth")]
    earlier = person_page(known, now=NOW, person_id=1, as_at=AS_AT, known_at=datetime(2026, 1, 15)).matches
    assert [(one.person_id, one.against) for one in earlier] == [(7, ""), (8, "sex")]
