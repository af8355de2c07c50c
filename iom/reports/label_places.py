"""Where the words beside the points of a square picture stand, so that no line goes through them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# In pixels: of a letter at the size that labels have, and the space that a label keeps from its point.
_LETTER, _HALF_HEIGHT, _APART = 6.6, 6.0, 8.0
# How far above or below its point a label may stand, those nearest first.
_STEPS = (10.0, 0.0, 20.0, 30.0)
_STEP = 2.0  # pixels between the places at which a line is looked for

Point = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """A point from 0 to 1 each way, its words, and the ends of the bar through it."""

    at: Point
    words: str
    low: float
    high: float


@dataclass(frozen=True)
class _Box:
    left: float
    middle: float
    width: float

    def holds(self, point: Point) -> bool:
        inside = self.left - 1 <= point[0] <= self.left + self.width + 1
        return inside and abs(point[1] - self.middle) <= _HALF_HEIGHT

    def overlaps(self, other: "_Box") -> bool:
        beside = self.left + self.width < other.left or other.left + other.width < self.left
        return not beside and abs(self.middle - other.middle) < 2 * _HALF_HEIGHT


def places(labels: Sequence[Label], lines: Sequence[Sequence[Point]], side: int) -> list[Point]:
    """By label, where its words begin and how high their middle stands, from 0 to 1 each way.

    lines: the corners of each line of the picture; side: of the picture, in pixels. Each label takes the
    place with the least line in it that is left by those before it.
    """
    bars = [((one.at[0], one.low), (one.at[0], one.high)) for one in labels]
    ink = [point for line in (*lines, *bars) for point in _along(line, side)]
    taken: list[_Box] = []
    for one in labels:
        boxes = list(_around(one, side))
        taken.append(min(boxes, key=lambda box: _cost(box, ink, taken, side)))
    return [(box.left / side, box.middle / side) for box in taken]


def _along(line: Sequence[Point], side: int) -> Iterator[Point]:
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = int(max(abs(to_x - x), abs(to_y - y)) * side / _STEP) + 1
        for step in range(steps + 1):
            part = step / steps
            yield (x + (to_x - x) * part) * side, (y + (to_y - y) * part) * side


def _around(one: Label, side: int) -> Iterator[_Box]:
    x, y = one.at[0] * side, one.at[1] * side
    width = _LETTER * len(one.words)
    for step in _STEPS:
        for up in dict.fromkeys((-step, step)):
            yield _Box(x + _APART, y + up, width)
            yield _Box(x - _APART - width, y + up, width)


def _cost(box: _Box, ink: Sequence[Point], taken: Sequence[_Box], side: int) -> int:
    out = box.left < 0 or box.left + box.width > side or not _HALF_HEIGHT < box.middle < side - _HALF_HEIGHT
    covered = sum(box.holds(point) for point in ink)
    return covered + 1000 * (out + sum(box.overlaps(other) for other in taken))
