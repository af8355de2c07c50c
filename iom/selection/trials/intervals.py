"""How sure a share is: intervals for shares, differences and ratios of sums over people, by linearisation.

People stand for others like them; one person's months belong together, so that sums over months that overlap
are not taken for independent. Who was chosen is taken as given. For a smooth function g of sums over n people
the variance is n/(n-1) times the sum of squares of each person's part in its first-order change (the delta
method for ratio estimators: Woodruff 1971, Journal of the American Statistical Association 66).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

# The two-sided 95% point of the normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A number and its 95% interval; low and high None: no interval can be given."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Moments:
    """Sums over people of four numbers, a t l k, and of their products, in the order of `products`.

    a, l: what those chosen in one way and those on the list did; t, k: what they are shares of.
    """

    persons: int
    sums: tuple[float, float, float, float]
    products: tuple[tuple[float, ...], ...]

    def share(self) -> Estimate | None:
        """a / t, its interval on the logit scale, which keeps it between 0 and 1; None: nothing to share."""
        a, t, _, _ = self.sums
        if t <= 0:
            return None
        value = a / t
        if not 0 < value < 1:
            return Estimate(value)
        error = self._error((1 / t, -a / t**2, 0, 0)) / (value * (1 - value))
        middle = log(value / (1 - value))
        return Estimate(value, _expit(middle - _Z * error), _expit(middle + _Z * error))

    def difference(self) -> Estimate | None:
        """l / k less a / t."""
        a, t, ell, k = self.sums
        if t <= 0 or k <= 0:
            return None
        value = ell / k - a / t
        error = self._error((-1 / t, a / t**2, 1 / k, -ell / k**2))
        return Estimate(value, value - _Z * error, value + _Z * error)

    def ratio(self) -> Estimate | None:
        """(l / k) / (a / t), its interval on the log scale."""
        a, t, ell, k = self.sums
        if min(a, t, ell, k) <= 0:
            return None
        value = (ell / k) / (a / t)
        error = self._error((-1 / a, 1 / t, 1 / ell, -1 / k))
        return Estimate(value, value * exp(-_Z * error), value * exp(_Z * error))

    def _error(self, slopes: Sequence[float]) -> float:
        """The standard error of a function with these slopes, whose weighted sums come to nought."""
        square = sum(
            one * other * self.products[i][j]
            for i, one in enumerate(slopes)
            for j, other in enumerate(slopes)
        )
        # a square that rounding made a little less than nothing is nothing
        return sqrt(max(square, 0.0) * self.persons / max(self.persons - 1, 1))


def random_share(pools: Sequence[tuple[int, int, float, float]], whole: float) -> Estimate | None:
    """What share of a whole a random choice accounts for: its expectation, and where 95 of 100 choices lie.

    pools: one (people, places, total, sum of squares) a draw, each draw without replacement and apart from
    the others. Mean and variance are exact (of a yes or no they are the hypergeometric distribution's); the
    interval is normal, cut at 0 and 1. None: nothing to share.
    """
    if whole <= 0:
        return None
    expected = sum(places * total / people for people, places, total, _ in pools)
    variance = sum(
        places * (people - places) / (people - 1) * (squares / people - (total / people) ** 2)
        for people, places, total, squares in pools
        if people > 1
    )
    value, error = expected / whole, sqrt(max(variance, 0.0)) / whole
    return Estimate(value, max(value - _Z * error, 0.0), min(value + _Z * error, 1.0))


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))
