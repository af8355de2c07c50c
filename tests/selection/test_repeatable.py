"""The same run many times at 1, 2 and 4 threads gives one SHA-256."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from iom.selection import read_criteria, select
from iom.settings import Settings
from iom.store import Actor, open_store

from .conftest import AS_AT, Scheme

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CODES = ("28E", "034/01", "028/03", "TH68010", "008/06", "46", "999/99")
DISTRICTS = ("Bedford", "Central Bedfordshire", "Luton")
PEOPLE = 60
LAST = date(2026, 9, 1)


def fill(scheme: Scheme) -> None:
    """Many people with the same points, so that every order is put to the test."""
    scheme.people(PEOPLE, mappa_level=0, domestic_abuse_perpetrator=False)
    scheme.covers("offence", "absence", "supervision", "intelligence", "home_area", "held_score")
    scheme.offences(
        "\n".join(
            f"{person} | {LAST - timedelta(days=7 * number)} | {CODES[(person + number) % len(CODES)]}"
            for person in range(1, PEOPLE + 1)
            for number in range(person % 9)
        )
    )
    everyone = range(1, PEOPLE + 1)
    scheme.given(
        "home_area",
        "person | area | district\n" + "\n".join(f"{p} | W{p % 7} | {DISTRICTS[p % 3]}" for p in everyone),
    )
    scheme.given(
        "supervision",
        "person | kind | from_date\n" + "\n".join(f"{p} | licence | 2026-01-01" for p in everyone if p % 2),
    )
    scheme.given(
        "held_score",
        "person | tool | score | band | on_date\n"
        + "\n".join(f"{p} | ogrs3_2y | {40 + p % 60} | medium | 2026-08-03" for p in everyone if p % 5),
    )
    scheme.ready()


@pytest.mark.parametrize("times", [2, pytest.param(7, marks=pytest.mark.long)])
def test_runs_on_one_two_and_four_threads_are_the_same_bytes(folder: Path, actor: Actor, times: int):
    document = read_criteria("bedfordshire")
    seen = set()
    for threads in (1, 2, 4):
        limits = Settings(threads=threads)  # pyright: ignore[reportCallIssue]
        with open_store(folder, limits, actor, now=NOW) as store:
            if threads == 1:
                fill(Scheme(store))
            for _ in range(times):
                result = select(store, document, as_at=AS_AT, now=NOW)
                assert len(result.proposed) > 20
                seen.add(result.canonical_sha256)
    assert len(seen) == 1
