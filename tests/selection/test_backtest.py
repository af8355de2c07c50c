"""What those on past lists went on to do: worked out by hand on a few people."""

from datetime import date

import pytest

from iom.errors import IomError
from iom.selection.trials import Followed, backtest
from iom.selection.trials.backtest import month_ends
from iom.store import audit

from .conftest import Scheme, plain

D = date(2025, 10, 31)
AT_ONCE = Followed("suspected", 0)
SCORES = """
    person | tool    | score | on_date
    2      | ogrs3_2y | 40   | 2025-09-01
    3      | ogrs3_2y | 90   | 2025-09-01
    1      | ogrs3_2y | 95   | 2025-11-01
"""
RISKY = (
    "[[cohort]]",
    '[[points.band]]\nmeasure = "held.ogrs3_2y"\nfrom = 50\npoints = 1\nsource = "local choice"\n[[cohort]]',
)


def trial(scheme: Scheme, document, now, *, followed=AT_ONCE, first=D, last=D, **more):
    return backtest(scheme.store, document, first=first, last=last, followed=followed, now=now, **more)


def five_told(scheme: Scheme) -> None:
    """As at 31 October 2025, persons 1 and 2 are listed; 3 and 4 are eligible and no more; 5 is a child.

    In the year that follows 1 has two offences at liberty, 3 one, 5 one; 4 has one inside.
    """
    scheme.people(4)
    with scheme.store.transaction() as cursor:
        cursor.execute("insert into subject values (5, 'test', '5', 1)")
        cursor.execute("insert into subject_person values (5, 5, 5, '2026-11-01', null, 'test', 'test', 1)")
        scheme._insert(cursor, "person", {"person": 5, "birth_date": date(2010, 1, 1)})
    scheme.covers("offence", "absence")
    scheme.given(
        "absence",
        """
        person | kind   | from_date  | to_date
        4      | remand | 2026-01-01 | 2026-03-01
        2      | remand | 2025-10-01 | 2025-11-15
        """,
    )
    scheme.offences(
        """
        1 | 2025-09-01 | 28E
        1 | 2025-08-01 | 28E
        2 | 2025-10-31 | 28E
        1 | 2025-11-01 | 28E
        1 | 2026-10-31 | 105A
        3 | 2026-02-01 | 105A
        4 | 2026-02-01 | 28E
        5 | 2026-02-01 | 28E
        """
    )
    scheme.ready()


@pytest.fixture
def five(scheme_with) -> Scheme:
    return scheme_with(five_told)


def test_what_the_list_accounts_for_is_that_worked_out_by_hand(five, now):
    found = trial(five, plain(), now)
    (month,) = found.used
    pool = month.pool
    assert (pool.eligible, pool.places, pool.offences, pool.dated_inside) == (4, 2, 3, 1)
    assert (pool.people, pool.inside) == (2, 1)
    listed = found.figure("list", "offences")
    assert (listed.part, listed.whole) == (2, 3)
    offended = found.figure("list", "people")
    assert (offended.part, offended.whole) == (1, 2)
    were_inside = found.figure("list", "inside")
    assert (were_inside.part, were_inside.whole) == (1, 2)


def test_severity_is_the_share_of_weights(five, now):
    burglary, assault = 465.4, 13.5
    severity = trial(five, plain(), now).figure("list", "severity")
    assert severity.share.value == pytest.approx((burglary + assault) / (burglary + 2 * assault), abs=1e-3)


def test_at_random_half_of_the_eligible_account_for_half(five, now):
    found = trial(five, plain(), now)
    assert found.figure("random", "offences").share.value == pytest.approx(1 / 2)
    assert found.figure("random", "people").share.value == pytest.approx(2 / 4)
    # of so few, two drawn at random may account for nothing or for all
    assert (found.figure("random", "offences").share.low, found.figure("random", "offences").share.high) == (
        0,
        1,
    )


def test_against_the_list_a_way_stands_by_difference_and_ratio(five, now):
    random = trial(five, plain(), now).figure("random", "offences")
    assert random.difference.value == pytest.approx(2 / 3 - 1 / 2)
    assert random.ratio.value == pytest.approx(4 / 3)


