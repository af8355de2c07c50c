"""Lists in order, page after page: numbers by what they are, what is not known last whichever way."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from api import person_pages as routes
from api.paging import _comparable, _place
from api.routes import runs

CALLER = "coordinator/everyone"
WEIGHTS = ("9.5", "100", None, "20", "1234.56", None, "20", "0.0000000001")
# by number of the offence, from 1
RISING = ["0.0000000001", "9.5", "20", "20", "100", "1234.56", None, None]
FALLING = ["1234.56", "100", "20", "20", "9.5", "0.0000000001", None, None]


@pytest.fixture
def weighed(served, monkeypatch):
    """The page of a person whose offences weigh so."""
    shown = routes.person_page

    def page(*given, **named):
        found = shown(*given, **named)
        offences = tuple(
            replace(found.offences[0], offence_id=number, severity=weight and Decimal(weight))
            for number, weight in enumerate(WEIGHTS, 1)
        )
        return replace(found, offences=offences)

    monkeypatch.setattr(routes, "person_page", page)
    return served


def _all_pages(served, what: str, limit: int) -> list[dict]:
    items, place = [], ""
    while place is not None:
        answer = served.ask(CALLER, f"{what}&limit={limit}{place}").json()
        items += answer["items"]
        place = answer["next"] and f"&cursor={answer['next']}"
    return items


@pytest.mark.parametrize(("sort", "expected"), [("severity", RISING), ("-severity", FALLING)])
@pytest.mark.parametrize("limit", [1, 3, 7, 500])
def test_offences_are_in_order_of_what_they_weigh_and_those_of_no_weight_come_last(
    weighed, sort, expected, limit
):
    found = _all_pages(weighed, f"GET /v1/people/1/offences?sort={sort}", limit)
    assert [one["severity"] for one in found] == expected
    assert len({one["offence_id"] for one in found}) == len(WEIGHTS)
    # alike in weight, they are in the order of their numbers, the same way
    for one, other in pairwise(found):
        if one["severity"] == other["severity"]:
            assert (one["offence_id"] < other["offence_id"]) is (not sort.startswith("-"))


def test_who_has_no_points_any_more_comes_last_whichever_way(served, monkeypatch):
    listed = runs.asked_for

    def erased(*given):
        first, *others = listed(*given)
        return [replace(first, standing=replace(first.standing, points=None, rank=None)), *others]

    whole = _all_pages(served, "GET /v1/runs/2/proposals?sort=rank", 500)
    assert len(whole) > 2
    monkeypatch.setattr(runs, "asked_for", erased)
    for sort in ("rank", "-rank", "points", "-points"):
        for limit in (1, 500):
            found = _all_pages(served, f"GET /v1/runs/2/proposals?sort={sort}", limit)
            assert len(found) == len(whole)
            assert [one["points"] is None for one in found] == [False] * (len(found) - 1) + [True], sort


@pytest.mark.parametrize(
    "rising",
    [
        [datetime(2026, 11, 23, 12, 0, 0, part, tzinfo=UTC) for part in (0, 5, 500_000)],
        [Decimal("-3"), Decimal("9.5"), 20, Decimal("20.0000000001"), 100.5, 10**30, Decimal("1e31")],
        [1, "1"],
    ],
    ids=str,
)
def test_values_of_a_kind_compare_as_what_they_are(rising):
    places = [_comparable(_place([value]), False) for value in rising]
    assert places == sorted(places) and len({str(one) for one in places}) == len(rising)
    assert places[-1] < _comparable(_place([None]), False)
    assert _comparable(_place([None]), True) < _comparable(_place([rising[0]]), True)
