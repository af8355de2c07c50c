"""What a world said of each person, as known at a moment: records sorted by person, nothing computed yet."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import people
from .codes import Resolved, resolve
from .coverage import last_day
from .records import (
    Absence,
    HeldScore,
    HomeArea,
    Intelligence,
    Moment,
    Offence,
    Sanction,
    StatusEvent,
    Supervision,
    World,
)

FLAGS = ("domestic_abuse", "hate", "weapon", "alcohol", "drugs")


@dataclass
class Case:
    """One offence of one person: their subjects' versions of it taken as one, their events pooled."""

    offence: Offence
    code: Resolved
    events: list[StatusEvent]
    victim_keys: set[str]


@dataclass
class Dossier:
    """One person."""

    person: int
    details: dict[str, Any] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)  # what any loaded source says of anybody
    systems: set[str] = field(default_factory=set)
    system_of: dict[int, str] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)
    scores: list[HeldScore] = field(default_factory=list)
    intelligence: list[Intelligence] = field(default_factory=list)
    areas: list[HomeArea] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)


@dataclass
class View:
    """Every person with a current subject; extracts: by system with complete histories, the latest.

    flags: those that any of their offences states, set or not.
    """

    people: dict[int, Dossier]
    system_of: dict[int, str]
    extracts: dict[str, date]
    flags: set[str]


def look(world: World, moment: Moment, vintage: str) -> View:
    """Read a world as known at a moment.

    Silent in DOMAIN.md, decided here: a person whose subjects' own details are all withdrawn is no longer
    there; of several versions of one offence the one that became known last counts, then the lower
    subject's.
    """
    person_of = people.person_of(world, moment)
    found: dict[int, Dossier] = {}
    versions = defaultdict(list)
    for one in world.people:
        if one.known.at(moment) and one.subject in person_of:
            versions[person_of[one.subject]].append(one)
    stated = {
        name
        for current in versions.values()
        for one in current
        for name in (*people.ATTRIBUTES, *people.MAPPA, *people.FLAGS)
        if getattr(one, name) is not None
    }
    for person, current in versions.items():
        systems = {world.system_of[one.subject] for one in current}
        found[person] = Dossier(person, people.details(current), stated, systems, world.system_of)

    def sort_out(records: list, shelf: str) -> None:
        for one in records:
            if one.known.at(moment) and person_of.get(one.subject) in found:
                getattr(found[person_of[one.subject]], shelf).append(one)

    for name in ("absences", "sanctions", "scores", "intelligence", "areas", "supervisions"):
        sort_out(getattr(world, name), name)
    _add_cases(world, moment, vintage, person_of, found)
    extracts: dict[str, date] = {}
    for one in world.coverage:
        last = last_day(one, world.commits, moment)
        complete = one.record_type == "sanction" and one.history == "complete"
        if complete and one.known.at(moment) and last >= one.complete_from:
            extracts[one.system] = max(last, extracts.get(one.system, last))
    cases = [case for person in found.values() for case in person.cases.values()]
    flags = {flag for flag in FLAGS if any(getattr(case.offence, flag) is not None for case in cases)}
    return View(found, world.system_of, extracts, flags)


def local_table(world: World, moment: Moment, system: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        one.local_code: (one.code_kind, one.code)
        for one in world.local_codes
        if one.system == system and one.known.at(moment)
    }


def _add_cases(
    world: World, moment: Moment, vintage: str, person_of: dict[int, int], found: dict[int, Dossier]
) -> None:
    tables = {system: local_table(world, moment, system) for system in set(world.system_of.values())}
    current = [one for one in world.offences if one.known.at(moment)]
    current.sort(key=lambda one: one.subject)
    current.sort(key=lambda one: one.known.since, reverse=True)
    for one in current:
        dossier = found.get(person_of.get(one.subject, -1))
        if dossier is not None and one.offence_id not in dossier.cases:
            code = resolve(one.code_kind, one.code_given, tables[world.system_of[one.subject]], vintage)
            dossier.cases[one.offence_id] = Case(one, code, [], set())
    for event in world.events:
        dossier = found.get(person_of.get(event.subject, -1))
        if dossier is not None and event.known.at(moment) and event.offence_id in dossier.cases:
            dossier.cases[event.offence_id].events.append(event)
    for victim in world.victims:
        dossier = found.get(person_of.get(victim.subject, -1))
        if dossier is not None and victim.known.at(moment) and victim.offence_id in dossier.cases:
            dossier.cases[victim.offence_id].victim_keys.add(victim.victim_key)