def test_of_equals_the_lower_person_number_is_chosen(five, now):
    # count: person 1 has two, 2 has one; 3 and 4 have none
    found = trial(five, plain(), now)
    assert found.figure("count", "offences").part == 2
    one_place = plain(
        (
            "[tie_break]",
            '[[capacity]]\ncohort = "only"\narea = "*"\nplaces = 1\nsource = "local choice"\n[tie_break]',
        )
    )
    with pytest.raises(IomError, match="nobody has a place"):
        # nobody's district is known, so nobody has a place: there is nothing to try
        trial(five, one_place, now)


def test_a_score_dated_after_the_month_end_is_not_used(five, now):
    five.given("held_score", SCORES)
    five.ready()
    found = trial(five, plain(RISKY), now)
    # person 1's score is of the day after: 3 and 2 are chosen
    assert found.figure("risk", "offences").part == 1


def test_where_fewer_have_a_score_than_a_place_nobody_is_chosen_by_risk(five, now):
    five.given("held_score", "\n".join(SCORES.splitlines()[:3]))
    five.ready()
    found = trial(five, plain(RISKY), now)
    assert found.yardsticks.risk == "held.ogrs3_2y"
    assert found.figure("risk", "offences") is None


def test_a_score_to_choose_by_must_be_held(five, now):
    with pytest.raises(IomError, match=r"--risk held\.osp: nobody .* Held are: none"):
        trial(five, plain(), now, risk="held.osp")


def test_a_document_without_a_count_or_severity_is_measured_by_the_year_before(five, now):
    found = trial(
        five, plain(("severity_12m desc", "age asc"), ('what = "severity"', 'what = "severity_max"')), now
    )
    assert found.yardsticks.severity == "trial__severity"
    assert found.figure("severity", "offences").part == 2


def test_what_is_proven_later_than_the_wait_does_not_count(five, now):
    five.given(
        "status",
        """
        person | offence_id | status    | on_date
        1      | 10         | convicted | 2026-10-31
        """,
    )
    with five.store.cursor() as cursor:
        first = cursor.execute(
            "select offence_id from offence_version where subject_id = 1 and offence_on = '2025-11-01'"
        ).fetchone()[0]
    five.given(
        "status",
        f"""
        person | offence_id | status    | on_date
        1      | {first}    | convicted | 2026-11-15
        """,
    )
    five.covers("status", to="2027-06-30")
    five.ready()
    with pytest.raises(IomError, match="Nobody eligible has a proven offence"):
        trial(five, plain(), now, followed=Followed("proven", 0))
    assert trial(five, plain(), now, followed=Followed("proven", 1)).figure("list", "offences").part == 1


def test_month_ends_whose_year_is_not_wholly_covered_are_left_out_with_the_reason(five, now):
    found = trial(five, plain(), now, last=date(2025, 12, 31))
    assert [month.as_at for month in found.used] == [D]
    reasons = [month.left_out for month in found.months if month.left_out]
    assert reasons[0].startswith("what followed is not wholly known: no source covers all offence records")
    assert "from 1 November 2026 to 30 November 2026" in reasons[0]


def test_month_ends_before_the_data_are_refused_with_the_reason(five, now):
    with pytest.raises(IomError, match=r"None of the 2 month ends can be tried.*offences_12m is not known"):
        trial(five, plain(), now, first=date(2017, 1, 31), last=date(2017, 2, 28))


def test_a_month_end_at_which_supervision_is_not_known_of_everyone_is_left_out(five, now):
    document = plain(('when = "offences_12m >= 1"', 'when = "offences_12m >= 1 and not supervised"'))
    with pytest.raises(IomError, match="supervised is not known of everyone: no source covers supervision"):
        trial(five, document, now)


def test_month_ends_are_the_last_days_of_months_within_the_days_given():
    assert month_ends(date(2023, 12, 31), date(2024, 2, 29)) == (
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
    )
    with pytest.raises(IomError, match="There is no month end"):
        month_ends(date(2024, 2, 1), date(2024, 2, 28))


def test_the_look_is_logged_and_nobody_is_named(five, now):
    trial(five, plain(), now)
    (line,) = audit.search(five.store, wanted=1)
    assert (line.action, line.people) == ("criteria.backtest", 0)


def test_the_same_question_has_the_same_answer(five, now):
    assert trial(five, plain(), now) == trial(five, plain(), now)
