"""The sentences that are read aloud."""

from dataclasses import replace
from decimal import Decimal

import pytest

from iom.reports.risk_words import sentence


@pytest.fixture
def scores(spec, worked):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    return {score.name: score for score in worked("2026-10-31")[1].scores}


@pytest.mark.parametrize(
    ("name", "percent", "band", "said"),
    [
        ("ogrs3_2y", "62.9", "medium", "about 63 were proven to have reoffended within two years: medium."),
        ("ogrs3_2y", "74.5", "high", "about 75 were proven to have reoffended within two years: high."),
        ("ogrs3_1y", "42.4", None, "about 42 were proven to have reoffended within one year."),
        (
            "arp",
            "74.6",
            "medium",
            "just under 75 were proven to have reoffended, with any offence, within two years: medium.",
        ),
        (
            "vrp",
            "30",
            "medium",
            "about 30 were proven to have reoffended with violence within two years: medium.",
        ),
        (
            "vrp",
            "0.4",
            "low",
            "fewer than 1 were proven to have reoffended with violence within two years: low.",
        ),
        (
            "arp",
            "99.6",
            "very high",
            "more than 99 were proven to have reoffended, with any offence, within two years: very high.",
        ),
    ],
)
def test_a_score_is_said_of_100_people_with_the_same_history(scores, name, percent, band, said):
    score = replace(scores[name], percent=Decimal(percent), band=band)
    title = "OGRS3" if name.startswith("ogrs3") else name.upper()
    assert sentence(score, False) == f"{title} says that of 100 people with this history {said}"


def test_a_score_on_a_local_history_is_said_to_be_provisional(scores):
    assert sentence(scores["ogrs3_2y"], True).endswith(": low, provisional.")
    assert sentence(scores["ogrs3_1y"], True).endswith("within one year: provisional.")
