"""The scores at coming month ends, if nothing new happens."""

from datetime import date

import pytest

from iom.risk import ahead, work_out
from iom.store import derived

from .conftest import scored


def months(store, as_at, person=1):
    day = date.fromisoformat(as_at)
    with store.cursor() as cursor:
        moment = derived.as_known(cursor)
        return ahead(cursor, work_out(cursor, day, [person], moment.known_at)[person])


@pytest.mark.parametrize(
    ("as_at", "first", "last"),
    [
        ("2026-10-31", "2026-11-30", "2027-10-31"),
        ("2026-10-30", "2026-10-31", "2027-09-30"),
        ("2027-01-15", "2027-01-31", "2027-12-31"),
        ("2028-01-31", "2028-02-29", "2029-01-31"),
    ],
)
def test_the_next_twelve_month_ends_come_after_the_date(spec, as_at, first, last):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.settle()
    found = [one.month_end.isoformat() for one in months(spec.store, as_at)]
    assert (len(found), found[0], found[-1]) == (12, first, last)


def test_someone_at_liberty_gets_what_they_would_get_on_that_day(spec):
    spec.man(3)
    spec.sanctioned("person | on_date | code_given\n3 | 2019-03-31 | 034/01\n3 | 2026-01-31 | 034/01")
    spec.settle()
    for one in months(spec.store, "2026-10-31", 3):
        then = scored(spec.store, one.month_end.isoformat())[3]
        assert then.features.offence_free_months == one.offence_free_months
        for name in ("ogrs3_2y", "arp", "vrp"):
            score = then.score(name)
            assert (score.percent, score.band) == (getattr(one, name), getattr(one, f"{name}_band"))


def test_the_months_of_someone_inside_begin_with_the_planned_release(spec):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.given(
        "absence",
        """
        person | kind     | from_date  | to_date | planned_release
        1      | sentence | 2026-01-10 | -       | 2026-12-15
        """,
    )
    spec.settle()
    found = months(spec.store, "2026-10-31")
    assert [one.offence_free_months for one in found[:5]] == [0, 0, 1, 2, 3]
    assert found[0].arp == found[1].arp > found[2].arp


def test_there_is_nothing_ahead_of_someone_without_a_score(spec):
    spec.man(1, sex=None)
    spec.sanctioned("person | on_date\n1 | 2026-01-10")
    spec.settle()
    assert months(spec.store, "2026-10-31") == ()
