"""The lists of a run as CSV that a spreadsheet program can be trusted with."""

import csv
import io
from collections.abc import Iterable

from iom.selection.run import Listed

COLUMNS = (
    "list",
    "proposal",
    "person",
    "cohort",
    "area",
    "points",
    "rank",
    "place",
    "places",
    "harmful_place",
    "summary",
    "reasons",
    "not_known",
    "note",
)
# A cell that begins with one of these would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(listed: Iterable[Listed]) -> bytes:
    """One row per listed person, in the order given; UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for person in listed:
        standing, said = person.standing, person.reasons
        row = (
            standing.list,
            person.proposal,
            person.person_id,
            standing.cohort,
            standing.capacity_area,
            standing.points,
            standing.rank,
            standing.place,
            standing.places,
            person.harmful_place,
            said.summary,
            "; ".join(f"{reason.points}: {reason.sentence}" for reason in said.reasons),
            "; ".join(said.unknown),
            said.closing,
        )
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: object) -> object:
    """A cell that no spreadsheet program takes for a formula: text that looks like one gets an apostrophe."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
