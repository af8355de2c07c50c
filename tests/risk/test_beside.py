"""Held scores beside those worked out."""

from datetime import date
from decimal import Decimal

import pytest

from iom.risk import beside, work_out
from iom.store import derived

AS_AT = date(2026, 10, 31)


def compared(spec, held, person=1):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2010-01-10\n1 | 2026-01-10")
    spec.given("held_score", held)
    spec.settle()
    with spec.store.cursor() as cursor:
        moment = derived.as_known(cursor)
        found = work_out(cursor, AS_AT, [person], moment.known_at).get(person)
        return found, {one.tool: one for one in beside(cursor, person, AS_AT, found)}


def test_the_latest_score_of_the_same_tool_stands_beside_with_its_age(spec):
    person, found = compared(
        spec,
        """
        person | tool     | score | on_date
        1      | ogrs3_2y | 40    | 2026-09-01
        1      | ogrs3_2y | 41    | 2026-10-01
        1      | ogrs3_2y | 99    | 2026-11-01
        1      | osp_c    | 12    | 2026-10-01
        2      | arp      | 12    | 2026-10-01
        """,
    )
    assert list(found) == ["ogrs3_2y"]
    one = found["ogrs3_2y"]
    assert (one.held, one.on_date, one.days_old) == (Decimal(41), date(2026, 10, 1), 30)
    assert one.difference == person.score("ogrs3_2y").percent - 41


@pytest.mark.parametrize(
    ("score", "band", "checked"),
    [
        ("30", "-", False),
        ("95", "-", True),
        ("30", "Very_high", True),
        ("95", "LOW", False),
        ("-", "-", False),
    ],
)
def test_where_the_bands_differ_it_is_said_what_to_check(spec, score, band, checked):
    _, found = compared(
        spec, f"person | tool | score | band | on_date\n1 | ogrs3_2y | {score} | {band} | 2026-10-01"
    )
    assert bool(found["ogrs3_2y"].check) == checked


def test_what_came_after_the_held_score_is_the_first_to_check(spec):
    _, found = compared(spec, "person | tool | score | on_date\n1 | vrp | 90 | 2026-01-01")
    assert found["vrp"].check == (
        "The current sanction, of 2026-01-10, came after the held score.",
        "The start in the community, 2026-01-10, came after the held score.",
        "Previous sanctions: 1 here; is one missing, or counted twice?",
        "Ages: 19 at the first sanction, of 2010-01-10, and 35 at the current one.",
        "Start in the community: 2026-01-10 here, at 35.",
        "Offence category of the current sanction: burglary, domestic here.",
        "Sex: male here.",
        "Violent sanctions: 0 here.",
        "Offence-free months: 9 here, counted to the date asked for.",
    )


def test_a_held_score_stands_alone_where_none_is_worked_out(spec):
    _, found = compared(spec, "person | tool | score | on_date\n2 | arp | 55 | 2026-10-01", person=2)
    assert (found["arp"].computed, found["arp"].difference, found["arp"].check) == (None, None, ())
    assert found["arp"].held_band_here == "medium"
