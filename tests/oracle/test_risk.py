"""The risk scores of the engine equal the twin's, as at several dates and as known at several moments."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.risk import score

from . import risk
from .comparing import EACH_TIME, VINTAGE, remembering, rows, same
from .records import Moment, World
from .risk_met import met
from .risk_worlds import OTHERS, risk_worlds
from .view import look
from .worlds import AS_AT, MOMENTS

FEATURES = """
select
    person_id, 0, history, sanctions, previous_sanctions, violent_sanctions, violence_unknown, is_conviction,
    ogrs3_group, ogrs4_category, sex, is_dead, start_on, age_at_first_sanction, age_at_current_sanction,
    age_at_start, offence_free_months
from risk_feature
"""
SCORES = """
select
    s.person_id, 0, f.history, ogrs3_1y_z, ogrs3_2y_z, arp_z, vrp_z, ogrs3_1y, ogrs3_2y, arp, vrp,
    null as ogrs3_1y_band, ogrs3_2y_band, arp_band, vrp_band
from risk_score as s inner join risk_feature as f on s.person_id = f.person_id
"""
NAMES = ("ogrs3_1y", "ogrs3_2y", "arp", "vrp")
# Many people a world: making the relations takes most of the time, whoever is in them.
MANY = risk_worlds(most=24)
# births and spells that end on the date are likely for these, too
DATES = (*AS_AT, *OTHERS[:4], date(2024, 12, 30), date(2022, 3, 31), date(2026, 1, 1))


def asking(world: World, moment: Moment) -> risk.Asked:
    return risk.Asked(look(world, moment, VINTAGE), world, moment, VINTAGE)


def twin_features(asked: risk.Asked, as_at: date) -> dict[int, risk.Features]:
    found = {n: risk.features(asked, one, as_at) for n, one in asked.view.people.items()}
    return {n: of for n, of in found.items() if of is not None}


def compare(store, world: World, moment: Moment, dates: list[date]) -> None:
    asked = asking(world, moment)
    with remembering(store, world, moment) as cursor:
        for as_at in dates:
            score(cursor, as_at)
            features = twin_features(asked, as_at)
            about = f"as at {as_at}, known at {moment}"
            engine = {n: of_the_dead(row) for n, row in rows(cursor, FEATURES).items()}
            same(engine, {(n, 0): of_the_dead(in_row(of)) for n, of in features.items()}, about)
            equal_scores(rows(cursor, SCORES), features, about)


def in_row(of: risk.Features) -> tuple:
    """As the engine writes them."""
    sex = {"male": "M", "female": "F"}.get(of.sex)
    return (
        *(of.history, of.sanctions, of.previous_sanctions, of.violent_sanctions, of.violence_unknown),
        *(of.is_conviction, of.ogrs3_group, of.ogrs4_category, sex, of.is_dead, of.start_on),
        *(of.age_at_first_sanction, of.age_at_current_sanction, of.age_at_start, of.offence_free_months),
    )


def of_the_dead(row: tuple) -> tuple:
    """Without what custody says of the dead, which nothing reads: a spell may have been left open."""
    dead, start, first, current, age, months = row[9:]
    return (*row[:9], dead, first, current, *((None,) * 3 if dead else (start, age, months)))


def equal_scores(engine: dict, features: dict[int, risk.Features], about: str) -> None:
    assert engine.keys() == {(n, 0) for n in features}
    for n, of in features.items():
        history, *values = engine[(n, 0)]
        zs, percents, bands = values[:4], values[4:8], values[8:]
        assert history == of.history, (n, about)
        for name, z, percent, band in zip(NAMES, zs, percents, bands, strict=True):
            expected = risk.scores(of)[name]
            told = f"{name} of {n} {about}: engine {z}, twin {expected}"
            assert (z is None, percent is None) == (bool(expected.missing),) * 2, told
            if z is not None:
                assert z == pytest.approx(expected.z, abs=1e-11), told
                assert float(percent) == pytest.approx(expected.percent, abs=2e-10), told
                assert band == risk.band(name, float(percent)), told


@settings(EACH_TIME, max_examples=10)
@given(MANY, st.sampled_from(MOMENTS), st.lists(st.sampled_from(DATES), min_size=3, max_size=3))
def test_risk_scores_are_the_twins(twin_store, world, moment, dates):
    compare(twin_store, world, moment, dates)


@pytest.mark.long
@settings(EACH_TIME, max_examples=500)
@given(MANY, st.sampled_from(MOMENTS), st.lists(st.sampled_from(DATES), min_size=4, max_size=4))
def test_risk_scores_are_the_twins_in_many_worlds(twin_store, world, moment, dates):
    compare(twin_store, world, moment, dates)


@pytest.mark.long
def test_what_the_twin_of_risk_is_for_happens_in_the_worlds():
    seen: Counter[str] = Counter()

    # more than are compared: what is generated also depends on which modules the process has loaded
    @settings(EACH_TIME, max_examples=120, derandomize=True)
    @given(MANY, st.sampled_from(MOMENTS), st.lists(st.sampled_from(DATES), min_size=3, max_size=3))
    def count(world: World, moment: Moment, dates: list[date]) -> None:
        asked = asking(world, moment)
        for as_at in dates:
            seen.update(met(asked, as_at))

    count()
    assert len(seen) > 60
    assert min(seen.values()) >= 5, "\n".join(f"{n} {what}" for what, n in seen.most_common()[::-1])
