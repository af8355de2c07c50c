"""What stands beside a reason: the offences that were counted and no others, and the share at the top."""

import pytest

from iom.measures.definition import FLAGS
from iom.selection import select

from .conftest import AS_AT, plain

OFFENCE = "person | offence_id | offence_on | code_kind | code_given"
STATUS = "person | offence_id | status | on_date"


def counted(scheme, criteria, now, measure: str, person: int = 1) -> dict[str, int]:
    """By code, how many offences of a listed person a measure is said to have counted."""
    run = select(scheme.store, criteria, as_at=AS_AT, unheld_allowed=True, now=now)
    reasons = next(one for one in run.listed if one.person_id == person).reasons
    return {row.code: row.offences for row in reasons.counted if row.measure == measure}


@pytest.mark.parametrize("flag", FLAGS)
def test_of_a_measure_with_a_flag_only_offences_with_that_flag_are_listed(scheme, now, flag):
    scheme.people(1)
    scheme.covers("offence", "absence")
    rows = [
        f"1 | {n} | 2026-09-0{n} | recorded | {code} | " + " | ".join(marks)
        for n, code, marks in (
            (1, "28E", ["yes" if name == flag else "no" for name in FLAGS]),
            (2, "46", ["no" if name == flag else "yes" for name in FLAGS]),
        )
    ]
    scheme.given("offence", "\n".join([f"{OFFENCE} | {' | '.join(FLAGS)}", *rows]))
    scheme.given("status", f"{STATUS}\n1 | 1 | suspect | 2026-09-01\n1 | 2 | suspect | 2026-09-02")
    scheme.ready()
    criteria = plain(('name = "severity_12m"\n', f'name = "severity_12m"\nflag = "{flag}"\n'))
    assert counted(scheme, criteria, now, "severity_12m") == {"28E": 1}


def test_of_a_rate_no_offence_dated_in_an_absence_is_listed(scheme, now):
    scheme.people(1)
    scheme.covers("offence", "absence")
    scheme.given("absence", "person | kind | from_date | to_date\n1 | remand | 2026-09-01 | 2026-09-05")
    scheme.offences("1 | 2026-09-01 | 28E\n1 | 2026-09-05 | 46")
    scheme.ready()
    rate = '[[measure]]\nname = "pace"\nwhat = "rate"\nstatus = "suspected"\nmonths = 12\n'
    criteria = plain(("[[eligibility]]", rate + "[[eligibility]]"))
    assert counted(scheme, criteria, now, "pace") == {"46": 1}
    assert counted(scheme, criteria, now, "offences_12m") == {"28E": 1, "46": 1}


def test_the_gravest_stand_in_the_smallest_share_at_the_top(scheme, now):
    scheme.people(4)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 46\n2 | 2026-09-01 | 28E\n3 | 2026-09-01 | 34B\n4 | 2026-09-01 | 46")
    scheme.ready()
    criteria = plain(('measure = "offences_12m"\nfrom = 1\n', 'measure = "severity_12m"\nfrom = 1\n'))
    run = select(scheme.store, criteria, as_at=AS_AT, now=now)
    shares = {
        one.person_id: reason.sentence.partition("top ")[2].partition("%")[0]
        for one in run.listed
        for reason in one.reasons.reasons
        if reason.sentence.startswith("severity")
    }
    assert shares == {3: "25", 2: "50", 1: "100", 4: "100"}


def test_whoever_died_inside_is_not_said_to_be_in_custody(scheme, now):
    scheme.people(1)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 46")
    scheme.given("absence", "person | kind | from_date | to_date\n1 | remand | 2026-09-10 | -")
    with scheme.store.transaction() as cursor:
        cursor.execute("update subject_version set death_date = '2026-10-01'")
    scheme.ready()
    run = select(scheme.store, plain(), as_at=AS_AT, now=now)
    assert not any("in custody" in reason.sentence for reason in run.listed[0].reasons.reasons)


def test_where_no_source_covers_absences_it_is_not_known_whether_anyone_is_inside(scheme, now):
    scheme.people(1)
    scheme.covers("offence")
    scheme.offences("1 | 2026-09-01 | 028/03")
    scheme.ready()
    (person,) = select(scheme.store, plain(), as_at=AS_AT, unheld_allowed=True, now=now).listed
    assert (
        "not known: whether in custody, for no source covers absences on this day" in person.reasons.unknown
    )
    scheme.covers("absence")
    scheme.ready()
    (person,) = select(scheme.store, plain(), as_at=AS_AT, unheld_allowed=True, now=now).listed
    assert not any("custody" in unknown for unknown in person.reasons.unknown)


def test_of_two_spells_that_run_the_first_says_since_when_and_the_last_release_holds(scheme, now):
    scheme.people(1)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 028/03")
    spells = "1 | sentence | 2026-09-07 | 2028-08-10\n1 | recall | 2026-10-29 | 2027-04-17"
    scheme.given("absence", f"person | kind | from_date | planned_release\n{spells}")
    scheme.ready()
    (person,) = select(scheme.store, plain(), as_at=AS_AT, unheld_allowed=True, now=now).listed
    said = [reason.sentence for reason in person.reasons.reasons if "custody" in reason.sentence]
    assert said == ["in custody (recall and sentence) since 2026-09-07, release planned 2028-08-10"]
