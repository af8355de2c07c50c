"""Example people of a criteria document: what is given of each, and what the scheme expects to come of it.

They are the scheme's own test of its document. A selection reads none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from iom.documents import Document, did_you_mean, parse_document
from iom.measures.names import Column, column_of, known_names, name_meant
from iom.selection.conditions import Value
from iom.selection.criteria import POINTS, Criteria
from iom.selection.criteria_tables import checked_keys, entries, number_of, text_of
from iom.selection.domains import values_of
from iom.selection.fixed_words import not_a_word
from iom.selection.value_sets import Numbers

NO_COHORT = "none"
# What a rule may come to, by the key of [example.expect] that says so.
OUTCOMES = {"met": "met", "not_met": "failed", "unknown": "unknown"}
# Digits that the database's exact numbers hold on either side of the point.
_MOST_WHOLE, _MOST_DECIMALS = Decimal(10) ** 15, 10


@dataclass(frozen=True)
class Expected:
    """What should come of an example; None: not said. outcomes: by number of rule, met, failed or unknown."""

    eligible: bool | None
    cohort: str | None
    points: int | None
    harmful: bool | None
    outcomes: Mapping[int, str]


@dataclass(frozen=True)
class Example:
    """One example person: values by name, all others unknown. place: where it stands in the document."""

    name: str
    says: str
    given: Mapping[str, Value]
    expect: Expected
    place: str


def read_examples(criteria: Criteria) -> tuple[Example, ...]:
    """The [[example]] tables of a document, in order.

    Raises DocumentError for a name that no rule reads, a value that it never has, or an expectation of a
    rule, cohort or key that there is not.
    """
    document = parse_document(criteria.file, criteria.text)
    examples: dict[str, Example] = {}
    for place, entry in entries(document, "example"):
        name = text_of(document, place, entry, "name")
        if name in examples:
            raise document.error(f"{place}.name", f'there are two examples named "{name}".')
        says = text_of(document, place, entry, "says") if "says" in entry else ""
        given = _given(document, f"{place}.given", entry["given"], criteria)
        expect = _expected(document, f"{place}.expect", entry["expect"], criteria)
        examples[name] = Example(name, says, given, expect, place)
    return tuple(examples.values())


def _given(document: Document, place: str, entry: object, criteria: Criteria) -> dict[str, Value]:
    if not isinstance(entry, dict):
        raise document.error(place, '"given" is a table of names and values: { age = 30 }.')
    read = criteria.names | {measure.name for measure in criteria.measures}
    given: dict[str, Value] = {}
    for name, value, where in _flat(entry, place):
        column = None if name == POINTS.name else column_of(name, criteria.measures)
        if column is None:
            remedy = (
                " Points come of the bands: give the measures."
                if name == POINTS.name
                else f"{name_meant(name, known_names(criteria.measures))}"
            )
            raise document.error(where, f'"{name}" is nothing that can be given.{remedy}')
        if name not in read and not _needed_for_places(name, criteria):
            raise document.error(
                where, f'nothing in this document reads "{name}".{did_you_mean(name, read)} Leave it out.'
            )
        given[name] = _value(document, where, value, column, criteria)
    return given


def _needed_for_places(name: str, criteria: Criteria) -> bool:
    return name == "district" and bool(criteria.capacity)


def _flat(entry: Mapping[str, Any], place: str) -> list[tuple[str, object, str]]:
    """Names with their values: held.ogrs3_2y is a table within a table unless it stands in quotes."""
    flat = []
    for name, value in entry.items():
        if isinstance(value, dict):
            flat += [(f"{name}.{inner}", found, f"{place}.{name}.{inner}") for inner, found in value.items()]
        else:
            flat.append((name, value, f"{place}.{name}"))
    return flat


def _value(document: Document, where: str, value: object, column: Column, criteria: Criteria) -> Value:
    name = column.name
    if column.kind == "boolean":
        if not isinstance(value, bool):
            raise document.error(where, f'"{name}" is true or false, in small letters and without quotes.')
        return value
    if column.kind == "text":
        if not isinstance(value, str) or not value:
            raise document.error(where, f'"{name}" is text in quotes.')
        wrong = not_a_word(name, value)
        if wrong:
            raise document.error(where, wrong)
        return value
    table, _, key = where.rpartition(".")
    number = number_of(document, table, {key: value}, key)
    exponent = number.as_tuple().exponent
    if abs(number) >= _MOST_WHOLE or not isinstance(exponent, int) or -exponent > _MOST_DECIMALS:
        raise document.error(where, f'"{name}" has at most 15 digits and {_MOST_DECIMALS} decimals.')
    possible = values_of(criteria, name)
    if isinstance(possible, Numbers) and not possible.holds(number):
        raise document.error(where, f'"{name}" is never {number:,f}.')
    return number


def _expected(document: Document, place: str, entry: object, criteria: Criteria) -> Expected:
    keys = checked_keys(document, place, entry, "example.expect")
    if not keys:
        raise document.error(place, 'say what should come of it: { cohort = "fixed", points = 6 }, for one.')
    for key in ("eligible", "harmful"):
        if key in keys and not isinstance(keys[key], bool):
            raise document.error(f"{place}.{key}", f'"{key}" is true or false, without quotes.')
    if "harmful" in keys and criteria.harmful is None:
        raise document.error(f"{place}.harmful", "this document has no [harmful].")
    cohort = _cohort(document, f"{place}.cohort", keys.get("cohort"), criteria)
    points = keys.get("points")
    if points is not None and (not isinstance(points, int) or isinstance(points, bool)):
        raise document.error(f"{place}.points", '"points" is a whole number.')
    outcomes: dict[int, str] = {}
    for key, outcome in OUTCOMES.items():
        for number in _rules(document, f"{place}.{key}", keys.get(key, []), criteria):
            if number in outcomes:
                raise document.error(
                    f"{place}.{key}", f'"{criteria.rules[number].name}" is expected to come to two things.'
                )
            outcomes[number] = outcome
    return Expected(keys.get("eligible"), cohort, points, keys.get("harmful"), outcomes)


def _cohort(document: Document, place: str, cohort: object, criteria: Criteria) -> str | None:
    if cohort is None:
        return None
    known = [rule.name for rule in criteria.cohorts]
    if not isinstance(cohort, str) or cohort not in (*known, NO_COHORT):
        raise document.error(
            place,
            f'there is no cohort "{cohort}".{did_you_mean(str(cohort), known)} Cohorts: {", ".join(known)}, '
            f'and "{NO_COHORT}" for none.',
        )
    return cohort


def _rules(document: Document, place: str, names: object, criteria: Criteria) -> Sequence[int]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise document.error(place, 'name rules in a list: ["adult", "fixed"].')
    known = [rule.name for rule in criteria.rules]
    for name in listed:
        if known.count(name) != 1:
            problem = (
                f'there is no rule "{name}".{did_you_mean(name, known)} Rules: {", ".join(known)}.'
                if name not in known
                else f'two rules are named "{name}": give one of them another name.'
            )
            raise document.error(place, problem)
    return [known.index(name) for name in listed]
