"""Cells of a workbook as text, and cells that hold no value but say why."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

from iom.intake.sheet_scan import UNCOMPUTED

# The value of a merged range stands in its first cell; what the rows below were meant to say, nobody knows.
MERGED = "#MERGED!"
# Excel keeps 15 digits of a number; those after them are gone.
DIGITS = "#DIGITS!"
EXACT = 10**15
EXCEL_ERRORS = (
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)
MARKS = (*EXCEL_ERRORS, UNCOMPUTED, MERGED, DIGITS)
SAYS = (
    "the cell holds no value: an error of Excel such as #N/A; #UNCOMPUTED!, a formula that nobody worked "
    "out; #DIGITS!, a number of more than 15 digits, of which Excel lost the rest"
)
SAYS_MERGED = "the cell holds no value: it is part of a merged range, whose value stands in another row"
UNMERGE = "Unmerge the cells at source and fill the value down."
# Excel makes a date of a code such as 28/3 or 8-1.
DATE_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$"
WHEN_TEXT = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}\b.*")


def spelt(value: object) -> str:
    """A cell's value as text: nothing added, nothing lost that Excel shows.

    A date as 2026-10-31, with its time of day if it has one; a number in digits (12, not 12.0; 15 of them at
    most, as Excel keeps them); true and false.
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}" if value.time() != time() else _day(value)
        case date():
            return _day(value)
        case time():
            return f"{value:%H:%M:%S}"
        case timedelta():
            seconds = round(value.total_seconds())
            sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
            return f"{sign}{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
        case _:
            return ""


def _day(value: date) -> str:
    # %Y leaves the zeros of an early year away on some systems
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _number(value: float) -> str:
    if abs(value) >= EXACT and value == int(value):
        return DIGITS
    plain = f"{Decimal(f'{value:.15g}'):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def is_mark(column: str, marks: Sequence[str] = MARKS) -> pl.Expr:
    """Whether a column of the file holds no value but says why; marks: one of these."""
    return pl.col(f"column {column}").str.strip_chars().is_in(marks).fill_null(False)
