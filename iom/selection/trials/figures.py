"""From sums over people to the figures of a back-test: shares, differences and ratios with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement

import duckdb

from iom.selection.trials.intervals import Estimate, Moments, random_share
from iom.store import sql

WAYS = ("list", "risk", "computed", "severity", "count", "random")
# Shares of the offences and the severity of everyone eligible; of the people chosen, those who offended and
# those who were inside at the month end.
OUTCOMES = ("offences", "severity", "people", "inside")
_OF_THE_CHOSEN = ("people", "inside")
_PAIRS = tuple(combinations_with_replacement(range(4), 2))


@dataclass(frozen=True)
class Pool:
    """Everyone eligible at a month end, and what they went on to do in the year that followed, at liberty.

    weighted: of the offences, those with a severity weight; dated_inside: others that count but for that,
    left out; people: who had an offence; inside: who was at the month end. The squares are of each person's
    number.
    """

    eligible: int
    places: int
    offences: int
    weighted: int
    dated_inside: int
    people: int
    inside: int
    severity: Decimal
    offences_squared: int
    severity_squared: Decimal

    def total(self, outcome: str) -> float:
        """The sum of an outcome over everyone eligible."""
        return float(getattr(self, outcome))

    def squares(self, outcome: str) -> float:
        """The sum of its squares; of a yes or no, the same as its sum."""
        return (
            self.total(outcome) if outcome in _OF_THE_CHOSEN else float(getattr(self, f"{outcome}_squared"))
        )

    def whole(self, outcome: str) -> float:
        """What a choice's part is a share of."""
        return float(self.places) if outcome in _OF_THE_CHOSEN else self.total(outcome)


@dataclass(frozen=True)
class Figure:
    """What those chosen in one way account for. as_at None: over all month ends at which the way was open.

    part of whole is the share: of the offences or severity of everyone eligible; of the chosen, who offended
    at all, or were inside at the month end. At random, part and share are what is to be expected and the
    interval is where 95 of 100 random choices lie; of other ways it says how far the share may be chance.
    list_part of list_whole: the same of the list at those month ends. difference and ratio: the list against
    this way; None where nothing can be said, and of the list itself.
    """

    as_at: date | None
    way: str
    outcome: str
    months: int
    part: float
    whole: float
    share: Estimate | None
    list_part: float
    list_whole: float
    difference: Estimate | None
    ratio: Estimate | None


def figures(
    cursor: duckdb.DuckDBPyConnection, months: Mapping[int, date], pools: Mapping[int, Pool]
) -> tuple[Figure, ...]:
    """All figures, over all months first, then month by month; ways and outcomes in the order above.

    months: the month ends by number; reads trial_pool and trial_followed.
    """
    read = {
        (number, way, outcome): _moments(persons, numbers)
        for number, way, outcome, persons, *numbers in cursor.execute(
            sql("selection/trial_moments")
        ).fetchall()
    }
    open_at = {way: [number for number in months if (number, way, "people") in read] for way in WAYS}
    found = []
    for number, as_at in ((0, None), *months.items()):
        for way in WAYS:
            drawn = open_at[way] if number == 0 else [number]
            found += [
                _figure(as_at, way, outcome, read[number, way, outcome], [pools[one] for one in drawn])
                for outcome in OUTCOMES
                if (number, way, outcome) in read
            ]
    return tuple(found)


def _figure(as_at: date | None, way: str, outcome: str, moments: Moments, pools: list[Pool]) -> Figure:
    part, whole, list_part, list_whole = moments.sums
    share = moments.share()
    if way == "random":
        draws = [(one.eligible, one.places, one.total(outcome), one.squares(outcome)) for one in pools]
        whole = sum(one.whole(outcome) for one in pools)
        share = random_share(draws, whole)
        part = share.value * whole if share else 0.0
    return Figure(
        as_at=as_at,
        way=way,
        outcome=outcome,
        months=len(pools),
        part=part,
        whole=whole,
        share=share,
        list_part=list_part,
        list_whole=list_whole,
        difference=None if way == "list" else moments.difference(),
        ratio=None if way == "list" else moments.ratio(),
    )


def _moments(persons: int, numbers: list[Decimal]) -> Moments:
    """The sums and the products, which come as the upper half of a table."""
    sums, products = numbers[:4], numbers[4:]
    table = [[0.0] * 4 for _ in range(4)]
    for (i, j), product in zip(_PAIRS, products, strict=True):
        table[i][j] = table[j][i] = float(product)
    a, t, ell, k = (float(number) for number in sums)
    return Moments(persons, (a, t, ell, k), tuple(tuple(row) for row in table))
