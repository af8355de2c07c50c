"""A score rests on sanctions and custody that some source covers."""

from datetime import date

import pytest

from iom.measures import covered_days
from iom.risk import last_covered, without_advice
from iom.risk.coverage import NobodySanctioned

from .conftest import scored


def given(spec):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.settle()


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        ([], "No source covers sanctions (sanction records) on 31 October 2026; no day before it is covered"),
        ([("offence", "2026-10-31")], "No source covers custody (absence records) on 31 October 2026"),
        ([("absence", "2026-10-31")], "No source covers sanctions (sanction records) on 31 October 2026"),
        (
            [("sanction", "2026-10-31"), ("absence", "2026-09-30")],
            "the last day covered before is 30 September 2026. Import the file of that month",
        ),
        ([("sanction", "2026-10-31"), ("absence", "2026-10-31")], None),
        ([("offence", "2026-10-31"), ("absence", "2026-10-31")], None),
    ],
)
def test_where_sanctions_or_custody_are_not_covered_on_the_date_nobody_has_a_score(bare, covers, said):
    for record, last in covers:
        bare.covers(record, "1990-01-01", last)
    given(bare)
    scores = scored(bare.store, "2026-10-31")[1].scores
    assert [score.percent is None for score in scores] == [said is not None] * 4
    for score in scores:
        assert [one.code for one in score.missing] == (["not_covered"] if said else [])
        assert not said or said in score.missing[0].says


def test_offences_without_their_statuses_tell_no_sanction(bare):
    bare.covers("offence", "1990-01-01", "2026-10-31", statuses=False)
    bare.covers("absence", "1990-01-01", "2026-10-31")
    given(bare)
    assert scored(bare.store, "2026-10-31")[1].scores[0].percent is None


def test_custody_not_covered_since_the_current_sanction_is_a_caveat(bare):
    bare.covers("sanction", "1990-01-01", "2026-10-31")
    bare.covers("absence", "1990-01-01", "2026-02-28")
    bare.covers("absence", "2026-05-01", "2026-10-31")
    given(bare)
    person = scored(bare.store, "2026-10-31")[1]
    assert person.provisional
    assert person.caveats == (
        "Provisional: sanctions are this force's records only, not a complete history; those given "
        "elsewhere are missing.",
        "Custody is not covered from 2026-03-01 to 2026-04-30, or on some days of that time: a release in "
        "it would move the start in the community.",
    )
    assert all(score.percent is not None for score in person.scores)


def test_a_complete_history_that_is_covered_needs_no_caveat(spec):
    given(spec)
    person = scored(spec.store, "2026-10-31")[1]
    assert (person.history, person.caveats) == ("complete", ())


def test_the_last_day_that_is_covered_is_that_on_which_both_sanctions_and_custody_are(bare):
    bare.covers("sanction", "1990-01-01", "2026-10-31")
    bare.covers("absence", "1990-01-01", "2026-08-31")
    bare.covers("absence", "2026-11-01", "2026-11-30")
    given(bare)
    with bare.store.cursor() as cursor:
        covered = covered_days(cursor)
    asked = (date(2026, 12, 24), date(2026, 11, 5), date(2026, 8, 31), date(1999, 1, 1), date(1989, 1, 1))
    assert [last_covered(day, covered) for day in asked] == [
        *[date(2026, 8, 31)] * 3, date(1999, 1, 1), None
    ]  # fmt: skip


def test_without_the_advice_to_staff_what_is_missing_is_still_said(bare):
    bare.covers("sanction", "1990-01-01", "2026-10-31")
    bare.covers("absence", "1990-01-01", "2026-09-30")
    given(bare)
    says = scored(bare.store, "2026-10-31")[1].scores[0].missing[0].says
    assert without_advice(says) == (
        "No source covers custody (absence records) on 31 October 2026; the last day covered before is "
        "30 September 2026."
    )
    nobody = f"not known: OGRS3: {NobodySanctioned(date(2026, 10, 31)).says()}"
    assert without_advice(nobody).endswith("by 31 October 2026 in the records")
