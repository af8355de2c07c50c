"""Which date formats the values of a column are written in, and whether any of them tells day from month."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from iom.intake import dates
from iom.intake.dates import CELL, DateFormat

LEAST_SHARE = 0.005  # of a column's values: rarer ways of writing are slips
MOST_FORMATS = 5  # whoever keeps a list by hand writes dates as they come
MANY, CROWDED_SHARE = 10, 0.01  # rows of one last day that make it no event but a sign
_TIME = r"(?P<time>[ T][0-9]{2}:[0-9]{2}(?P<seconds>:[0-9]{2})?)?(?P<zone>Z)?"
_LAST = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<mark>[/.-])(?P<b>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})" + _TIME
)
_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<a>[0-9]{1,2})(?P=mark)(?P<b>[0-9]{1,2})" + _TIME)
_NAMED = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<mark>[ /-])(?P<month>[A-Za-z]{3,9})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})" + _TIME
)
_COMPACT = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_MONTH_FIRST, _MONTH_LAST = re.compile(r"[0-9]{4}-[0-9]{2}"), re.compile(r"[0-9]{2}/[0-9]{4}")


@dataclass(frozen=True)
class Dates:
    """How a column's dates are written. fit: share of its values that are dates so.

    undecided: formats that could as well have day and month the other way round, in the same order.
    day_first, month_first: values that can only be read so. far: values from 2099 on.
    crowded: the latest day, if so many rows have it that it is nobody's own, with their number.
    """

    formats: tuple[str, ...]
    fit: float
    undecided: tuple[str, ...] = ()
    day_first: int = 0
    month_first: int = 0
    cells: int = 0
    far: int = 0
    crowded: tuple[date, int] | None = None


@dataclass(frozen=True)
class _Shape:
    """A way of writing: order is year-first, year-last, or as it stands; tail: what follows the day.

    named, in_full: with the name of the month, of three letters or whole.
    """

    order: str
    mark: str
    year: str
    tail: str


def found(values: Mapping[str, int], *, has_cells: bool) -> Dates | None:
    """The formats that a column's values, counted, are written in; None if no more than a few are dates."""
    total = sum(values.values())
    if not total:
        return None
    shapes: Counter[_Shape] = Counter()
    short: set[_Shape] = set()
    first, second, mays = Counter[_Shape](), Counter[_Shape](), Counter[_Shape]()
    for value, n in values.items():
        shape, a, b = _shape(value)
        if shape is None:
            continue
        shapes[shape] += n
        mays[shape] += n * ("may" in value.lower())
        if len(a) == 1 or (b is not None and len(b) == 1):
            short.add(shape)
        if b is not None:
            first[shape] += n * (int(a) > 12)
            second[shape] += n * (int(b) > 12)
    _with_may(shapes, short, mays)
    kept = [s for s, n in shapes.most_common(MOST_FORMATS) if n >= LEAST_SHARE * total]
    if not kept:
        return None
    last = [s for s in kept if s.order == "last"]
    day_first, month_first = (sum(counts[s] for s in last) for counts in (first, second))
    formats, undecided = [], []
    for shape in kept:
        swapped = shape.order == "first" and first[shape] > second[shape]
        if shape.order == "last":
            swapped = month_first > day_first
            if not day_first and not month_first:
                undecided.append(_tokens(shape, short=shape in short, swapped=False))
        tokens = _tokens(shape, short=shape in short, swapped=swapped)
        formats.append(tokens)
    text = pl.Series("v", list(values), pl.String)
    counts = pl.Series("n", list(values.values()), pl.Int64)
    chosen = tuple(DateFormat("", tokens, 0) for tokens in formats)
    if has_cells:
        chosen = (*chosen, CELL)
    read = pl.DataFrame([text, counts]).with_columns(dates.read(pl.col("v"), chosen).alias("d"))
    fit = float(read.filter(pl.col("d").is_not_null())["n"].sum()) / total
    far = int(read.filter(pl.col("d").dt.year() >= 2099)["n"].sum())
    crowded = _crowded(read, total)
    cells = 0
    if has_cells:
        plain = [t for t in formats if t in ("yyyy-mm-dd", "yyyy-mm-dd HH:MM:SS")]
        cells = sum(n for s, n in shapes.items() if s.order == "first" and s.mark == "-")
        formats = [t for t in formats if t not in plain]
    return Dates(tuple(formats), fit, tuple(undecided), day_first, month_first, cells, far, crowded)


def _crowded(read: pl.DataFrame, total: int) -> tuple[date, int] | None:
    days = read.filter(pl.col("d").is_not_null()).group_by("d").agg(pl.col("n").sum()).sort("d")
    if not len(days):
        return None
    day, rows = days.row(-1)
    return (day, rows) if rows >= MANY and rows >= CROWDED_SHARE * total else None


def _with_may(shapes: Counter[_Shape], short: set[_Shape], mays: Mapping[_Shape, int]) -> None:
    """May is whole with three letters: it is no way of writing of its own beside months that are whole."""
    for shape, n in mays.items():
        whole = replace(shape, order="in_full")
        if shape.order == "named" and shapes[shape] == n and shapes[whole]:
            shapes[whole] += shapes.pop(shape)
            if shape in short:
                short.add(whole)


def _shape(value: str) -> tuple[_Shape | None, str, str | None]:
    for kind, form in (("last", _LAST), ("first", _FIRST), ("named", _NAMED)):
        if match := form.fullmatch(value):
            b, order = match["b"] if kind != "named" else None, kind
            if kind == "named" and len(match["month"]) > 3:
                if match["month"].title() not in dates.MONTH_NAMES:
                    return None, "", None
                order = "in_full"
            tail = ""
            if match["time"]:
                tail = match["time"][0] + ("HH:MM:SS" if match["seconds"] else "HH:MM")
            year = "yyyy" if len(match["year"]) == 4 else "yy"
            return _Shape(order, match["mark"], year, tail + (match["zone"] or "")), match["a"], b
    for form, tokens in ((_COMPACT, "yyyymmdd"), (_MONTH_FIRST, "yyyy-mm"), (_MONTH_LAST, "mm/yyyy")):
        if form.fullmatch(value):
            return _Shape(tokens, "", "", ""), "00", None
    return None, "", None


def _tokens(shape: _Shape, *, short: bool, swapped: bool) -> str:
    day, month = ("d", "m") if short else ("dd", "mm")
    mark, year = shape.mark, shape.year
    match shape.order:
        case "last":
            parts = (month, day, year) if swapped else (day, month, year)
        case "first":
            parts = (year, day, month) if swapped else (year, month, day)
        case "named":
            parts = (day, "Mon", year)
        case "in_full":
            parts = (day, "Month", year)
        case _:
            return shape.order
    return mark.join(parts) + shape.tail


def turned(tokens: str) -> str:
    """The format with day and month the other way round."""
    mark = next(sign for sign in tokens if not sign.isalpha())
    a, b, *rest = tokens.split(mark)
    return mark.join((b, a, *rest))


def has_day(tokens: str) -> bool:
    """Whether a format tells the day."""
    return DateFormat("", tokens, 0).precision == "day"


def contradict(one: str, other: str) -> bool:
    """Whether two formats differ in which of two numbers is the day: of one text they make two dates."""
    return _loose(one).translate(_SWAPPED) == _loose(other) != _loose(one)


_SWAPPED = str.maketrans("dm", "md")


def _loose(tokens: str) -> str:
    """A format without its time, whatever the number of its digits."""
    day = re.sub(r"[ T]?HH.*", "", tokens)
    return re.sub(r"([dmy])\1+", r"\1", day)
