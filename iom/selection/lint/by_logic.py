"""What a criteria document cannot mean, or seldom does, seen in the document alone."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from iom.measures.names import held_parts, risk_parts
from iom.selection.conditions import Among, Compare, Condition, Literal, Name, names
from iom.selection.criteria import EACH_AREA, Band, Criteria
from iom.selection.lint.findings import Finding
from iom.selection.lint.places import Places
from iom.selection.lint.rules import can, met, rules
from iom.selection.reach import Claim, Wanted

TO_FILL_IN = "FILL IN"
_LOCAL_CHOICE = "local choice"
# Sums of weights of ten decimals: two people seldom have the same.
_FINE = frozenset({"severity", "severity_mean", "severity_max", "harm", "rate"})


def by_logic(criteria: Criteria) -> list[Finding]:
    """Everything that can be found without a single record."""
    places = Places(criteria)
    found: list[Finding] = []
    for part in (rules, _bands, _measures, _capacity, _ties, _scores, _words):
        found += part(criteria, places)
    return found


def _bands(criteria: Criteria, places: Places) -> Iterator[Finding]:
    eligible = met(*criteria.eligibility)
    for low, high in pairwise(criteria.bands):
        if low.measure == high.measure and low.below is not None and low.below < high.low:
            yield Finding(
                "band_gap",
                places.band(high),
                f"{low.measure}: values from {shown(low.below)} to below {shown(high.low)} fall in no "
                "band and give no points",
            )
    for band in criteria.bands:
        inside: list[Claim] = [(one, Wanted.TRUE) for one in _within(band)]
        if not can(criteria, inside):
            yield Finding("band_impossible", places.band(band), f"{reach(band)}: no value can be there")
        elif can(criteria, eligible) and not can(criteria, eligible + inside):
            yield Finding(
                "band_impossible", places.band(band), f"{reach(band)}: nobody who is eligible can be there"
            )


def _within(band: Band) -> list[Condition]:
    name = Name(band.measure, "number")
    ends: list[Condition] = [Compare(name, ">=", Literal(band.low))]
    if band.below is not None:
        ends.append(Compare(name, "<", Literal(band.below)))
    return ends


def _measures(criteria: Criteria, places: Places) -> Iterator[Finding]:
    read = {name for rule in criteria.rules for name in names(rule.condition)}
    read |= set(criteria.banded) | {step.name for step in criteria.tie_break}
    seen: dict[object, str] = {}
    for number, measure in enumerate(criteria.measures):
        line = places.line(f"measure[{number}].name")
        if measure.name not in read:
            yield Finding("measure_unused", line, f'nothing reads "{measure.name}"')
        same = replace(measure, name="", says="")
        if same in seen:
            yield Finding("measure_twice", line, f'"{measure.name}" counts the same as "{seen[same]}"')
        seen.setdefault(same, measure.name)


def _capacity(criteria: Criteria, places: Places) -> Iterator[Finding]:
    eligible = met(*criteria.eligibility)
    by_name = {rule.name: rule for rule in criteria.cohorts}
    district = Name("district", "text")
    for number, entry in enumerate(criteria.capacity):
        where = "each district not named" if entry.area == EACH_AREA else entry.area
        if entry.places == 0:
            line = places.line(f"capacity[{number}].places")
            yield Finding("places_zero", line, f'"{entry.cohort}" has no places in {where}')
        of_cohort = eligible + met(by_name[entry.cohort])
        lives_there: Claim = (Compare(district, "==", Literal(entry.area)), Wanted.TRUE)
        if (
            entry.area != EACH_AREA
            and can(criteria, of_cohort)
            and not can(criteria, [*of_cohort, lives_there])
        ):
            line = places.line(f"capacity[{number}].area")
            yield Finding("places_out_of_reach", line, f'nobody in "{entry.cohort}" can live in {entry.area}')
    for rule in criteria.cohorts:
        areas = [entry.area for entry in criteria.capacity if entry.cohort == rule.name]
        if not areas:
            yield Finding("cohort_unlimited", places.rule(rule, "name"), f'"{rule.name}" has no [[capacity]]')
            continue
        elsewhere = Among(district, tuple(Literal(area) for area in areas), excluded=True)
        claims = [*eligible, *met(rule), (elsewhere, Wanted.TRUE)]
        if EACH_AREA not in areas and can(criteria, claims):
            yield Finding(
                "district_without_places",
                places.rule(rule, "name"),
                f'"{rule.name}" has places in {", ".join(areas)} alone, others may be eligible',
            )


def _ties(criteria: Criteria, places: Places) -> Iterator[Finding]:
    line = places.line("tie_break.order")
    if not criteria.tie_break:
        yield Finding("tie_break_none", line, "the order of ties is empty")
        return
    measures = [criteria.measure(step.name) for step in criteria.tie_break]
    if not any(measure and measure.what in _FINE for measure in measures):
        order = ", ".join(step.name for step in criteria.tie_break)
        yield Finding("tie_break_coarse", line, f"ties are decided by {order}")


def _scores(criteria: Criteria, places: Places) -> Iterator[Finding]:
    """Once for each score, at the first rule that reads it or its band."""
    dated = {name for rule in criteria.rules for name in names(rule.condition) if name.endswith("_days_old")}
    seen: set[str] = set()
    for rule in criteria.rules:
        line = places.rule(rule)
        for name in sorted(names(rule.condition)):
            of_risk, held = risk_parts(name), held_parts(name) if name.startswith("held.") else None
            read = ".".join(of_risk) if of_risk else f"held.{held[0]}" if held else name
            if not (of_risk or held) or (held and held[1] == "days_old") or read in seen:
                continue
            seen.add(read)
            if of_risk and criteria.scores.provisional:
                yield Finding("score_provisional", line, f'"{rule.name}" asks for {read}')
            if held or read.startswith("score."):
                yield Finding("score_history_unknown", line, f'"{rule.name}" asks for {read}')
            if held and f"{read}_days_old" not in dated:
                yield Finding("score_any_age", line, f'"{rule.name}" takes {read} of any age')
            if read.startswith("score.") and criteria.scores.held_at_most_days_old is None:
                yield Finding(
                    "score_any_age", line, f'"{rule.name}" takes {read} of any age where it is held'
                )


def _words(criteria: Criteria, places: Places) -> Iterator[Finding]:
    for place, source in places.sources():
        if source.strip().casefold() == _LOCAL_CHOICE:
            yield Finding("no_reason", places.line(place), "local choice, without a reason")
    for number, line in enumerate(places.text.splitlines(), start=1):
        if TO_FILL_IN in line and not line.lstrip().startswith("#"):
            yield Finding("not_filled_in", number, f"{line.partition('=')[0].strip()} is to be filled in")


def reach(band: Band) -> str:
    """A band in words."""
    end = "" if band.below is None else f" to below {shown(band.below)}"
    return f"{band.measure} from {shown(band.low)}{end}"


def shown(value: Decimal) -> str:
    """A number as it is read: 2,500."""
    return f"{value.normalize():,f}"
