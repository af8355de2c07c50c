"""Intervals of a back-test: exact where all choices can be listed, and right as often as they say."""

from itertools import combinations
from math import sqrt
from statistics import fmean, pvariance

import numpy as np
import pytest

from iom.selection.trials.intervals import Moments, random_share

Z = 1.959963984540054
DID = [0, 0, 0, 1, 1, 2, 5, 9]


@pytest.mark.parametrize("places", [1, 2, 3, 5, 7])
def test_a_random_choice_has_the_mean_and_spread_of_all_choices_there_are(places):
    whole = sum(DID)
    shares = [sum(chosen) / whole for chosen in combinations(DID, places)]
    found = random_share([(len(DID), places, whole, sum(did * did for did in DID))], whole)
    assert found.value == pytest.approx(fmean(shares), rel=1e-12)
    error = sqrt(pvariance(shares))
    assert found.low == pytest.approx(max(found.value - Z * error, 0), abs=1e-12)
    assert found.high == pytest.approx(min(found.value + Z * error, 1), abs=1e-12)


def test_of_a_yes_or_no_it_is_the_hypergeometric_distribution():
    people, offended, places = 300, 60, 40
    drawn = np.random.default_rng(4).hypergeometric(offended, people - offended, places, 200_000) / places
    found = random_share([(people, places, offended, offended)], places)
    assert found.value == pytest.approx(offended / people)
    # 4 standard errors of the simulation
    assert found.value == pytest.approx(drawn.mean(), abs=4 * drawn.std() / sqrt(200_000))
    assert (found.high - found.low) / (2 * Z) == pytest.approx(drawn.std(), rel=0.01)


def test_draws_of_several_months_are_apart_from_one_another():
    squares = sum(did * did for did in DID)
    one = random_share([(8, 3, 18, squares)], 18)
    two = random_share([(8, 3, 18, squares)] * 2, 36)
    assert two.value == one.value
    assert (two.high - two.value) == pytest.approx((one.high - one.value) / sqrt(2))


def test_when_everyone_has_a_place_a_random_choice_cannot_stray():
    found = random_share([(8, 8, 18, 100)], 18)
    assert (found.value, found.low, found.high) == (1, 1, 1)


def moments(numbers: np.ndarray) -> Moments:
    """Moments of people given as rows of a t l k."""
    table = tuple(tuple(row) for row in (numbers.T @ numbers))
    a, t, ell, k = numbers.sum(axis=0)
    return Moments(len(numbers), (a, t, ell, k), table)


def test_a_share_of_nothing_is_not_given_and_one_of_all_has_no_interval():
    nobody = moments(np.array([[0.0, 0, 0, 0], [0, 0, 0, 0]]))
    assert (nobody.share(), nobody.difference(), nobody.ratio()) == (None, None, None)
    none = moments(np.array([[0.0, 1, 1, 1], [0, 1, 0, 1]]))
    assert (none.share().value, none.share().low) == (0, None)
    assert none.ratio() is None


def test_a_share_of_people_seen_once_has_the_binomial_standard_error():
    offended = np.array([1.0] * 30 + [0.0] * 70)
    one = np.ones(100)
    share = moments(np.column_stack([offended, one, offended, one])).share()
    error = sqrt(0.3 * 0.7 / 99) / (0.3 * 0.7)
    odds = np.log(3 / 7)
    assert share.low == pytest.approx(1 / (1 + np.exp(-odds + Z * error)))
    assert share.high == pytest.approx(1 / (1 + np.exp(-odds - Z * error)))


def test_the_difference_of_a_way_from_itself_is_nothing_and_surely_so():
    numbers = np.random.default_rng(1).poisson(2, (50, 2)).astype(float)
    same = moments(np.column_stack([numbers[:, 0], numbers.sum(axis=1), numbers[:, 0], numbers.sum(axis=1)]))
    difference, ratio = same.difference(), same.ratio()
    assert (difference.value, difference.low, difference.high) == pytest.approx((0, 0, 0), abs=1e-9)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((1, 1, 1))


def test_a_person_seen_in_many_months_is_still_one_person():
    """Months that repeat the first add no certainty: the interval is that of one month."""
    once = np.column_stack([np.eye(1, 40, 3)[0] + (np.arange(40) % 4 == 0), *[np.ones(40)] * 3])
    once[:, 0] = np.minimum(once[:, 0], 1)
    assert moments(once * 12).share().low == pytest.approx(moments(once).share().low)


@pytest.mark.long
@pytest.mark.parametrize("people", [300, 1500])
@pytest.mark.parametrize("by", ["line", "places"])
def test_intervals_hold_the_truth_at_least_about_as_often_as_they_say(people, by):
    """A known world: rates of people are gamma, a year is Poisson, a tenth is listed by a noisy view of them.

    Twelve month ends overlap: each one's year shares eleven months with the next one's. Where a line decides,
    intervals hold the truth about 95 times of 100; where places do, the number listed cannot vary, which the
    intervals do not count on: they are wider than they need be.
    """
    rng = np.random.default_rng(20)
    lines = tuple(np.quantile(scores, 0.9) for scores in _world(rng, 200_000)[1:])
    world = moments(_outcomes(rng, 1_000_000, lines))
    true = (world.share().value, world.difference().value, world.ratio().value)
    held, times = np.zeros(3), 2000
    for _ in range(times):
        seen = moments(_outcomes(rng, people, lines if by == "line" else None))
        found = (seen.share(), seen.difference(), seen.ratio())
        held += [estimate.low <= value <= estimate.high for estimate, value in zip(found, true, strict=True)]
    coverage = held / times
    # 2,000 simulations are sure to about a point
    assert (coverage > 0.925).all(), coverage
    assert by == "places" or (coverage < 0.97).all(), coverage


MONTHS = 12


def _world(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By person and month end: offences of the year that follows, what the list and what a count sees."""
    rate = rng.gamma(0.4, 1.2, people) / 12
    monthly = rng.poisson(rate[:, None], (people, 2 * MONTHS)).cumsum(axis=1)
    followed = monthly[:, MONTHS:] - monthly[:, :MONTHS]
    spread = rng.random((2, people, MONTHS))
    return followed, rng.poisson(24 * rate)[:, None] + spread[0], rng.poisson(6 * rate)[:, None] + spread[1]


def _outcomes(
    rng: np.random.Generator, people: int, lines: tuple[np.floating, ...] | None = None
) -> np.ndarray:
    """Rows of a t l k: of those counted, everyone, listed, everyone. lines: None where a tenth has places."""
    followed, *scores = _world(rng, people)
    above = lines or [np.quantile(score, 0.9, axis=0) for score in scores]
    listed, counted = (score >= line for score, line in zip(scores, above, strict=True))
    total = followed.sum(axis=1)
    return np.column_stack(
        [(counted * followed).sum(axis=1), total, (listed * followed).sum(axis=1), total]
    ).astype(float)
