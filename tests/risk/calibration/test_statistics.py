"""Each statistic gives what others' software, a published example or a slow count gives."""

import numpy as np
import pytest
from scipy.stats import rankdata
from statsmodels.discrete.discrete_model import Logit
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.proportion import proportion_confint

from iom.risk.calibration import statistics

NINE = 1e-9


def made(seed: int, people: int, slope: float = 0.8, intercept: float = -0.3):
    """Scores as logits, with ties, and outcomes that follow them."""
    dice = np.random.default_rng(seed)
    z = np.round(dice.normal(-0.5, 1.3, people), 1)
    return z, dice.random(people) < 1 / (1 + np.exp(-(intercept + slope * z)))


def with_one(z):
    return np.column_stack((np.ones_like(z), z))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("people", [60, 700, 20_000])
def test_slope_and_intercept_are_those_of_statsmodels(seed, people):
    z, outcome = made(seed, people)
    found = statistics.line(z, outcome)
    assert found is not None
    for theirs in (
        GLM(outcome.astype(float), with_one(z), family=families.Binomial()).fit(
            tol=1e-14, tol_criterion="params"
        ),
        Logit(outcome.astype(float), with_one(z)).fit(disp=0, method="newton", tol=1e-14),
    ):
        for mine, value, error, (low, high) in zip(
            (found.intercept, found.slope), theirs.params, theirs.bse, theirs.conf_int(), strict=True
        ):
            assert mine.value == pytest.approx(value, rel=NINE, abs=1e-12)
            assert mine.error == pytest.approx(error, rel=NINE)
            # an end near nought is a small difference of large numbers
            assert (mine.low, mine.high) == pytest.approx((low, high), rel=NINE, abs=NINE)


@pytest.mark.parametrize("seed", range(5))
def test_the_intercept_in_the_large_is_that_of_statsmodels_with_the_score_as_offset(seed):
    z, outcome = made(seed, 900)
    found = statistics.in_the_large(z, outcome)
    theirs = GLM(outcome.astype(float), np.ones((len(z), 1)), family=families.Binomial(), offset=z).fit(
        tol=1e-14, tol_criterion="params"
    )
    assert found is not None
    assert found.value == pytest.approx(theirs.params[0], rel=NINE)
    assert found.error == pytest.approx(theirs.bse[0], rel=NINE)


def test_no_line_is_given_where_none_is_best():
    z = np.linspace(-2, 2, 100)
    assert statistics.line(z, z > 0.1) is None, "one score parts all"
    assert statistics.line(np.full(100, 0.5), z > 0.1) is None, "all scores are the same"
    assert statistics.line(z, np.ones(100, bool)) is None, "everyone has the outcome"
    assert statistics.line(z, np.zeros(100, bool)) is None, "nobody has"
    assert statistics.in_the_large(z, np.zeros(100, bool)) is None


def test_a_line_is_found_where_a_whole_step_would_go_too_far():
    z = np.concatenate((np.full(200, -9.0), np.full(200, 9.0)))
    outcome = np.concatenate((np.arange(200) < 1, np.arange(200) < 199))
    found = statistics.line(z, outcome)
    assert found is not None
    # two groups of one score each: the line goes through both of their logits
    assert found.intercept.value == pytest.approx(0, abs=1e-9)
    assert found.slope.value == pytest.approx(np.log(199) / 9, rel=NINE)


@pytest.mark.parametrize(
    ("events", "people"), [(0, 1), (1, 1), (0, 40), (40, 40), (1, 3), (50, 744), (388, 744), (9_999, 10_000)]
)
def test_the_interval_of_a_share_is_wilsons(events, people):
    found = statistics.wilson(events, people)
    low, high = proportion_confint(events, people, alpha=0.05, method="wilson")
    assert (found.value, found.low, found.high) == pytest.approx(
        (events / people, low, high), rel=NINE, abs=1e-12
    )
    assert 0 <= found.low <= found.value <= found.high <= 1


