"""Names of tools of held scores: criteria documents call them held.<tool>, so not every name will do.

The form is that which iom/measures/names.py reads: a room above this one.
"""

import re

LONGEST = 41
FORM = r"^[a-z][a-z0-9_]{0,40}$"
# held.<tool>_band and held.<tool>_days_old are names of other things.
TAKEN = ("_band", "_days_old")
SAYS = (
    "a small letter, then small letters, digits and _, at most 41 characters, "
    "and neither _band nor _days_old at its end"
)


def is_tool(name: str) -> bool:
    """Whether criteria can ask for the scores of a tool of this name."""
    return re.fullmatch(FORM, name) is not None and not name.endswith(TAKEN)


def suggested(name: str) -> str:
    """A name of the form for a tool that a source names otherwise: ogrs3_2y for "OGRS3 2y"."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not plain[:1].isalpha():
        plain = f"tool_{plain}".rstrip("_")
    plain = plain[:LONGEST].rstrip("_")
    while plain.endswith(TAKEN):
        plain = plain.removesuffix(TAKEN[0]).removesuffix(TAKEN[1]).rstrip("_")
    return plain or "tool"
