"""Conditions of a criteria document: a small frozen tree of comparisons over named measures.

A comparison with something absent is unknown, and unknown meets no rule (DOMAIN.md 6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

Kind = str
Value = Decimal | str | bool


@dataclass(frozen=True)
class Name:
    """A measure or built-in name, as written: held.ogrs3_2y."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Literal:
    """A value written in the document."""

    value: Value

    @property
    def kind(self) -> Kind:
        """number, text or boolean."""
        return (
            "boolean" if isinstance(self.value, bool) else "text" if isinstance(self.value, str) else "number"
        )


@dataclass(frozen=True)
class Compare:
    """left operator right; the operator is one of == != < <= > >=."""

    left: Name | Literal
    operator: str
    right: Name | Literal


@dataclass(frozen=True)
class Among:
    """A name that is (or, excluded, is not) one of some values."""

    name: Name
    values: tuple[Literal, ...]
    excluded: bool


@dataclass(frozen=True)
class Junction:
    """All parts (and), or any part (or)."""

    every: bool
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Name | Literal | Compare | Among | Junction | Not


def names(condition: Condition) -> frozenset[str]:
    """The names that a condition reads."""
    return frozenset(node.name for node in walk(condition) if isinstance(node, Name))


def walk(condition: Condition) -> Iterator[Condition]:
    """Every node of a condition, itself first."""
    yield condition
    match condition:
        case Compare():
            yield condition.left
            yield condition.right
        case Among():
            yield condition.name
            yield from condition.values
        case Junction():
            for part in condition.parts:
                yield from walk(part)
        case Not():
            yield from walk(condition.part)
