"""Seeded draws that come out the same on every platform: uniforms of PCG64, turned over in plain Python."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from statistics import NormalDist
from typing import TypeVar
from zlib import crc32

import numpy as np

Item = TypeVar("Item")
_BLOCK = 256
_NORMAL = NormalDist()


class Chances:
    """Items with their weights, made ready for many draws."""

    def __init__(self, weighted: Sequence[tuple[object, float]]) -> None:
        self.items = [item for item, _ in weighted]
        self.edges = list(accumulate(weight for _, weight in weighted))


class Dice:
    """One stream of draws, named: a part of the partnership never moves the draws of another."""

    def __init__(self, seed: int, *name: str | int) -> None:
        key = [part if isinstance(part, int) else crc32(part.encode()) for part in name]
        self._bits = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *key])))
        self._held: list[float] = []

    def uniform(self) -> float:
        """A number in [0, 1)."""
        if not self._held:
            # numpy promises this stream to stay; its shaped distributions may change between versions
            self._held = self._bits.random(_BLOCK).tolist()
        return self._held.pop()

    def chance(self, share: float) -> bool:
        """True in that share of draws."""
        return self.uniform() < share

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely."""
        return items[int(self.uniform() * len(items))]

    def weighted(self, chances: Chances) -> object:
        """One of the items, by weight."""
        edges = chances.edges
        return chances.items[min(bisect_right(edges, self.uniform() * edges[-1]), len(edges) - 1)]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """Count different items, in the order drawn. Raises ValueError when there are not so many."""
        if count > len(items):
            raise ValueError(f"{count} of {len(items)} items asked for")
        left = list(items)
        drawn = []
        for _ in range(count):
            at = int(self.uniform() * len(left))
            left[at], left[-1] = left[-1], left[at]
            drawn.append(left.pop())
        return drawn

    def wait(self, mean: float) -> float:
        """Time to the next event that comes once in mean on average (exponential)."""
        return -mean * log(1.0 - self.uniform())

    def days(self, mean: float) -> int:
        """Whole days, exponential, so many on average."""
        return int(self.wait(mean) + 0.5) if mean > 0 else 0

    def normal(self) -> float:
        """A standard normal number."""
        return _NORMAL.inv_cdf(min(max(self.uniform(), 1e-12), 1 - 1e-12))

    def lognormal(self, median: float, sigma: float) -> float:
        """A positive number of that median and spread of its logarithm."""
        return median * exp(sigma * self.normal())
