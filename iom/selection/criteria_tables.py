"""The tables and keys that a criteria document may have, and how one value of one key is read.

Every function raises DocumentError naming file, line and what was probably meant.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from iom.documents import Document, did_you_mean

_LOCAL_CHOICE = "local choice"
# Shorter than this, nothing can be found again by it.
_SHORTEST_SOURCE = 10

TABLES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # table: keys it must have, keys it may have
    "": (
        frozenset(
            {"title", "version", "owner", "source", "severity_vintage", "eligibility", "cohort", "tie_break"}
        ),
        frozenset({"measure", "points", "capacity", "harmful", "scores", "example"}),
    ),
    "eligibility": (frozenset({"name", "says", "when", "source"}), frozenset()),
    "points": (frozenset({"band"}), frozenset()),
    "points.band": (frozenset({"measure", "from", "points", "source"}), frozenset({"below"})),
    "cohort": (frozenset({"name", "says", "when", "source"}), frozenset()),
    "capacity": (frozenset({"cohort", "area", "places", "source"}), frozenset()),
    "tie_break": (frozenset({"order", "source"}), frozenset()),
    "harmful": (frozenset({"when", "most", "source"}), frozenset({"says"})),
    "scores": (frozenset({"source"}), frozenset({"prefer", "held_at_most_days_old", "provisional"})),
    "example": (frozenset({"name", "given", "expect"}), frozenset({"says"})),
    "example.expect": (
        frozenset(),
        frozenset({"eligible", "cohort", "points", "harmful", "met", "not_met", "unknown"}),
    ),
}


def checked_keys(document: Document, place: str, entry: object, table: str) -> dict[str, Any]:
    """A table as it was written, no key missing and none too many; place: where it stands."""
    if not isinstance(entry, dict):
        raise document.error(place, f'"{table}" is a table, not a single value.')
    must, may = TABLES[table]
    for key in entry:
        if key not in must | may:
            where = f"{place}.{key}" if place else key
            inside = f"[{table}]" if table else "a criteria document"
            raise document.error(
                where,
                f'"{key}" does not belong in {inside}.{did_you_mean(key, must | may)}'
                f" It may have: {', '.join(sorted(must | may))}.",
            )
    for key in sorted(must - set(entry)):
        if key == "source":
            raise document.error(
                place,
                'this has no "source". Every threshold needs one: a citation, or "local choice: …".',
            )
        raise document.error(place, f'"{key}" is missing{f" from [{table}]" if table else ""}.')
    return entry


def entries(document: Document, table: str) -> list[tuple[str, dict[str, Any]]]:
    """Each [[table]] with its place, its keys checked."""
    found: Any = document.data
    for part in table.split("."):
        found = found.get(part, []) if isinstance(found, dict) else []
    if not isinstance(found, list):
        raise document.error(table, f"write [[{table}]] with double brackets, one for each.")
    return [
        (place, checked_keys(document, place, entry, table))
        for place, entry in ((f"{table}[{number}]", entry) for number, entry in enumerate(found))
    ]


def text_of(document: Document, place: str, entry: Mapping[str, Any], key: str) -> str:
    """The text of a key, without spaces around it."""
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise document.error(f"{place}.{key}" if place else key, f'"{key}" is text in quotes, and not empty.')
    return value.strip()


def source_of(document: Document, place: str, entry: Mapping[str, Any]) -> str:
    """A citation, or "local choice" alone or with its reason. Raises DocumentError for a word or less."""
    source = text_of(document, place, entry, "source")
    local = source.casefold().startswith(_LOCAL_CHOICE)
    reason = source[len(_LOCAL_CHOICE) :] if local else ""
    too_little = len(source) < _SHORTEST_SOURCE or len(source.split()) < 2
    if too_little or (reason and not any(sign.isalnum() for sign in reason)):
        raise document.error(
            f"{place}.source" if place else "source",
            f'"{source}" is no source. Write a citation, such as a document and its year, or '
            '"local choice: …" with what was chosen and why.',
        )
    return source


def whole_of(
    document: Document, place: str, entry: Mapping[str, Any], key: str, *, low: int, high: int
) -> int:
    """The whole number of a key, within bounds."""
    value = entry[key]
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise document.error(f"{place}.{key}", f'"{key}" is a whole number from {low:,} to {high:,}.')
    return value


def number_of(document: Document, place: str, entry: Mapping[str, Any], key: str) -> Decimal:
    """The number of a key, exactly as written."""
    value = entry[key]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise document.error(f"{place}.{key}", f'"{key}" is a number without quotes.')
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise document.error(f"{place}.{key}", f'"{key}" is too large to be meant.')
    return Decimal(f"{number:f}")
