"""Why someone is on a list, in words with their basis: facts only. A proposal is never a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from iom.measures.coverage import Gap
from iom.measures.names import BUILT_IN, risk_parts, sql_name
from iom.selection.compile import band_of
from iom.selection.criteria import Band, Criteria, Rule
from iom.selection.sentences import Counted, Facts, sentence, subject_of

# DOMAIN.md 12: said always.
CLOSING = "Risk, frequency and severity reflect what police record."


@dataclass(frozen=True)
class Reason:
    """One reason: the points it gave, a sentence, and what the sentence rests on."""

    points: int
    sentence: str
    basis: str


@dataclass(frozen=True)
class Reasons:
    """All that is said of one listed person. counted: what the offence measures counted, code by code."""

    summary: str
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]
    counted: tuple[Counted, ...]
    closing: str = CLOSING
    # for those who are not proposed: the step they did not pass, or for how many places they were too many
    why_not: str | None = None


@dataclass(frozen=True)
class Custody:
    """The time inside that covers the date: kinds, the first day, the planned release if one is known."""

    kind: str
    since: date
    planned_release: date | None

    def says(self) -> str:
        """In words."""
        release = (
            f"release planned {self.planned_release}" if self.planned_release else "no release date known"
        )
        return f"in custody ({self.kind.replace('_', ' ')}) since {self.since}, {release}"


@dataclass(frozen=True)
class Standing:
    """Where the selection left someone: rule bits, points, rank, place of places.

    points: None of someone of a kept run who is erased or restricted.
    """

    met_bits: int
    unknown_bits: int
    eligible: bool
    cohort: str | None
    points: int | None
    rank: int | None
    place: int | None
    places: int | None
    capacity_area: str | None
    list: str | None


def explain(
    criteria: Criteria,
    standing: Standing,
    facts: Facts,
    counted: Sequence[Counted],
    *,
    as_at: date,
    absent: Mapping[str, Gap],
    unscored: Mapping[str, str] = MappingProxyType({}),
    custody: Custody | None = None,
    custody_known: bool = True,
    is_harmful: bool = False,
) -> Reasons:
    """The reasons of one person. facts: the measured row by column, with __top columns if any.

    unscored: by score, why the computed one does not count for them.
    custody: the time inside that covers the date, if any; custody_known: whether none means none.
    is_harmful: on the list of harmful people outside.
    """
    reasons, unknown = [], []
    for name in criteria.banded:
        measure = criteria.measure(name)
        value = facts[sql_name(name)]
        if value is None:
            unknown.append(f"not known: {subject_of(name, measure)}{_absent(name, absent, unscored)}")
            continue
        number = Decimal(str(value))
        band = band_of(criteria, name, number)
        gap = gap_of(criteria, name, number)
        if (band is None and gap is None) or (band and band.points == 0):
            continue
        words = sentence(
            name, measure, facts, as_at=as_at, vintage=criteria.severity_vintage, counted=counted
        )
        if band is None:
            reasons.append(Reason(0, f"{words} (between two bands: no points)", gap or ""))
            continue
        reasons.append(Reason(band.points, words, basis_of_band(band)))
    for name in sorted(criteria.names - set(criteria.banded)):
        if risk_parts(name) is None or BUILT_IN[name].kind != "number":
            continue
        if facts[sql_name(name)] is not None:
            words = sentence(
                name, None, facts, as_at=as_at, vintage=criteria.severity_vintage, counted=counted
            )
            reasons.append(Reason(0, words, "read by a rule; no points"))
        else:
            unknown.append(f"not known: {subject_of(name, None)}{_absent(name, absent, unscored)}")
    reasons.sort(key=lambda reason: -reason.points)
    cohort = next((rule for rule in criteria.cohorts if rule.name == standing.cohort), None)
    if cohort:
        reasons.append(Reason(0, f"cohort {cohort.name}: {cohort.says}", f"{cohort.text} ({cohort.source})"))
    if is_harmful and criteria.harmful:
        rule = criteria.harmful
        reasons.append(Reason(0, f"harmful: {rule.says}", f"{rule.text} ({rule.source})"))
    if custody:
        reasons.append(Reason(0, custody.says(), "absences as recorded; no points"))
    elif not custody_known:
        unknown.append("not known: whether in custody, for no source covers absences on this day")
    unknown += [f"could not be checked: {rule.says}" for rule in _unknown_rules(criteria, standing)]
    return Reasons(
        summary(criteria, standing),
        tuple(reasons),
        tuple(unknown),
        tuple(counted),
        why_not=None if standing.list == "proposed" else why_not(criteria, standing),
    )


def unexplained(criteria: Criteria, standing: Standing) -> Reasons:
    """What is said of someone far from a place: no more than why; the run keeps what it measured of them."""
    return Reasons(summary(criteria, standing), (), (), (), why_not=why_not(criteria, standing))


def summary(criteria: Criteria, standing: Standing) -> str:
    """What is proposed, in one line."""
    points = f"{standing.points} point{'' if standing.points == 1 else 's'}"
    match standing.list:
        case "proposed":
            area = f" in {standing.capacity_area}" if standing.capacity_area else ""
            places = (
                f"{ordinal(standing.place)} of {standing.places} places"
                if standing.places is not None
                else (f"{ordinal(standing.place)}, no limit of places")
            )
            return f"adopt, {standing.cohort}, {points}, {places}{area}"
        case "over_capacity":
            return f"reject, {standing.cohort}, {points}, {why_not(criteria, standing)}"
        case "harmful_outside":
            return f"harmful and not proposed, {points}: {why_not(criteria, standing)}"
        case _:
            return f"not proposed, {points}: {why_not(criteria, standing)}"


def why_not(criteria: Criteria, standing: Standing) -> str:
    """The first step that someone did not pass, or for how many places they were too many."""
    for number, rule in enumerate(criteria.eligibility):
        state = outcome(standing, number)
        if state != "met":
            return f"could not be checked: {rule.says}" if state == "unknown" else _denied(rule.says)
    if standing.cohort is None:
        return "meets no cohort rule"
    if not standing.capacity_area:
        return "no place: home district not known"
    if standing.places == 0:
        return f"{standing.capacity_area} has no places for {standing.cohort} in this document"
    return f"no place: {ordinal(standing.place)} for {standing.places} in {standing.capacity_area}"


def _denied(says: str) -> str:
    # never "not not"; and what is left of "not inside, and living here" would be no denial of it
    return f"does not meet: {says}" if says.startswith("not ") else f"not {says}"


def outcome(standing: Standing, number: int) -> str:
    """'met', 'unknown' or 'failed': what rule of that number came to."""
    if standing.met_bits >> number & 1:
        return "met"
    return "unknown" if standing.unknown_bits >> number & 1 else "failed"


def gap_of(criteria: Criteria, measure: str, value: Decimal) -> str | None:
    """The two bands that a value falls between, if it does."""
    bands = [band for band in criteria.bands if band.measure == measure]
    for low, high in pairwise(bands):
        if low.below is not None and low.below <= value < high.low:
            return f"{measure} from {_number(low.below)} to below {_number(high.low)} is in no band"
    return None


def basis_of_band(band: Band) -> str:
    """A band as the document has it."""
    reach = f"from {_number(band.low)}" + (
        f" to below {_number(band.below)}" if band.below is not None else ""
    )
    return f"{band.measure} {reach} gives {band.points} ({band.source})"


def ordinal(number: int | None) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number is None:
        return "-"
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _absent(name: str, absent: Mapping[str, Gap], unscored: Mapping[str, str]) -> str:
    """Why a value is not known, after what it is of: ": no source covers …"; nothing where none is known."""
    of_risk = risk_parts(name)
    why = absent[name].says() if name in absent else unscored.get(of_risk[1], "") if of_risk else ""
    return f": {why}" if why else ""


def _unknown_rules(criteria: Criteria, standing: Standing) -> list[Rule]:
    """Rules that might have changed the outcome: steps, and cohorts before the one that was met."""
    first = len(criteria.eligibility)
    found = []
    for number, rule in enumerate((*criteria.eligibility, *criteria.cohorts)):
        if number >= first and rule.name == standing.cohort:
            break
        if outcome(standing, number) == "unknown":
            found.append(rule)
    return found


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"
