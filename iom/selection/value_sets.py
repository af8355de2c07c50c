"""Sets of values that one name may have: of numbers the intervals, of words those listed or all but those."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


@dataclass(frozen=True)
class Interval:
    """Numbers from low to high; None: no end on that side; low_in, high_in: the end is one of them."""

    low: Decimal | None = None
    low_in: bool = True
    high: Decimal | None = None
    high_in: bool = True

    def meet(self, other: "Interval") -> "Interval":
        """The numbers in both."""
        low, low_in = _tighter((self.low, self.low_in), (other.low, other.low_in), upward=True)
        high, high_in = _tighter((self.high, self.high_in), (other.high, other.high_in), upward=False)
        return Interval(low, low_in, high, high_in)

    def has_any(self, *, whole: bool) -> bool:
        """Whether there is a number in it; whole: a whole one."""
        if self.low is None or self.high is None:
            return True
        low, low_in, high, high_in = self.low, self.low_in, self.high, self.high_in
        if whole:
            rounded = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
            low, low_in = (rounded[0], True) if rounded[0] != low else (low + (not low_in), True)
            high, high_in = (rounded[1], True) if rounded[1] != high else (high - (not high_in), True)
        return low < high or (low == high and low_in and high_in)


@dataclass(frozen=True)
class Numbers:
    """Numbers in any of some intervals; whole: whole ones only."""

    intervals: tuple[Interval, ...] = (Interval(),)
    whole: bool = False

    def meet(self, other: "Numbers") -> "Numbers":
        """The numbers in both."""
        whole = self.whole or other.whole
        both = (mine.meet(others) for mine in self.intervals for others in other.intervals)
        return Numbers(tuple(one for one in both if one.has_any(whole=whole)), whole)

    @property
    def is_empty(self) -> bool:
        """Whether there is no such number."""
        return not any(one.has_any(whole=self.whole) for one in self.intervals)

    def holds(self, value: Decimal) -> bool:
        """Whether a number is one of them."""
        return not self.meet(Numbers((Interval(value, True, value, True),))).is_empty


@dataclass(frozen=True)
class Words:
    """Some words or truth values; excluded: every one but those."""

    words: frozenset[str | bool]
    excluded: bool = False

    def meet(self, other: "Words") -> "Words":
        """Those in both."""
        if self.excluded and other.excluded:
            return Words(self.words | other.words, True)
        if self.excluded:
            return Words(other.words - self.words)
        return Words(self.words - other.words if other.excluded else self.words & other.words)

    @property
    def is_empty(self) -> bool:
        """Whether there is no such word."""
        return not self.excluded and not self.words


Values = Numbers | Words
ANY_NUMBER = Numbers()
ANY_WORD = Words(frozenset(), True)
EITHER = Words(frozenset({True, False}))


def compared(operator: str, value: Decimal) -> Numbers:
    """The numbers that stand to a value as the operator says."""
    match operator:
        case "==":
            return Numbers((Interval(value, True, value, True),))
        case "!=":
            return Numbers((Interval(high=value, high_in=False), Interval(low=value, low_in=False)))
        case "<":
            return Numbers((Interval(high=value, high_in=False),))
        case "<=":
            return Numbers((Interval(high=value),))
        case ">":
            return Numbers((Interval(low=value, low_in=False),))
        case _:
            return Numbers((Interval(low=value),))


def among(values: Collection[Decimal], *, excluded: bool) -> Numbers:
    """Some numbers, or every one but those."""
    if not excluded:
        return Numbers(tuple(Interval(value, True, value, True) for value in sorted(set(values))))
    left = ANY_NUMBER
    for value in sorted(set(values)):
        left = left.meet(compared("!=", value))
    return left


def _tighter(
    one: tuple[Decimal | None, bool], other: tuple[Decimal | None, bool], *, upward: bool
) -> tuple[Decimal | None, bool]:
    """Of two ends on one side, the one that leaves less; of equal ones, that without the end itself."""
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    if one[0] == other[0]:
        return one[0], one[1] and other[1]
    return max(one, other) if upward else min(one, other)
