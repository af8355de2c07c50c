"""Cells that a spreadsheet program shows and does not run."""

# A cell that begins with one of these would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: object) -> object:
    """A cell that no spreadsheet program takes for a formula: text that looks like one gets an apostrophe.

    None becomes an empty cell; a number stays the number it is, minus sign and all.
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
