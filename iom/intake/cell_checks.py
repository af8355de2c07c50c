"""What only a workbook can hold: cells without a value, and codes that Excel took for dates."""

import polars as pl

from iom.intake import cells
from iom.intake.columns import Context
from iom.intake.rules import RULES, Check


def marked(context: Context, *columns: str) -> pl.Expr:
    """Whether one of some columns holds no value but says why, which checks() alone refuses."""
    if context.mapping.file.kind != "workbook":
        return pl.lit(False)
    return pl.any_horizontal([cells.is_mark(name) for name in columns])


def checks(context: Context) -> list[Check]:
    """Cells without a value in any column that the record reads, and dates in those of offence codes."""
    record = context.record
    if context.mapping.file.kind != "workbook":
        return []
    others = tuple(mark for mark in cells.MARKS if mark != cells.MERGED)
    found: list[Check] = []
    for name in record.columns:
        other, merged = cells.is_mark(name, others), cells.is_mark(name, (cells.MERGED,))
        found += [
            context.check("cell_without_value", None, name, cells.SAYS, other),
            context.check("cell_without_value", None, name, cells.SAYS_MERGED, merged, remedy=cells.UNMERGE),
        ]
    for field in record.type.fields:
        for name in record.fields[field.name].columns if field.name in record.fields else ():
            if field.kind == "code":
                dated = pl.col(f"column {name}").str.contains(cells.DATE_FORM).fill_null(False)
                says = RULES["date_for_code"].says
                found.append(context.check("date_for_code", field.name, name, says, dated))
    return found
