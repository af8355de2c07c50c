"""Who a record belongs to, and what is held of a person (DOMAIN.md 2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .records import Moment, Person, World

ATTRIBUTES = (
    "birth_date",
    "birth_precision",
    "death_date",
    "sex",
)
MAPPA = ("mappa_category", "mappa_level")
FLAGS = ("domestic_abuse_perpetrator", "registered_sex_offender")
STRONG = ("pnc_id", "cro_number", "noms_number", "probation_crn")


def person_of(world: World, moment: Moment) -> dict[int, int]:
    """Person of each subject."""
    return {one.subject: one.person for one in world.assignments if one.known.at(moment)}


def details(versions: Iterable[Person]) -> dict[str, Any]:
    """One person's details from the current versions of all their subjects.

    Each value is the one that became known last (then the lower subject's); a flag is true if any says so;
    a MAPPA category or level of none (0) never hides one that another system gives.
    """
    latest_first = sorted(versions, key=lambda one: one.subject)
    latest_first.sort(key=lambda one: one.known.since, reverse=True)
    found: dict[str, Any] = {}
    for name in ATTRIBUTES:
        given = [getattr(one, name) for one in latest_first if getattr(one, name) is not None]
        found[name] = given[0] if given else None
    for name in MAPPA:
        given = [getattr(one, name) for one in latest_first if getattr(one, name) is not None]
        found[name] = next((value for value in given if value > 0), 0 if given else None)
    for name in FLAGS:
        given = [getattr(one, name) for one in latest_first if getattr(one, name) is not None]
        found[name] = any(given) if given else None
    return found


def groups_that_agree(identifiers: dict[int, set[tuple[str, str]]]) -> list[set[int]]:
    """Subjects put together whenever they share a strong identifier, directly or through others."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for subject, held in identifiers.items():
        for kind, value in held:
            if kind in STRONG:
                holders[(kind, value)].add(subject)
    groups: list[set[int]] = [{subject} for subject in identifiers]
    for together in holders.values():
        touched = [group for group in groups if group & together]
        groups = [group for group in groups if not group & together] + [set().union(*touched)]
    return groups


@dataclass(frozen=True)
class Claim:
    """What one subject says of itself at a moment."""

    identifiers: frozenset[tuple[str, str]]
    pnc_id: str | None
    sex: str | None
    birth_date: date | None


def contradict(one: Claim, two: Claim) -> bool:
    """Do two subjects say that they are different people?"""
    if one.pnc_id and two.pnc_id and one.pnc_id != two.pnc_id:
        return True
    sexes_differ = bool(one.sex and two.sex and one.sex != two.sex)
    births_differ = bool(one.birth_date and two.birth_date and one.birth_date != two.birth_date)
    return sexes_differ and births_differ


def assign(claims: dict[int, Claim], person_of: dict[int, int]) -> dict[int, int]:
    """The person of every subject after an import, from who was whom before it.

    A group that shares strong identifiers becomes one person, the lowest that any of it was, unless two in it
    contradict each other: then everybody stays as they were and new subjects are persons of their own. What
    contradicts within one person is no matter of the join. New persons get the next ids in order of their
    lowest subject: compare them as groups.
    """
    held = {subject: set(claim.identifiers) for subject, claim in claims.items()}
    # Subjects that are one person already are reached through any one of them.
    for subject, person in person_of.items():
        held[subject].add((STRONG[0], f"person {person}"))
    assigned = dict(person_of)
    next_person = max(person_of.values(), default=0) + 1
    for group in sorted(groups_that_agree(held), key=min):
        persons = {person_of[subject] for subject in group if subject in person_of}
        agreed = not any(
            contradict(claims[one], claims[two])
            for one in group
            for two in group
            if person_of.get(one, -one) != person_of.get(two, -two)
        )
        together = [group] if agreed else [{subject} for subject in sorted(group) if subject not in person_of]
        for united in together:
            if persons and agreed:
                person = min(persons)
            else:
                person, next_person = next_person, next_person + 1
            assigned |= dict.fromkeys(united, person)
    return assigned
