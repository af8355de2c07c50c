"""Whom a sight shows, by the statement that every route asks."""

from datetime import date, datetime

import pytest

from iom.access import Scope, Sight, became, visible_among
from iom.store import derived
from tests.people.given import bare_reference, imported

TODAY = date(2026, 11, 23)


@pytest.fixture
def homes(store):
    """1 moved from Northam to Southam in June 2026; 2 lives in a ward of Northam, 3 will in December."""
    bare_reference(store)
    with imported(store, datetime(2026, 1, 10)) as batch:
        for who in ("a:1", "a:2", "a:3"):
            batch.subject(who, lead_agency="probation", lead_worker="kestrel")
        for who, area, first, last in (
            ("a:1", "Northam", None, date(2026, 6, 1)),
            ("a:1", "Southam", date(2026, 6, 1), None),
            ("a:2", "Ward", date(2020, 1, 1), None),
            ("a:3", "Northam", date(2026, 12, 1), None),
        ):
            district = "Northam" if area == "Ward" else area
            batch.put("home_area_version", who, area=area, district=district, from_date=first, to_date=last)
    with store.transaction() as cursor:
        derived.rebuild(cursor)
    return store


SIGHTS = [
    (Sight(everyone=True), TODAY, {1, 2, 3}),
    (Sight(False, areas=("Northam",)), TODAY, {2}),
    (Sight(False, areas=("Ward",)), TODAY, {2}),
    (Sight(False, areas=("Northam", "Southam")), TODAY, {1, 2}),
    (Sight(False, areas=("Northam",)), date(2026, 5, 31), {1, 2}),
    (Sight(False, areas=("Northam",)), date(2026, 6, 1), {2}),
    (Sight(False, areas=("Northam",)), date(2026, 12, 1), {2, 3}),
    (Sight(False, areas=("northam",)), TODAY, set()),
    (Sight(False, agencies=("probation",)), TODAY, {1, 2, 3}),
    (Sight(False, agencies=("police",)), TODAY, set()),
    (Sight(False, worker="kestrel"), TODAY, {1, 2, 3}),
    (Sight(False, worker="Kestrel"), TODAY, set()),
    (Sight(False, ("Northam",), ("probation",), "kestrel"), TODAY, {2}),
    (Sight(False, ("Northam",), ("probation",), "merlin"), TODAY, set()),
    # a sight of nothing is of nobody, not of everyone
    (Sight(False), TODAY, set()),
    (Sight(False, areas=()), TODAY, set()),
    (Sight(False, agencies=()), TODAY, set()),
    (Sight(False, worker=""), TODAY, set()),
]


def test_a_sight_shows_those_of_whom_all_its_limits_hold_on_the_day(homes):
    with homes.cursor() as cursor:
        for sight, on, seen in SIGHTS:
            scope = Scope((sight,), frozenset())
            assert visible_among(cursor, scope, [1, 2, 3, 4], on) == seen, sight
            assert visible_among(cursor, scope, [2], on) == seen & {2}, sight
        assert visible_among(cursor, Scope((), frozenset()), [1, 2, 3], TODAY) == set()


def test_what_became_of_somebodys_records_is_told_as_they_were_at_a_moment(homes):
    with homes.cursor() as cursor:
        assert became(cursor, [1, 2, 9], datetime(2026, 2, 1)) == {1: {1}, 2: {2}}
        assert became(cursor, [1], datetime(2025, 2, 1)) == {}
