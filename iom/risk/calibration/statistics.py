"""The statistics of calibration: pure functions on arrays. Each says where its formula is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from iom.risk.calibration.limits import limits

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STEPS = 50
_SMALL = 1e-12


@dataclass(frozen=True)
class Estimate:
    """A number, its 95% interval and, where the interval is normal, its standard error."""

    value: float
    low: float
    high: float
    error: float | None = None


@dataclass(frozen=True)
class Line:
    """A logistic regression of the outcome on the logit of the score: intercept and slope."""

    intercept: Estimate
    slope: Estimate


def expit(z: Numbers) -> Numbers:
    """The probability whose logit is z, without overflow."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


def wilson(events: int, people: int) -> Estimate:
    """A share and its score interval (Wilson 1927, Journal of the American Statistical Association 22)."""
    z = limits().z
    share = events / people
    middle = (share + z**2 / (2 * people)) / (1 + z**2 / people)
    reach = z / (1 + z**2 / people) * sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    # at none and at all the formula gives the end itself, but for rounding
    low = 0.0 if events == 0 else middle - reach
    high = 1.0 if events == people else middle + reach
    return Estimate(share, low, high)


def auc(z: Numbers, outcome: Flags) -> Estimate | None:
    """How often who had the outcome had the higher score than who had not; a tie counts half.

    Standard error by DeLong, DeLong and Clarke-Pearson (1988, Biometrics 44), from ranks as Sun and Xu (2014,
    IEEE Signal Processing Letters 21) work it out; the interval is normal, cut at 0 and 1. None: fewer than
    two people on a side.
    """
    with_it, without = z[outcome], z[~outcome]
    m, n = len(with_it), len(without)
    if m < 2 or n < 2:
        return None
    among_all = mid_ranks(np.concatenate((with_it, without)))
    higher = (among_all[:m] - mid_ranks(with_it)) / n
    lower = 1 - (among_all[m:] - mid_ranks(without)) / m
    value = float(higher.mean())
    return _normal(
        value, sqrt(float(higher.var(ddof=1)) / m + float(lower.var(ddof=1)) / n), within=(0.0, 1.0)
    )


def mid_ranks(values: Numbers) -> Numbers:
    """Ranks from 1; equals share the mean of theirs."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(sizes) - (sizes - 1) / 2)[place]


def line(z: Numbers, outcome: Flags) -> Line | None:
    """Slope and intercept of the outcome on the logit of the score (Cox 1958, Biometrika 45).

    By maximum likelihood; errors from the information. None where no maximum exists, as where one score
    parts those with the outcome from those without, or everyone has the same score.
    """
    fitted = _fit(np.column_stack((np.ones_like(z), z)), outcome, np.zeros_like(z))
    if fitted is None:
        return None
    return Line(*(_normal(value, error) for value, error in fitted))


def in_the_large(z: Numbers, outcome: Flags) -> Estimate | None:
    """The intercept where the slope is held at 1: how far all scores are off, as a logit."""
    fitted = _fit(np.ones((len(z), 1)), outcome, z)
    return None if fitted is None else _normal(*fitted[0])


def brier(z: Numbers, outcome: Flags) -> float:
    """The mean square of score less outcome (Brier 1950, Monthly Weather Review 78)."""
    return float(np.mean((expit(z) - outcome) ** 2))


def brier_scaled(z: Numbers, outcome: Flags) -> float | None:
    """What share of the Brier score of the mean outcome alone is saved: 1 perfect, 0 no better."""
    share = float(np.mean(outcome))
    return 1 - brier(z, outcome) / (share * (1 - share)) if 0 < share < 1 else None


def tenths(z: Numbers, parts: int) -> NDArray[np.int64]:
    """In which part of the scores each lies, 1 the lowest; equal scores are never parted, so sizes differ."""
    place = (mid_ranks(z) - 0.5) / len(z)
    return np.minimum((place * parts).astype(np.int64), parts - 1) + 1


def _fit(design: Numbers, outcome: Flags, offset: Numbers) -> Sequence[tuple[float, float]] | None:
    """Coefficients and their errors by Newton's steps; None where they run away or are not settled."""
    if len(outcome) == 0 or outcome.all() or not outcome.any():
        return None
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        expected = expit(design @ coefficients + offset)
        information = (design * (expected * (1 - expected))[:, None]).T @ design
        try:
            step = np.linalg.solve(information, design.T @ (outcome - expected))
        except np.linalg.LinAlgError:
            return None
        while _likelihood(design, outcome, offset, coefficients + step) < _likelihood(
            design, outcome, offset, coefficients
        ) and np.any(np.abs(step) > _SMALL):
            step = step / 2
        coefficients = coefficients + step
        if np.all(np.abs(step) <= _SMALL * (1 + np.abs(coefficients))):
            return _with_errors(design, offset, coefficients)
    return None


def _with_errors(
    design: Numbers, offset: Numbers, coefficients: Numbers
) -> Sequence[tuple[float, float]] | None:
    expected = expit(design @ coefficients + offset)
    information = (design * (expected * (1 - expected))[:, None]).T @ design
    if np.linalg.cond(information) > 1 / _SMALL:
        # perfectly parted, or all scores the same: numbers would mean nothing
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return [(float(value), float(error)) for value, error in zip(coefficients, errors, strict=True)]


def _likelihood(design: Numbers, outcome: Flags, offset: Numbers, coefficients: Numbers) -> float:
    z = design @ coefficients + offset
    return float(-np.logaddexp(0, np.where(outcome, -z, z)).sum())


def _normal(value: float, error: float, within: tuple[float, float] | None = None) -> Estimate:
    low, high = value - limits().z * error, value + limits().z * error
    if within:
        low, high = max(low, within[0]), min(high, within[1])
    return Estimate(value, low, high, error)
