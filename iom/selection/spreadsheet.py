"""The lists of a run as CSV that a spreadsheet program can be trusted with."""

import csv
import io
from collections.abc import Iterable

from iom.selection.run import Listed
from iom.spreadsheet import guarded

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
    "harmful",
    "harmful_place",
    "summary",
    "reasons",
    "not_known",
    "note",
)
# Between the reasons of one cell: sentences hold commas and semicolons of their own.
BETWEEN = " | "


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
            "no" if person.harmful_place is None else "yes",
            person.harmful_place,
            said.summary,
            in_one_cell((reason.points, reason.sentence) for reason in said.reasons),
            BETWEEN.join(said.unknown),
            said.closing,
        )
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def in_one_cell(reasons: Iterable[tuple[int, str]]) -> str:
    """Reasons as one cell holds them: each sentence after its points, if it gave any."""
    return BETWEEN.join(f"{points}: {sentence}" if points else sentence for points, sentence in reasons)
