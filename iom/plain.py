"""Values as JSON knows them: the same on the command line and over HTTP."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

# What most values are; told by their type alone, which is what an answer of thousands of them waits for.
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def plain(value: object) -> object:
    """A value as JSON knows it.

    A Decimal is a string, dates and moments (UTC) ISO 8601, a float has 9 significant digits; of a record
    (a dataclass or a pydantic model) each field by its name.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if names := field_names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    match value:
        case int() | str():
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


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record; of another kind none."""
    if is_dataclass(kind):
        return tuple(one.name for one in fields(kind))
    return tuple(getattr(kind, "model_fields", ()))
