"""What the values of a column look like: counted by kind, never repeated."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from iom import codes
from iom.intake import date_shapes
from iom.intake.cells import MARKS
from iom.intake.columns import DECIMAL_FORM, WHOLE_FORM
from iom.intake.date_shapes import Dates
from iom.intake.sampling import Sample
from iom.intake.vocabulary import vocabulary, words_of
from iom.reference import shipped_rows

# Kinds of identifier whose form says more than that a value is short.
IDENTIFIERS = ("pnc_id", "cro_number", "noms_number", "probation_crn")
CODE_TABLES = {
    "recorded": ("recorded_crime_codes", "offence_code"),
    "class": ("ho_class_to_recorded_crime_code", "ho_class"),
    "cjs": ("cjs_offence_codes", "code"),
}
WORDS = ("sex", "status", "absence", "sanction", "supervision", "yes_no", "assessment", "handling")
# What a person takes for a date, whether or not a format can say it.
DATE_LIKE = r"^[0-9]{1,4}([/.-]| )([0-9]{1,2}|[A-Z]{3,9})([/.-]| )[0-9]{2,4}\b"
POSTCODE = r"^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$"
ETHNICITY_SELF, ETHNICITY_OFFICER = r"^(W[1-4]|M[1-4]|A[1-5]|B[1-3]|B9|O[1-2]|O9|W9|NS)$", r"^IC ?[0-9]$"


@dataclass(frozen=True)
class Column:
    """One column of a sample: how many values it has, and which share of them fits what. No value of it.

    words: by list of words, the share that are in it. undated: its words for a date that nobody knows.
    listed: its values with their counts, only for drafting code lists, whose rules say which may be shown.
    """

    name: str
    filled: int
    different: int
    dates: Dates | None
    identifiers: Mapping[str, float]
    code_forms: Mapping[str, float]
    resolved: float
    words: Mapping[str, float]
    whole: float
    decimal: float
    postcode: float
    ethnicity_self: float
    ethnicity_officer: float
    date_like: float
    in_digits: float
    blanks: tuple[str, ...]
    undated: tuple[str, ...]
    parts: str | None
    listed: Mapping[str, int] = field(repr=False)

    @property
    def fit_of_dates(self) -> float:
        """The share of its values that are dates."""
        return self.dates.fit if self.dates else 0.0

    @property
    def codes(self) -> float:
        """The share of its values that have the form of some offence code."""
        return sum(self.code_forms.values())


def columns(sample: Sample) -> dict[str, Column]:
    """Every column of a sample that can be named, looked at."""
    return {name: _column(sample, name) for name in sample.header}


def _column(sample: Sample, name: str) -> Column:
    text = sample.frame[name].str.strip_chars().alias("value")
    counted = text.filter(text.is_not_null() & (text != "")).value_counts(sort=True, name="rows")
    # in an order that is the same every time
    values = dict(sorted(counted.iter_rows(), key=lambda one: (-one[1], one[0])))
    words = frozenset(vocabulary()["blank"]["words"])
    if sample.table.kind == "workbook":
        # no values, and not how the system writes a blank
        values = {value: n for value, n in values.items() if value not in MARKS}
    blanks = tuple(sorted(value for value in values if value.lower() in words))
    values = {value: n for value, n in values.items() if value not in blanks}
    total = sum(values.values())
    dated = {value: n for value, n in values.items() if value.lower() not in _undated()}
    dates = date_shapes.found(dated, has_cells=sample.table.kind != "csv")
    kinds = Counter[str]()
    resolved = 0
    for value, n in values.items():
        if (kind := codes.code_kind(value)) is not None:
            kinds[kind] += n
            resolved += n * (codes.normalise_code(kind, value) in _known(kind))

    def share(fits: Callable[[str], object]) -> float:
        return sum(n for value, n in values.items() if fits(value)) / total if total else 0.0

    def form(pattern: str) -> float:
        found = pl.Series(list(values), dtype=pl.String).str.to_uppercase().str.contains(pattern)
        return (
            sum(n for n, fits in zip(values.values(), found, strict=True) if fits) / total if total else 0.0
        )

    return Column(
        name,
        filled=total,
        different=len(values),
        dates=dates,
        identifiers={kind: share(lambda v, k=kind: codes.normalise_identifier(k, v)) for kind in IDENTIFIERS},
        code_forms={kind: n / total for kind, n in kinds.items()},
        resolved=resolved / total if total else 0.0,
        words={one: share(_in(words_of(one))) for one in WORDS},
        whole=form(WHOLE_FORM),
        decimal=form(DECIMAL_FORM),
        postcode=form(POSTCODE),
        ethnicity_self=form(ETHNICITY_SELF),
        ethnicity_officer=form(ETHNICITY_OFFICER),
        date_like=form(DATE_LIKE),
        in_digits=form("[0-9]"),
        blanks=blanks,
        undated=tuple(sorted(values.keys() - dated.keys())) if dates else (),
        parts=_parts(values),
        listed=values,
    )


def _in(words: Mapping[str, str]) -> Callable[[str], bool]:
    return lambda value: value.lower() in words


def _parts(values: Mapping[str, int]) -> str | None:
    """What stands between the parts of a list, where values seem to hold several keys."""
    for mark in (";", "|", ","):
        several = [value for value in values if mark in value]
        if several and all(
            part.strip() and " " not in part.strip() for value in several for part in value.split(mark)
        ):
            return mark
    return None


@cache
def _undated() -> frozenset[str]:
    return frozenset(vocabulary()["blank"]["dates"])


@cache
def _known(kind: str) -> frozenset[str]:
    table, column = CODE_TABLES[kind]
    return frozenset(row[column] for row in shipped_rows(table))
