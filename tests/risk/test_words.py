"""The sentences that are read aloud."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from iom.reports.risk_words import sentence
from iom.settings import Settings
from iom.store import Actor, open_store

from .conftest import RiskSpec, scored


@pytest.fixture(scope="module")
def scores(furnished_template, tmp_path_factory):
    """The scores of one man, worked out once: the tests vary copies of them."""
    place = shutil.copytree(furnished_template, tmp_path_factory.mktemp("words") / "furnished")
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    actor = Actor("tester", "inspection", "test")
    with open_store(place / "store", Settings(keys=place / "keys"), actor, now=now) as store:
        spec = RiskSpec(store)
        spec.all_covered()
        spec.man(1)
        spec.sanctioned("person | on_date\n1 | 2026-01-10")
        spec.settle()
        return {score.name: score for score in scored(store, "2026-10-31")[1].scores}


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
