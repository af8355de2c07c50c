"""Counts of what makes risk scores awkward in a world: a twin says nothing of what never happens."""

from collections import Counter
from dataclasses import replace
from datetime import date

from . import risk
from .sanctions import complete_until
from .view import Dossier


def met(asked: risk.Asked, as_at: date) -> Counter[str]:
    """How often each awkward thing happens to people as at a date."""
    seen: Counter[str] = Counter()
    for person in asked.view.people.values():
        of = risk.features(asked, person, as_at)
        if of is not None:
            _in_sanctions(seen, asked, person, as_at)
            _in_custody(seen, person, of, as_at)
            _in_scores(seen, person, of)
    return seen


def _in_sanctions(seen: Counter[str], asked: risk.Asked, person: Dossier, as_at: date) -> None:
    view = asked.view
    told = risk.sanctioned(asked, person)
    past = [one for one in told if one.on <= as_at]
    current = [one for one in past if one.on == max(one.on for one in past)]
    best = risk.principal(current)
    unmarked = risk.principal([replace(one, principal=False) for one in current])
    rivals = [one.code for one in current if one.principal == best.principal]
    until = complete_until(person.systems, view.extracts)
    local = [one.on_date for one in person.sanctions if view.system_of[one.subject] not in view.extracts]
    seen["sanction dated later"] += len(told) > len(past)
    seen["several on the current day"] += len(current) > 1
    seen["several marked"] += sum(one.principal for one in current) > 1
    seen["a marker decides"] += risk.category(best.code) != risk.category(unmarked.code)
    seen["the code decides"] += any(
        one.weight == best.code.weight and risk.category(one) != risk.category(best.code) for one in rivals
    )
    weights = [one.weight for one in rivals]
    seen["without a weight beside one with"] += None in weights and any(weights)
    seen["caution and conviction on a day"] += len({one.convicted for one in current}) > 1
    violence = {risk.category(one.code).violent for one in current}
    seen["violent only beside the principal"] += (
        True in violence and risk.category(best.code).violent is False
    )
    seen["not known to be violent beside not violent"] += violence == {None, False}
    seen["overruled by a complete history"] += until is not None and any(on <= until for on in local)
    seen["local after a complete history"] += until is not None and any(until < on <= as_at for on in local)
    seen["sanctions of two subjects"] += len({one.subject for one in person.sanctions}) > 1
    seen["sanction on the date"] += any(one.on == as_at for one in current)


def _in_custody(seen: Counter[str], person: Dossier, of: risk.Features, as_at: date) -> None:
    custody = [one for one in person.absences if one.kind in risk.CUSTODY]
    within = risk.inside(person, as_at)
    planned = {one.planned_release for one in within} - {None}
    seen["inside with a planned release ahead"] += bool(within) and of.start_on is not None
    seen["inside, planned release past"] += of.start_on is None and bool(planned)
    seen["inside, none planned"] += bool(within) and not planned
    seen["several planned releases"] += len(planned) > 1
    seen["spell ends on the date"] += any(one.to_date == as_at for one in custody)
    seen["spell begins on the date"] += any(one.from_date == as_at for one in custody)
    seen["same-day spell"] += any(one.to_date == one.from_date for one in custody)
    seen["open spell"] += any(one.to_date is None for one in custody)
    seen["spells that touch"] += any(a.to_date == b.from_date for a in custody for b in custody)
    seen["out of area"] += len(custody) < len(person.absences)
    released = {one.to_date for one in custody}
    seen["started on release"] += not within and of.start_on in released
    seen["0 months"] += of.offence_free_months == 0
    seen["some months"] += 0 < (of.offence_free_months or 0) < 36
    seen["36 months"] += of.offence_free_months == 36


def _in_scores(seen: Counter[str], person: Dossier, of: risk.Features) -> None:
    born, precision = person.details["birth_date"], person.details["birth_precision"]
    ages = (of.age_at_first_sanction, of.age_at_current_sanction, of.age_at_start)
    seen["leap birthday"] += born is not None and (born.month, born.day) == (2, 29)
    for vague in ("month", "year"):
        seen[f"birth known to the {vague}, an age known"] += vague == precision and any(ages)
        seen[f"birth known to the {vague}, an age unknown"] += vague == precision and None in ages
    seen[f"{of.history} history"] += 1
    scores = risk.scores(of)
    scored = not scores["ogrs3_2y"].missing
    seen["caution scored"] += scored and not of.is_conviction
    seen["known in one model alone"] += (of.ogrs3_group is None) != (of.ogrs4_category is None)
    for total in (1, 2, 3):
        seen[f"{total} sanctions, scored"] += scored and min(of.sanctions, 3) == total
    for name, score in scores.items():
        seen[f"{name} given"] += score.z is not None
        seen[f"{name} of a woman"] += score.z is not None and of.sex == "female"
        seen.update(f"{name}: {reason}" for reason in score.missing)