def pairs(z, outcome) -> tuple[float, float]:
    """AUC and its standard error by DeLong, each pair looked at in turn."""
    with_it, without = list(z[outcome]), list(z[~outcome])
    won = [[1.0 if x > y else 0.5 if x == y else 0.0 for y in without] for x in with_it]
    m, n = len(with_it), len(without)
    of_each = [sum(row) / n for row in won]
    of_other = [sum(row[j] for row in won) / m for j in range(n)]
    value = sum(of_each) / m
    variance = sum((one - value) ** 2 for one in of_each) / (m - 1) / m
    variance += sum((one - value) ** 2 for one in of_other) / (n - 1) / n
    return value, variance**0.5


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("people", [12, 90, 400])
def test_the_auc_and_its_error_are_those_of_all_pairs_looked_at_in_turn(seed, people):
    z, outcome = made(seed, people)
    found = statistics.auc(z, outcome)
    assert found is not None
    value, error = pairs(z, outcome)
    assert found.value == pytest.approx(value, rel=NINE)
    assert found.error == pytest.approx(error, rel=NINE)


def test_the_auc_is_that_of_the_published_readings_of_109_images():
    # Hanley and McNeil, Radiology 143 (1982) 29-36, table: one reader's ratings 1 to 5 of images without and
    # with disease; area 0.893. Stata's manual, [R] roctab, gives for them 0.8932, 0.0307 (DeLong) and the
    # interval 0.83295-0.95339.
    without, with_it = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    ratings = np.array(
        [r for side in (without, with_it) for r, n in enumerate(side, 1) for _ in range(n)], float
    )
    found = statistics.auc(ratings, np.arange(109) >= sum(without))
    assert found is not None
    assert round(found.value, 4) == 0.8932
    assert found.error is not None and round(found.error, 4) == 0.0307
    assert (round(found.low, 5), round(found.high, 5)) == (0.83295, 0.95339)


def test_no_auc_is_given_with_fewer_than_two_people_on_a_side():
    assert statistics.auc(np.arange(5.0), np.arange(5) > 3) is None
    assert statistics.auc(np.arange(5.0), np.arange(5) > 4) is None


def test_equals_share_the_mean_of_their_ranks():
    z, _ = made(3, 500)
    assert (statistics.mid_ranks(z) == rankdata(z)).all()


def test_the_brier_score_is_the_mean_square_worked_out_by_hand():
    z = np.log(np.array([0.8, 0.4, 0.1, 0.5]) / (1 - np.array([0.8, 0.4, 0.1, 0.5])))
    outcome = np.array([True, False, False, True])
    # 0.04 + 0.16 + 0.01 + 0.25, over four; half have the outcome: 0.25 for the mean alone
    assert statistics.brier(z, outcome) == pytest.approx(0.115, rel=NINE)
    assert statistics.brier_scaled(z, outcome) == pytest.approx(1 - 0.115 / 0.25, rel=NINE)
    assert statistics.brier_scaled(z, np.ones(4, bool)) is None


def test_a_probability_is_worked_out_at_any_logit():
    found = statistics.expit(np.array([-800.0, -2.0, 0.0, 2.0, 800.0]))
    assert found[[0, 2, 4]] == pytest.approx([0, 0.5, 1], abs=1e-300)
    assert found[1] + found[3] == pytest.approx(1, rel=1e-15)


def test_tenths_hold_a_tenth_each_and_never_part_equals():
    assert list(np.bincount(statistics.tenths(np.arange(50.0), 10))[1:]) == [5] * 10
    z, _ = made(4, 331)
    parts = statistics.tenths(z, 10)
    assert all(len(set(parts[z == score])) == 1 for score in set(z))
    assert (np.diff(parts[np.argsort(z)]) >= 0).all()
    assert set(statistics.tenths(np.full(20, 1.0), 10)) == {6}
