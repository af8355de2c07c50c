"""Values as JSON knows them: the same on the command line and over HTTP."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal


def plain(value: object) -> object:
    """A value as JSON knows it.

    A Decimal is a string, dates and moments (UTC) ISO 8601, a float has 9 significant digits.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return float(f"{value:.9g}")
        case Decimal():
            return f"{value:f}"
        case datetime():
            # a moment without a zone is UTC: the store keeps no other
            return value.isoformat().removesuffix("+00:00") + "Z"
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case Iterable():
            return [plain(item) for item in value]
        case _:
            return str(value)
