"""Tables as text: a header and rows with | between cells, "-" where there is nothing."""

from datetime import date
from decimal import Decimal, InvalidOperation
from textwrap import dedent

Row = dict[str, str]


def rows(text: str) -> list[Row]:
    """The rows of a table by column. Raises ValueError for a row that is too long or too short."""
    header, *lines = [
        [cell.strip() for cell in line.split("|")] for line in dedent(text).strip().splitlines()
    ]
    return [dict(zip(header, line, strict=True)) for line in lines]


def value(cell: str) -> object:
    """A cell as what it means: nothing, a whole number, a date, yes or no, else text."""
    if cell == "-":
        return None
    if cell.lstrip("-").isdigit():
        return int(cell)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return {"yes": True, "no": False}.get(cell, cell)


def same(expected: str, found: object) -> bool:
    """Whether a cell says what was found; numbers to the last digit."""
    if isinstance(found, bool) or found is None:
        return value(expected) is found
    if isinstance(found, int | Decimal):
        try:
            return Decimal(expected) == found
        except InvalidOperation:
            return False
    return expected == str(found)


def markdown(text: str) -> str:
    """The table as Markdown."""
    found = rows(text)
    header = list(found[0])
    lines = [header, ["---"] * len(header), *([row[name] for name in header] for row in found)]
    return "\n".join(
        f"| {' | '.join(cell.replace('-', '–') if cell == '-' else cell for cell in line)} |"
        for line in lines
    )
