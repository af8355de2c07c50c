"""Selection by computed risk: what a document reads, prefers and counts, and what is said of it."""

from datetime import date

import pytest

from iom.documents import DocumentError, parse_document
from iom.selection import select
from iom.selection.criteria_reader import parse_criteria

from .conftest import Scheme

HEAD = """
title = "Scores"
version = "1"
owner = "test"
source = "made for this test"
severity_vintage = "2020"
[[eligibility]]
name = "alive"
says = "alive"
when = "alive"
source = "made for this test"
[[cohort]]
name = "risky"
says = "a high score"
when = "{when}"
source = "made for this test"
[[points.band]]
measure = "{name}"
from = 0
points = 1
source = "made for this test"
[tie_break]
order = ["age desc"]
source = "made for this test"
"""
SCORES = """
[scores]
source = "made for this test"
"""


def criteria(when: str, scores: str = ""):
    name = when.split(maxsplit=1)[0].removesuffix("_band")
    text = HEAD.format(when=when, name=name) + (SCORES + scores if scores else "")
    return parse_criteria(parse_document("scores.toml", text))


def test_scores_are_computed_first_and_not_provisional_unless_said():
    plain = criteria("risk.arp >= 50").scores
    assert (plain.prefer, plain.held_at_most_days_old, plain.provisional) == ("computed", None, False)
    said = criteria(
        "risk.arp >= 50", 'prefer = "held"\nheld_at_most_days_old = 30\nprovisional = true'
    ).scores
    assert (said.prefer, said.held_at_most_days_old, said.provisional) == ("held", 30, True)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ('prefer = "both"', r'line \d+: what is preferred is "computed" or "held"'),
        ('provisional = "no"', r"line \d+: whether provisional scores count is true or false"),
        ("held_at_most_days_old = -1", r"line \d+"),
        ("held_at_most = 3", r'line \d+: "held_at_most" does not belong in \[scores\]'),
    ],
)
def test_a_preference_that_means_nothing_is_refused(scores: str, message: str):
    with pytest.raises(DocumentError, match=message):
        criteria("risk.arp >= 50", scores)


def test_a_word_that_no_band_has_is_refused():
    with pytest.raises(DocumentError, match=r"risk\.arp_band is never"):
        criteria("risk.arp_band == 'huge'")


AS_AT = date(2026, 10, 31)


def fill(scheme: Scheme) -> None:
    """1 and 2 with ten convictions each, 2 and 3 with a held score, 4 with nothing."""
    scheme.people(4, sex="male")
    days = "\n".join(
        f"{person} | conviction | {year}-03-0{person} | class | 028/03"
        for person in (1, 2)
        for year in range(2010, 2020)
    )
    scheme.given("sanction", f"person | kind | on_date | code_kind | code_given\n{days}")
    scheme.given(
        "held_score",
        "person | tool | score | on_date\n2 | ogrs3_2y | 7 | 2026-09-01\n3 | ogrs3_2y | 91 | 2024-01-01",
    )
    scheme.covers("offence", "absence", "sanction")


def complete(scheme: Scheme) -> None:
    fill(scheme)
    with scheme.store.transaction() as cursor:
        cursor.execute("update source_coverage set history = 'complete' where record_type = 'sanction'")
    scheme.ready()


def local(scheme: Scheme) -> None:
    fill(scheme)
    scheme.ready()


def uncovered(scheme: Scheme) -> None:
    fill(scheme)
    with scheme.store.transaction() as cursor:
        cursor.execute("delete from source_coverage where record_type = 'absence'")
    scheme.ready()


def listed(scheme: Scheme, when: str, now, scores: str = "") -> dict[int, str]:
    """Who meets a rule, and what is said of them."""
    run = select(scheme.store, criteria(when, scores), as_at=AS_AT, now=now)
    return {one.person_id: " ".join(why.sentence for why in one.reasons.reasons) for one in run.listed}


def test_a_computed_score_is_met_and_its_reason_says_on_what_it_rests(scheme_with, now):
    found = listed(scheme_with(complete), "risk.ogrs3_2y >= 30", now)
    assert set(found) == {1, 2}
    assert "OGRS3 within 2 years" in found[1]
    assert "computed on a complete history of sanctions" in found[1]


def test_a_score_on_a_local_history_counts_only_where_the_document_says_so(scheme_with, now):
    scheme = scheme_with(local)
    assert listed(scheme, "risk.ogrs3_2y >= 1", now) == {}
    found = listed(scheme, "risk.ogrs3_2y >= 1", now, "provisional = true")
    assert set(found) == {1, 2}
    assert "local history of sanctions, provisional" in found[1]


def test_the_document_says_whether_the_computed_or_the_held_score_goes_first(scheme_with, now):
    scheme = scheme_with(complete)
    assert set(listed(scheme, "score.ogrs3_2y >= 30", now)) == {1, 2, 3}
    held = listed(scheme, "score.ogrs3_2y >= 30", now, 'prefer = "held"')
    assert set(held) == {1, 3}
    assert "as held from elsewhere, dated 2024-01-01" in held[3]
    assert set(listed(scheme, "score.ogrs3_2y >= 30", now, "held_at_most_days_old = 365")) == {1, 2}


def test_what_is_missing_of_a_listed_person_is_said(scheme_with, now):
    scheme = scheme_with(local)
    run = select(scheme.store, criteria("risk.arp >= 0 or alive"), as_at=AS_AT, now=now)
    said = {one.person_id: " ".join(one.reasons.unknown) for one in run.listed}
    assert "provisional, on a local history of sanctions that may lack convictions" in said[1]
    assert "not known: ARP within 2 years: no conviction or caution by the date is held" in said[4].replace(
        "computed ", ""
    )
    run = select(scheme.store, criteria("risk.arp >= 0 or alive", "provisional = true"), as_at=AS_AT, now=now)
    assert not {one.person_id: one.reasons.unknown for one in run.listed}[1]


def test_where_custody_is_not_covered_no_computed_score_counts_and_it_is_said(scheme_with, now):
    scheme = scheme_with(uncovered)
    run = select(scheme.store, criteria("risk.ogrs3_2y >= 1", "provisional = true"), as_at=AS_AT, now=now)
    assert not run.listed
    assert "no source covers custody (absence records) on 31 October 2026" in run.absent["risk.ogrs3_2y"]
    assert set(listed(scheme, "score.ogrs3_2y >= 30", now, "provisional = true")) == {3}
