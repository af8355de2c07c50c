"""Named date formats: a column is read in the formats that its mapping names and in no other."""

import re
from dataclasses import dataclass

import polars as pl

# token -> (form of its text, strptime directive)
TOKENS = {
    "yyyy": (r"[0-9]{4}", "%Y"),
    "yy": (r"[0-9]{2}", "%y"),
    "Mon": (r"[A-Za-z]{3}", "%b"),
    "mm": (r"[0-9]{2}", "%m"),
    "m": (r"[0-9]{1,2}", "%m"),
    "dd": (r"[0-9]{2}", "%d"),
    "d": (r"[0-9]{1,2}", "%d"),
    "HH": (r"[0-9]{2}", "%H"),
    "MM": (r"[0-9]{2}", "%M"),
    "SS": (r"[0-9]{2}", "%S"),
}
_TOKEN = re.compile("|".join(sorted(TOKENS, key=len, reverse=True)))


@dataclass(frozen=True)
class DateFormat:
    """A format of a mapping document: its name there, its tokens, the line that defines it."""

    name: str
    tokens: str
    line: int

    @property
    def precision(self) -> str:
        """What a value of this format tells: day, month or year."""
        found = set(_TOKEN.findall(self.tokens))
        if found & {"dd", "d"}:
            return "day"
        return "month" if found & {"mm", "m", "Mon"} else "year"


def fault(tokens: str) -> str | None:
    """What is wrong with a format, or None."""
    found = _TOKEN.findall(tokens)
    if not set(found) & {"yyyy", "yy"}:
        return "it has no year (yyyy or yy)"
    if len(found) != len(set(found)):
        return "it names a part twice"
    rest = _TOKEN.sub("", tokens)
    if re.search(r"[A-Za-z0-9%]", rest.replace("T", "").replace("Z", "")):
        return f"it may hold the tokens {', '.join(TOKENS)} and marks between them"
    if set(found) & {"dd", "d"} and not set(found) & {"mm", "m", "Mon"}:
        return "it has a day and no month"
    return None


def read(text: pl.Expr, formats: tuple[DateFormat, ...]) -> pl.Expr:
    """The date that a text spells in the first format it fits; NULL when in none. Times are cut off.

    A month or a year alone is its first day.
    """
    return pl.coalesce([_read_one(text, one) for one in formats])


def precision(text: pl.Expr, formats: tuple[DateFormat, ...]) -> pl.Expr:
    """day, month or year: how exact the format is that a text fits; NULL when in none."""
    return pl.coalesce(
        [pl.when(_read_one(text, one).is_not_null()).then(pl.lit(one.precision)) for one in formats]
    )


def _read_one(text: pl.Expr, chosen: DateFormat) -> pl.Expr:
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
