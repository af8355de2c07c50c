"""Cells that a spreadsheet program shows and does not run."""

# A cell that begins with one of these would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet program would take a cell of this text for a formula."""
    return text.startswith(_FORMULA)


def guarded(cell: object) -> object:
    """A cell that no spreadsheet program takes for a formula: text that looks like one gets an apostrophe.

    None becomes an empty cell; a number stays the number it is, minus sign and all.
    """
    if isinstance(cell, str) and runs_as_formula(cell):
        return f"'{cell}"
    return "" if cell is None else cell
