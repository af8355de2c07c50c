"""Which recorded crime a code is, how that was found out, and what it weighs (DOMAIN.md 3).

Silent in DOMAIN.md, decided here: candidates that all lack a weight are not "of one weight"; a class number
that only the CJS or category table knows is unknown (the class map decides); a local code that its system's
table maps to nothing is not notifiable, one that the table lacks is unknown; a decision is only for several
candidates of different weights, none of them non-notifiable.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

import iom

TENTH_PLACE = Decimal(1).scaleb(-10)


@dataclass(frozen=True)
class Resolved:
    """What became of one code."""

    how: str
    recorded_code: str | None
    weight: Decimal | None
    group: str | None
    subgroup: str | None
    classes: frozenset[str]
    ho_class: str | None


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a shipped reference table, as text."""
    file = Path(iom.__file__).parent / "reference" / "data" / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def recorded_codes() -> dict[str, dict[str, str]]:
    return {row["offence_code"]: row for row in rows("recorded_crime_codes")}


@cache
def weights(vintage: str) -> dict[str, Decimal]:
    """Weight by ONS list code, rounded half-even to 10 places."""
    return {
        row["offence_code"]: Decimal(row["weight"]).quantize(TENTH_PLACE, ROUND_HALF_EVEN)
        for row in rows("ons_css_weights")
        if row["vintage"] == vintage
    }


@cache
def class_map() -> dict[str, list[str | None]]:
    """Recorded crime codes of each Home Office class; None stands for: not a recorded crime."""
    found: dict[str, list[str | None]] = defaultdict(list)
    for row in rows("ho_class_to_recorded_crime_code"):
        notifiable = row["notifiable"] == "true" and row["recorded_crime_code"]
        found[row["ho_class"]].append(row["recorded_crime_code"] if notifiable else None)
    return dict(found)


@cache
def class_of_cjs() -> dict[str, str]:
    return {row["code"]: f"{row['ho_class']}/{row['ho_subclass']}" for row in rows("cjs_offence_codes")}


@cache
def decisions() -> dict[str, str]:
    return {row["ho_class"]: row["recorded_crime_code"] for row in rows("class_decisions")}


@cache
def lists_of_code() -> dict[str, set[str]]:
    """The named lists that each recorded crime code is in."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("offence_classes"):
        found[row["recorded_crime_code"]].add(row["offence_class"])
    return found


def weight_of(recorded: str, vintage: str) -> Decimal | None:
    return weights(vintage).get(recorded_codes()[recorded]["css_code"])


def resolve(
    kind: str, code: str | None, local: dict[str, tuple[str | None, str | None]], vintage: str
) -> Resolved:
    """Resolve a code as given; local is its own system's table of local codes."""
    if kind == "local":
        if code not in local:
            return _lost("unknown", None)
        kind, code = local[code]  # type: ignore[assignment]
        if code is None:
            return _lost("not_notifiable", None)
    if kind == "recorded":
        return (
            _taken("direct", code, None, vintage)
            if code and code in recorded_codes()
            else _lost("unknown", None)
        )
    ho_class = class_of_cjs().get(code or "") if kind == "cjs" else code
    return _lost("unknown", None) if ho_class is None else _resolve_class(ho_class, vintage)


def _resolve_class(ho_class: str, vintage: str) -> Resolved:
    if ho_class in class_map():
        candidates, in_map = set(class_map()[ho_class]), True
    else:
        number, in_map = ho_class.split("/", maxsplit=1)[0], False
        candidates = {
            code for one, codes in class_map().items() if one.split("/")[0] == number for code in codes
        }
    if not candidates:
        return _lost("unknown", ho_class)
    if candidates == {None}:
        return _lost("not_notifiable", ho_class)
    settled = {code for code in candidates if code is not None}
    if len(settled) < len(candidates):
        return _lost("ambiguous", ho_class)
    if len(settled) == 1:
        (only,) = settled
        return _taken("class" if in_map else "class_number", only, ho_class, vintage)
    different = {weight_of(code, vintage) for code in settled}
    if len(different) == 1 and None not in different:
        (weight,) = different
        return _shared("same_weight" if in_map else "class_number", settled, weight, ho_class)
    if in_map and ho_class in decisions():
        return _taken("decided", decisions()[ho_class], ho_class, vintage)
    return _shared("ambiguous", settled, None, ho_class)


def _taken(how: str, recorded: str, ho_class: str | None, vintage: str) -> Resolved:
    return Resolved(how, recorded, weight_of(recorded, vintage), *_belongs({recorded}), ho_class)


def _shared(how: str, candidates: set[str], weight: Decimal | None, ho_class: str) -> Resolved:
    return Resolved(how, None, weight, *_belongs(candidates), ho_class)


def _lost(how: str, ho_class: str | None) -> Resolved:
    return Resolved(how, None, None, None, None, frozenset({"any"}), ho_class)


def _belongs(candidates: set[str]) -> tuple[str | None, str | None, frozenset[str]]:
    """Group, subgroup and every class that all candidates share."""
    groups = {recorded_codes()[code]["offence_group"] for code in candidates}
    subgroups = {recorded_codes()[code]["offence_subgroup"] for code in candidates}
    of_each = [
        {recorded_codes()[code]["offence_group"], recorded_codes()[code]["offence_subgroup"]}
        | lists_of_code().get(code, set())
        for code in candidates
    ]
    shared = set.intersection(*of_each) | {"any"}
    return (
        groups.pop() if len(groups) == 1 else None,
        subgroups.pop() if len(subgroups) == 1 else None,
        frozenset(shared),
    )
