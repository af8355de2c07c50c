"""Trials equal the twin's: who is listed under each setting, and what those listed went on to do."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.documents import parse_document
from iom.errors import IomError
from iom.selection import parse_criteria
from iom.selection.trials import Followed, Reach, backtest, sensitivity

from . import trials as twin
from .built_in import inside
from .comparing import EACH_TIME, VINTAGE, remembering
from .criteria import MEASURES, as_toml, documents
from .days import months_before
from .known import Known, told
from .records import World
from .selection import Document
from .test_selection import RECORD_TYPES, covered
from .view import View, look
from .worlds import AS_AT, worlds

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REACH = Reach(Decimal(20), Decimal(2), 2)
MONTH_ENDS = (date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29))
plain_worlds = worlds(most=24).map(covered)
# Documents drawn at random rarely hang on a number: these do.
ANY_OFFENCE = ("compare", "number", ">=", 1)
COHORTS = [
    ("fixed", ("and", ANY_OFFENCE, ("compare", "points", ">=", 2))),
    ("flex", ("or", ("compare", "severity", ">", 100), ("compare", "last", "<", 400))),
    ("free", ("not", ("compare", "sanctions", "<", 1))),
]
BANDS = [
    ("number", 1, None, 1),
    ("number", 2, 3, 2),
    ("held.ogrs3_2y", 50, None, 2),
    ("severity", 465, None, 3),
]
telling_documents = st.builds(
    Document,
    st.sampled_from(([("step 0", ANY_OFFENCE)], [("step 0", ("not", ("compare", "mappa_level", ">=", 2)))])),
    st.just(BANDS),
    st.just(COHORTS),
    st.sampled_from(({}, {"flex": {"*": 1}}, {"fixed": {"*": 2}, "free": {"Luton": 1}})),
    st.sampled_from(([("severity", True)], [("last", False), ("age", True)])),
    st.just(("compare", "severity", ">=", 465)),
)


def parsed(document):
    return parse_criteria(parse_document("generated.toml", as_toml(document)))


def compare_settings(store, world: World, document, as_at: date) -> None:
    moment = world.last()
    known = Known(look(world, moment, VINTAGE), as_at, told(world, moment))
    facts = {}

    def people(measures: list[dict]) -> dict:
        key = str(measures)
        if key not in facts:
            facts[key] = twin.people_of(known, measures)
        return facts[key]

    base = twin.listed(document, people(MEASURES))
    never = twin.unknown_measures(known, MEASURES)
    expected, standing, tried = Counter(), Counter(base["proposed"]), 1
    for change in twin.changes(document, MEASURES):
        if not change.possible or twin.unknown_measures(known, change.measures) - never:
            expected[change.setting, None, None, None] += 1
            continue
        now = twin.listed(change.document, people(change.measures))[change.listing]
        before = base[change.listing]
        expected[change.setting, len(now), len(now - before), len(before - now)] += 1
        if change.listing == "proposed":
            standing.update(now)
            tried += 1

    with remembering(store, world, moment):
        pass
    trial = sensitivity(
        store,
        parsed(document),
        as_at=as_at,
        reach=REACH,
        few_per_cent=Decimal(50),
        unheld_allowed=True,
        now=NOW,
    )
    found = Counter(
        ((o.part.place, o.part.says, int(o.part.base), int(o.value)), o.members, o.came, o.went)
        for o in trial.outcomes
        if not o.is_own
    )
    assert found == expected, f"{found - expected}\n{expected - found}\n{as_toml(document)}"
    assert {one.person_id: one.settings for one in trial.people} == dict(standing)
    assert {one.person_id for one in trial.people if one.in_base} == base["proposed"]
    assert trial.tried == tried
    assert {one.person_id for one in trial.always} == {p for p in standing if standing[p] == tried}


@settings(EACH_TIME, max_examples=2)
@given(plain_worlds, telling_documents, st.sampled_from(AS_AT))
def test_the_list_under_each_setting_is_the_twins(twin_store, world, document, as_at):
    compare_settings(twin_store, world, document, as_at)


holed_worlds = st.builds(
    lambda world, records: covered(world, sorted(records)),
    worlds(),
    st.sets(st.sampled_from(RECORD_TYPES), min_size=3),
)


@settings(EACH_TIME, max_examples=1)
@given(
    holed_worlds,
    telling_documents,
    st.sampled_from(AS_AT),
)
def test_settings_whose_window_is_not_covered_are_left_out_as_by_the_twin(twin_store, world, document, as_at):
    compare_settings(twin_store, world, document, as_at)


def month_of(known: Known, document, basis: str, wait: int):
    """Who was eligible, who had a place, and what each went on to do."""
    facts = twin.people_of(known, MEASURES)
    judged, _ = twin.twin.select(document, facts)
    pool = {one.person: facts[one.person] for one in judged if one.eligible}
    places = {one.person for one in judged if one.cohort and one.has_place}
    until, status_at = (months_before(known.as_at, -months) for months in (12, 12 + wait))
    did = {}
    for number in pool:
        offences, severity = twin.followed(known, number, until, status_at, basis)
        did[number] = {
            "offences": Fraction(offences),
            "severity": severity,
            "people": Fraction(offences > 0),
            "inside": Fraction(bool(inside(known.view.people[number], known.as_at))),
        }
    return pool, places, did


def near(one, other) -> bool:
    if one is None or other is None:
        return one is other
    return one == pytest.approx(other, rel=1e-6, abs=1e-6)


def same_estimate(estimate, numbers) -> bool:
    if estimate is None or numbers is None:
        return estimate is numbers
    return all(
        near(one, other)
        for one, other in zip((estimate.value, estimate.low, estimate.high), numbers, strict=True)
    )


def compare_months(store, world: World, document, basis: str, wait: int) -> None:
    moment = world.last()
    view: View = look(world, moment, VINTAGE)
    days = told(world, moment)
    whole: dict = {}
    monthly: dict = {}
    used = []
    needed = twin.deciding_names(document) | {"number", "severity"}
    for as_at in MONTH_ENDS:
        known = Known(view, as_at, days)
        if needed & twin.unknown_measures(known, MEASURES):
            continue
        pool, places, did = month_of(known, document, basis, wait)
        if places:
            used.append(as_at)
            twin.add_month(whole, pool, places, did)
            twin.add_month(monthly.setdefault(as_at, {}), pool, places, did)

    with remembering(store, world, moment):
        pass

    def run():
        return backtest(
            store,
            parsed(document),
            first=MONTH_ENDS[0],
            last=MONTH_ENDS[-1],
            followed=Followed(basis, wait),
            unheld_allowed=True,
            now=NOW,
        )

    if not whole or not twin.total(whole["list", "offences"], "t"):
        with pytest.raises(IomError, match="Nobody eligible has" if whole else "None of the 3 month ends"):
            run()
        return
    trial = run()
    assert [month.as_at for month in trial.used] == used
    for as_at in (None, *used):
        same_figures(trial, monthly[as_at] if as_at else whole, as_at)


def same_figures(trial, sums, as_at) -> None:
    for way in twin.WAYS:
        for outcome in twin.OUTCOMES:
            figure = trial.figure(way, outcome, as_at)
            people = sums.get((way, outcome))
            if people is None:
                assert figure is None
                continue
            assert figure is not None, (way, outcome)
            about = f"{way} {outcome} {as_at}: {figure}"
            assert near(figure.part, twin.total(people, "a")), about
            assert near(figure.whole, twin.total(people, "t")), about
            expected = twin.share(people)
            if way == "random":
                assert near(figure.share and figure.share.value, expected and expected[0]), about
            else:
                assert same_estimate(figure.share, expected), about
                if way != "list":
                    assert same_estimate(figure.difference, twin.difference(people)), about
                    assert same_estimate(figure.ratio, twin.ratio(people)), about


how_followed = st.tuples(st.sampled_from(("suspected", "charged", "proven")), st.sampled_from((0, 6)))


@settings(EACH_TIME, max_examples=2)
@given(plain_worlds, telling_documents, how_followed)
def test_what_those_on_a_list_went_on_to_do_is_the_twins(twin_store, world, document, followed):
    compare_months(twin_store, world, document, *followed)


@pytest.mark.long
@settings(EACH_TIME, max_examples=60)
@given(plain_worlds, documents() | telling_documents, st.sampled_from(AS_AT), how_followed)
def test_trials_equal_the_twins_in_many_worlds(twin_store, world, document, as_at, followed):
    compare_settings(twin_store, world, document, as_at)
    compare_months(twin_store, world, document, *followed)
