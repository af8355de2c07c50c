"""A score rests on sanctions and custody that some source covers."""

import pytest

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
