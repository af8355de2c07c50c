"""What each step from one selection to another does, by selecting anew for each with one more thing changed.

Silent in DOMAIN.md, decided here: first the date, then what is known, then the document; while only the date
has changed, a source that held the old date's records is taken to hold those up to the new one, for else time
alone would make everything unknown.
"""

from dataclasses import dataclass
from datetime import date

from . import selection
from .built_in import BUILT_IN
from .criteria import MEASURES
from .days import DAY
from .known import Known, told
from .records import Moment, World
from .view import look


@dataclass(frozen=True)
class Asked:
    """What a run asks: a document, as at a date, as known at a moment."""

    document: selection.Document
    as_at: date
    moment: Moment


# (list, cohort, area, whether among the harmful), by person
Standing = dict[int, tuple[str | None, str | None, object, bool]]


def standing(world: World, vintage: str, asked: Asked, covered_at: date | None = None) -> Standing:
    covered = told(world, asked.moment)
    if covered_at is not None:
        more = {covered_at + DAY * n for n in range((asked.as_at - covered_at).days + 1)}
        covered = {record: days | more if covered_at in days else days for record, days in covered.items()}
    known = Known(look(world, asked.moment, vintage), asked.as_at, covered)
    people = {}
    for number, dossier in known.view.people.items():
        people[number] = {entry["name"]: known.measured(dossier, entry).value for entry in MEASURES}
        people[number] |= {name: known.named(dossier, name) for name in BUILT_IN}
    judged, _ = selection.select(asked.document, people)
    found: Standing = {}
    for one in judged:
        proposed = one.cohort is not None and one.has_place
        harmful = one.harmful and not proposed
        listed = "proposed" if proposed else "over_capacity" if one.cohort else None
        area = one.facts["district"] if one.cohort in asked.document.capacity else None
        found[one.person] = (listed or ("harmful_outside" if harmful else None), one.cohort, area, harmful)
    return found


def steps(world: World, vintage: str, old: Asked, new: Asked) -> dict[str, dict[int, str]]:
    """By step and person, what it did: came, went, moved. total: from the first selection to the last."""
    same_data = old.moment == new.moment
    later = old.as_at if new.as_at > old.as_at and not same_data else None
    stages = {
        "time": standing(world, vintage, Asked(old.document, new.as_at, old.moment), later),
        "data": standing(world, vintage, Asked(old.document, new.as_at, new.moment)),
        "criteria": standing(world, vintage, new),
    }
    before = first = standing(world, vintage, old)
    found = {}
    for name, after in stages.items():
        found[name] = changes(before, after)
        before = after
    return found | {"total": changes(first, before)}


def changes(before: Standing, after: Standing) -> dict[int, str]:
    nowhere = (None, None, None, False)
    found = {}
    for person in before.keys() | after.keys():
        was, now = before.get(person, nowhere), after.get(person, nowhere)
        if was != now:
            came, went = now[0] == "proposed", was[0] == "proposed"
            found[person] = "moved" if came == went else "came" if came else "went"
    return found
