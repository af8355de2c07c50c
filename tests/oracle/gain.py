"""What each rule does alone, by doing it: leave the rule out, count again; turn one comparison, ask again.

Silent in DOMAIN.md, decided here: someone just misses a rule when it alone keeps them out of every cohort and
one of its comparisons, come out otherwise, would let them in. Of several such comparisons the nearest counts:
what is short, as a share of the greater of what is asked and what there is; 1 for what has no number; unknown
ones come last.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .conditions import SIGNS, holds
from .selection import Document, Judged, judge, select

IN_PARTS = ("severity", "heaviest", "pace", "held.ogrs3_2y")
TRUE, FALSE = ("compare", "one", "==", 1), ("compare", "one", "==", 0)
UNKNOWN = Decimal(9)
People = dict[int, dict[str, object]]


@dataclass(frozen=True)
class Alone:
    """Numbers of people; None: not asked. near: (person, distance) in order, distance None where unknown."""

    passes: int
    unknown: int
    gain: int | None
    gain_unknown: int | None
    gain_places: int | None
    enters: int | None
    only_by: int | None
    parts: list[int]
    near: list[tuple[int, Decimal | None]]


def cohorts_of(document: Document, people: People) -> dict[int, Judged]:
    judged, _ = select(document, people)
    return {one.person: one for one in judged if one.cohort is not None}


def alone(document: Document, people: People) -> list[Alone]:
    """Every rule in order: eligibility, cohorts, what is harmful."""
    judged, _ = select(document, people)
    inside = cohorts_of(document, people)
    steps = len(document.eligibility)
    rules = [*document.eligibility, *document.cohorts, ("harmful", document.harmful)]
    found = []
    for number, (name, condition) in enumerate(rules):
        passes = sum(number in one.met for one in judged)
        unknown = [one for one in judged if number in one.unknown]
        gain = gain_unknown = gain_places = enters = only_by = None
        if number < steps:
            without = cohorts_of(dropped(document, number), people)
            more = [one for person, one in without.items() if person not in inside]
            gain = len(more)
            gain_unknown = len({one.person for one in more} & {one.person for one in unknown})
            gain_places = sum(one.has_place for one in more)
        elif number < len(rules) - 1:
            without = cohorts_of(dropped(document, number), people)
            gain_unknown = sum(one.eligible and one.person not in inside for one in unknown)
            enters = sum(one.cohort == name for one in inside.values())
            only_by = len(inside.keys() - without.keys())
        asked = number < len(rules) - 1
        pieces = parts(condition) if asked else []
        lets_in = [
            len(cohorts_of(changed(document, number, other), people).keys() - inside.keys())
            for other in (pieces[1:] + pieces[:1])
        ]
        near = just_missing(document, number, people, set(inside)) if asked else []
        found.append(
            Alone(passes, len(unknown), gain, gain_unknown, gain_places, enters, only_by, lets_in, near)
        )
    return found


def dropped(document: Document, number: int) -> Document:
    """The document without that rule."""
    steps = len(document.eligibility)
    if number < steps:
        left = list(document.eligibility)
        del left[number]
        return replace(document, eligibility=left)
    left = list(document.cohorts)
    del left[number - steps]
    return replace(document, cohorts=left)


def changed(document: Document, number: int, condition: tuple) -> Document:
    """The document with another condition for that rule."""
    steps = len(document.eligibility)
    rules = [*document.eligibility, *document.cohorts]
    rules[number] = (rules[number][0], condition)
    return replace(document, eligibility=rules[:steps], cohorts=rules[steps:])


def parts(condition: tuple) -> list[tuple]:
    """The two that a rule joins with and, a not of an or among them; none for any other rule."""
    match condition:
        case ("and", one, two):
            return [one, two]
        case ("not", ("or", one, two)):
            return [("not", one), ("not", two)]
        case ("not", ("not", one)):
            return parts(one)
    return []


def just_missing(
    document: Document, number: int, people: People, inside: set[int]
) -> list[tuple[int, Decimal | None]]:
    rules = [*document.eligibility, *document.cohorts]
    found = []
    for person, facts in people.items():
        if person in inside:
            continue
        known = facts | {"one": 1, "points": judge(document, person, facts).points}
        distances = [
            away(leaf, known, turned == TRUE)
            for leaf, turned, whole in turnings(rules[number][1])
            if judge(changed(document, number, whole), person, facts | {"one": 1}).cohort is not None
            and holds(leaf, known) is not (turned == TRUE)
        ]
        if distances:
            found.append((person, min(distances)))
    found.sort(key=lambda one: (one[1], one[0]))
    return [(person, None if distance == UNKNOWN else distance) for person, distance in found]


def turnings(condition: tuple) -> Iterator[tuple[tuple, tuple, tuple]]:
    """For each comparison of a condition: itself, true or false in its place, the whole with that in it."""
    match condition:
        case ("not", one):
            for leaf, turned, whole in turnings(one):
                yield leaf, turned, ("not", whole)
        case ("and" | "or" as junction, one, two):
            for leaf, turned, whole in turnings(one):
                yield leaf, turned, (junction, whole, two)
            for leaf, turned, whole in turnings(two):
                yield leaf, turned, (junction, one, whole)
        case _:
            for turned in (TRUE, FALSE):
                yield condition, turned, turned


def away(leaf: tuple, facts: dict[str, object], wanted: bool) -> Decimal:
    """How far the value is from one that makes the comparison come out as wanted; 9 where it is unknown."""
    if holds(leaf, facts) is None:
        return UNKNOWN
    if leaf[0] != "compare" or isinstance(leaf[3], str):
        return Decimal(1)
    _, name, sign, value = leaf
    has = facts[name]
    assert isinstance(has, int | Decimal)
    asked: int | Decimal = value
    if name not in IN_PARTS:
        steps = (has + sign_of * step for step in range(100_000) for sign_of in (1, -1))
        asked = next(one for one in steps if SIGNS[sign](one, value) is wanted)
    elif has == value:
        asked = has
    greater = max(abs(asked), abs(has))
    share = float(abs(asked - has)) / float(greater) if greater else 0.0
    return Decimal(math.floor(share * 10**6 + 0.5)).scaleb(-6)
