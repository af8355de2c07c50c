"""Workbooks laid out as ONS's Crime Severity Score data tool is, with the oddities that its editions have.

As two public programs that read the tool show it: sheets of charts and data before it; on "List of weights"
a title over merged cells and notes, then headings (on row 5 in one edition, row 7 in another); four columns,
the offence category only in the first row of its block; some sexual offences split by age and sex in rows
without a code.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from iom.reference import shipped_rows

HEADINGS = ("Offence category", "Offence code", "Offence", "Weight")
# What a robbery weighs in ONS's vintage of 2022 (799.63 in that of 2020): the one figure of it that is
# public here.
ROBBERY_2022 = "993.55"
Cells = tuple[str, object, str, object]


def edition(factor: str = "1.25") -> list[Cells]:
    """The shipped list with other weights, robbery as in 2022: (category, code, offence, weight)."""
    rows: list[Cells] = []
    for row in shipped_rows("ons_css_weights"):
        weight = Decimal(row["weight"]) * Decimal(factor)
        if row["ons_group"] == "Robbery":
            weight = Decimal(ROBBERY_2022)
        rows.append((category(row["ons_group"]), code(row["offence_code"]), row["offence"], float(weight)))
    return rows


def category(group: str) -> str:
    """An ONS group as the list of weights heads its block."""
    if group == "Other crimes against society":
        return f"{group} - Miscellaneous crimes against society"
    return f"Victim based crime - {group}"


def code(text: str) -> object:
    """A code as a spreadsheet holds it: as a number wherever it looks like one."""
    try:
        return float(text)
    except ValueError:
        return text


def workbook(
    path: Path,
    rows: Sequence[Cells],
    *,
    sheet: str = "List of weights",
    heading_row: int = 5,
    headings: Sequence[str] = HEADINGS,
    after: Sequence[str] = ("Source: Office for National Statistics", "1. Weights rest on sentencing data."),
) -> Path:
    """Write a workbook; heading_row counts from 1. A category is written once a block, blank rows between."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Contents").write(0, 0, "Crime Severity Score (Experimental Statistics)")
        data = book.add_worksheet("Data")
        data.write_row(0, 0, ["Area", "Offence code", "Count"])
        list_of_weights = book.add_worksheet(sheet)
        list_of_weights.merge_range(
            0, 0, 0, 3, "List of weights used in the Crime Severity Score by offence code"
        )
        list_of_weights.write(1, 0, "England and Wales")
        list_of_weights.write_row(heading_row - 1, 0, headings)
        at, last = heading_row, None
        for block, *rest in rows:
            if block != last and last is not None:
                at += 1
            list_of_weights.write_row(at, 0, [block if block != last else "", *rest])
            at, last = at + 1, block
        for line, note in enumerate(after):
            list_of_weights.write(at + 2 + line, line % 2, note)
        book.add_worksheet("Notes").write(0, 0, "Weights were last revised in August 2022")
    return path
