"""A file without a row: the wrong one, or one whose header took in the rows when it lost its line breaks."""

import re
from collections import Counter
from collections.abc import Sequence

# More columns than this no export has, and no name of one is longer.
MOST_COLUMNS, LONGEST_NAME = 500, 200
# A number, a date, a time: values, and not how a column is called.
_VALUE = re.compile(r"[\d./:\s-]*\d[\d./:\s-]*")


def notes(header: Sequence[str], *, said: bool) -> tuple[str, ...]:
    """What to ask about a file without rows, by its header, of which nothing is repeated.

    said: whether somebody has said already that it has none.
    """
    names = [name.strip() for name in header]
    times = Counter(name for name in names if name)
    odd = sum(times[name] > 1 or len(name) > LONGEST_NAME or _is_value(name) for name in names)
    if odd or len(names) > MOST_COLUMNS:
        of_them = f", {odd:,} of them numbers or dates, very long or like another" if odd else ""
        return (
            f"The file has no row, and its header names {len(names):,} columns{of_them}: have its line "
            "breaks been lost, so that the header took in the rows? Export it again.",
        )
    return () if said else ("The file has no row: is it the right one?",)


def _is_value(name: str) -> bool:
    return _VALUE.fullmatch(name) is not None
