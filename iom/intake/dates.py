"""Named date formats: a column is read in the formats that its mapping names and in no other."""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from iom.moments import MONTH_NAMES

# No record of anyone who could be managed today speaks of an earlier day: such a year is a slip of the pen,
# or how a system writes a blank. The command line takes no earlier day either (iom/cli/moments.py).
EARLIEST = date(1900, 1, 1)
# A day to come that was written with two digits of its year was a hundred years earlier.
CENTURY = "-100y"

# token -> (form of its text, strptime directive)
TOKENS = {
    "yyyy": (r"[0-9]{4}", "%Y"),
    "yy": (r"[0-9]{2}", "%y"),
    "Month": (f"(?:(?i){'|'.join(MONTH_NAMES)})", "%B"),
    "Mon": (r"[A-Za-z]{3}", "%b"),
    "mm": (r"[0-9]{2}", "%m"),
    "m": (r"[0-9]{1,2}", "%m"),
    "dd": (r"[0-9]{2}", "%d"),
    "d": (r"[0-9]{1,2}", "%d"),
    "HH": (r"[0-9]{2}", "%H"),
    "MM": (r"[0-9]{2}", "%M"),
    "SS": (r"[0-9]{2}", "%S"),
}
MONTHS = frozenset({"mm", "m", "Mon", "Month"})
_TOKEN = re.compile("|".join(sorted(TOKENS, key=len, reverse=True)))
# What other programs call the parts.
_FOREIGN = re.compile(r"%|Y|D")


@dataclass(frozen=True)
class DateFormat:
    """A format of a mapping document: its name there, its tokens, the line that defines it."""

    name: str
    tokens: str
    line: int

    def said(self, document: str) -> str:
        """The format as a sentence names it."""
        return (
            "a date cell" if self is CELL else f'{self.tokens} ("{self.name}", {document} line {self.line})'
        )

    @property
    def precision(self) -> str:
        """What a value of this format tells: day, month or year."""
        found = set(_TOKEN.findall(self.tokens))
        if found & {"dd", "d"}:
            return "day"
        return "month" if found & MONTHS else "year"


# How a workbook's or Parquet file's own dates are written as text, with a time or without.
CELL = DateFormat("date cell", "yyyy-mm-dd", 0)
_CELL_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?)?$"


def fault(tokens: str) -> str | None:
    """What is wrong with a format, or None."""
    found = _TOKEN.findall(tokens)
    if not set(found) & {"yyyy", "yy"}:
        hint = "; parts are written in small letters and without %, as dd/mm/yyyy"
        return "it has no year (yyyy or yy)" + (hint if _FOREIGN.search(tokens) else "")
    if len(found) != len(set(found)):
        return "it names a part twice"
    rest = _TOKEN.sub("", tokens)
    if re.search(r"[A-Za-z0-9%]", rest.replace("T", "").replace("Z", "")):
        return f"it may hold the tokens {', '.join(TOKENS)} and marks between them"
    if set(found) & {"dd", "d"} and not set(found) & MONTHS:
        hint = " (mm; MM are minutes)" if "MM" in found else ""
        return f"it has a day and no month{hint}"
    return None


def read(text: pl.Expr, formats: tuple[DateFormat, ...], latest: date | None = None) -> pl.Expr:
    """The date that a text spells in the first format it fits; NULL when in none. Times are cut off.

    A month or a year alone is its first day. latest: a day after it, written with a year of two digits, was
    a hundred years earlier; a year of four digits is what it says.
    """
    return pl.coalesce([_in_its_century(_read_one(text, one), one, latest) for one in formats])


def _in_its_century(value: pl.Expr, chosen: DateFormat, latest: date | None) -> pl.Expr:
    if latest is None or "yyyy" in chosen.tokens:
        return value
    return pl.when(value > latest).then(value.dt.offset_by(CENTURY)).otherwise(value)


def precision(text: pl.Expr, formats: tuple[DateFormat, ...]) -> pl.Expr:
    """day, month or year: how exact the format is that a text fits; NULL when in none."""
    return pl.coalesce(
        [pl.when(_read_one(text, one).is_not_null()).then(pl.lit(one.precision)) for one in formats]
    )


def _read_one(text: pl.Expr, chosen: DateFormat) -> pl.Expr:
    if chosen is CELL:
        day = pl.when(text.str.contains(_CELL_FORM)).then(text.str.slice(0, 10))
        return day.str.strptime(pl.Date, "%Y-%m-%d", strict=False)
    form, directives = "", ""
    position = 0
    for token in _TOKEN.finditer(chosen.tokens):
        between = chosen.tokens[position : token.start()]
        shape, directive = TOKENS[token[0]]
        form += re.escape(between) + shape
        directives += between + directive
        position = token.end()
    form += re.escape(chosen.tokens[position:])
    directives += chosen.tokens[position:]
    # A whole day is asked of the reader always, so that month and year formats are completed first.
    tail = {"day": "", "month": "~01", "year": "~01~01"}[chosen.precision]
    directives += {"day": "", "month": "~%d", "year": "~%m~%d"}[chosen.precision]
    fits = text.str.contains(f"^{form}$")
    whole = pl.when(fits).then(pl.concat_str([text, pl.lit(tail)]))
    if "%H" in directives:
        return whole.str.strptime(pl.Datetime("us"), directives, strict=False).dt.date()
    return whole.str.strptime(pl.Date, directives, strict=False)
