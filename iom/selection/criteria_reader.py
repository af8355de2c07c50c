"""TOML to criteria: every table and key checked, errors that name file, line and what was probably meant."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from iom.documents import Document, DocumentError, did_you_mean, refuse_other
from iom.measures.definition import Measure, parse_measures
from iom.measures.names import Column, column_of, known_names, name_meant, refuse_built_in
from iom.measures.shipped import named_document
from iom.risk import Preference
from iom.selection.condition_reader import parse
from iom.selection.conditions import Condition
from iom.selection.criteria import POINTS, Band, Capacity, Criteria, Ordering, Rule
from iom.selection.criteria_tables import checked_keys, entries, number_of, source_of, text_of, whole_of
from iom.selection.foreign_signs import ConditionError

# Rules are bits of one 64-bit number.
_MOST_RULES = 60


def read_criteria(name_or_path: str) -> Criteria:
    """A shipped document by its name, or any by its path. Raises DocumentError naming file and line."""
    return parse_criteria(named_document(name_or_path, "criteria document"))


def parse_criteria(document: Document) -> Criteria:
    """Make a document into criteria. Raises DocumentError naming file, line and what was probably meant.

    Its [[example]] tables are not part of what a selection reads: iom.selection.examples reads them.
    """
    refuse_other(
        document, "a criteria document", "iom criteria new", {"record": "a mapping document, of a source"}
    )
    checked_keys(document, "", document.data, "")
    measures = parse_measures(document)
    refuse_built_in(document, measures)
    eligibility = _rules(document, "eligibility", measures, points_known=False)
    cohorts = _rules(document, "cohort", measures, points_known=True)
    bands = _bands(document, measures)
    harmful, most = _harmful(document, measures)
    if len(eligibility) + len(cohorts) + 1 > _MOST_RULES:
        raise document.error("cohort", f"a document has at most {_MOST_RULES} rules.")
    text = document.text.replace("\r\n", "\n")
    return Criteria(
        file=document.name,
        title=text_of(document, "", document.data, "title"),
        version=text_of(document, "", document.data, "version"),
        owner=text_of(document, "", document.data, "owner"),
        source=source_of(document, "", document.data),
        severity_vintage=text_of(document, "", document.data, "severity_vintage"),
        measures=measures,
        eligibility=eligibility,
        bands=bands,
        cohorts=cohorts,
        capacity=_capacity(document, cohorts),
        tie_break=_tie_break(document, measures),
        tie_break_source=source_of(document, "tie_break", document.data["tie_break"]),
        harmful=harmful,
        most_harmful=most,
        scores=_scores(document),
        text=text,
        sha256=document.sha256,
    )


def _condition(
    document: Document, place: str, entry: Mapping[str, Any], measures: Sequence[Measure], points_known: bool
) -> tuple[str, Condition]:
    text = text_of(document, place, entry, "when")
    extra = (POINTS.name,) if points_known else ()

    def column(name: str) -> Column | None:
        return POINTS if points_known and name == POINTS.name else column_of(name, measures)

    try:
        return text, parse(text, column, (*known_names(measures), *extra))
    except ConditionError as error:
        line = line_in_condition(document, f"{place}.when", error.line)
        shown = text.splitlines()[error.line - 1] if text else ""
        raise DocumentError(
            f"{document.name}, line {line}, column {error.column} of the condition: {error.message}\n"
            f"  {shown}\n  {' ' * (error.column - 1)}^"
        ) from None


def line_in_condition(document: Document, place: str, line: int) -> int:
    """The document's line of a condition's line (from 1)."""
    first = document.line(place)
    # A text that opens on its key's line begins on the next.
    opens = document.text.splitlines()[first - 1].rstrip().endswith(('"""', "'''"))
    return first + line - 1 + (1 if opens else 0)


def _rules(
    document: Document, table: str, measures: Sequence[Measure], *, points_known: bool
) -> tuple[Rule, ...]:
    rules: dict[str, Rule] = {}
    for place, entry in entries(document, table):
        name = text_of(document, place, entry, "name")
        if name in rules:
            raise document.error(f"{place}.name", f'there are two [[{table}]] named "{name}".')
        text, condition = _condition(document, place, entry, measures, points_known)
        says, source = text_of(document, place, entry, "says"), source_of(document, place, entry)
        rules[name] = Rule(name, says, text, condition, source)
    if not rules:
        raise document.error(table, f"at least one [[{table}]] is needed.")
    return tuple(rules.values())


def _bands(document: Document, measures: Sequence[Measure]) -> tuple[Band, ...]:
    if "points" in document.data:
        checked_keys(document, "points", document.data["points"], "points")
    found: dict[str, list[tuple[str, Band]]] = {}
    for place, entry in entries(document, "points.band"):
        measure = text_of(document, place, entry, "measure")
        column = column_of(measure, measures)
        if column is None:
            known = known_names(measures)
            raise document.error(
                f"{place}.measure",
                f'there is no measure "{measure}".{name_meant(measure, known)}'
                f" Names in this document: {', '.join(known)}.",
            )
        if column.kind != "number":
            raise document.error(
                f"{place}.measure", f'"{measure}" is {column.kind}: only a number falls in a band.'
            )
        low = number_of(document, place, entry, "from")
        below = number_of(document, place, entry, "below") if "below" in entry else None
        if below is not None and below <= low:
            raise document.error(f"{place}.below", f"a band from {low} ends above that, not at {below}.")
        points = whole_of(document, place, entry, "points", low=-1000, high=1000)
        band = Band(measure, low, below, points, source_of(document, place, entry))
        found.setdefault(measure, []).append((place, band))
    return tuple(band for placed in found.values() for band in _in_order(document, placed))


def _in_order(document: Document, placed: list[tuple[str, Band]]) -> list[Band]:
    """One measure's bands from low to high, an open end closed by the next band's start."""
    placed.sort(key=lambda item: item[1].low)
    ordered = []
    for (_, band), (place, following) in pairwise(placed):
        if following.low == band.low or (band.below is not None and band.below > following.low):
            raise document.error(
                place,
                f"the bands of {band.measure} overlap: from {band.low} reaches into from {following.low}.",
            )
        below = following.low if band.below is None else band.below
        ordered.append(Band(band.measure, band.low, below, band.points, band.source))
    return [*ordered, placed[-1][1]]


def _capacity(document: Document, cohorts: Sequence[Rule]) -> tuple[Capacity, ...]:
    known = [cohort.name for cohort in cohorts]
    found: dict[tuple[str, str], Capacity] = {}
    for place, entry in entries(document, "capacity"):
        cohort, area = text_of(document, place, entry, "cohort"), text_of(document, place, entry, "area")
        if cohort not in known:
            raise document.error(
                f"{place}.cohort",
                f'there is no cohort "{cohort}".{did_you_mean(cohort, known)} Cohorts: {", ".join(known)}.',
            )
        if (cohort, area) in found:
            raise document.error(place, f'the places of "{cohort}" in "{area}" are given twice.')
        places = whole_of(document, place, entry, "places", low=0, high=1_000_000)
        found[cohort, area] = Capacity(cohort, area, places, source_of(document, place, entry))
    return tuple(found.values())


def _tie_break(document: Document, measures: Sequence[Measure]) -> tuple[Ordering, ...]:
    entry = checked_keys(document, "tie_break", document.data["tie_break"], "tie_break")
    steps = entry["order"]
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise document.error(
            "tie_break.order", 'the order is a list such as ["severity_24m desc", "age asc"].'
        )
    ordered = []
    for step in steps:
        name, _, direction = step.strip().partition(" ")
        column = column_of(name, measures)
        if column is None or direction.strip() not in ("asc", "desc"):
            raise document.error(
                "tie_break.order",
                f'"{step}" is not a measure followed by asc or desc.'
                f"{name_meant(name, known_names(measures))}",
            )
        ordered.append(Ordering(name, direction.strip() == "desc"))
    return tuple(ordered)


def _scores(document: Document) -> Preference:
    """Which risk scores count; without the table, the computed before the held, none on a local history."""
    if "scores" not in document.data:
        return Preference()
    entry = checked_keys(document, "scores", document.data["scores"], "scores")
    prefer, provisional = entry.get("prefer", "computed"), entry.get("provisional", False)
    if prefer not in ("computed", "held"):
        raise document.error("scores.prefer", 'what is preferred is "computed" or "held".')
    if not isinstance(provisional, bool):
        raise document.error("scores.provisional", "whether provisional scores count is true or false.")
    days = None
    if "held_at_most_days_old" in entry:
        days = whole_of(document, "scores", entry, "held_at_most_days_old", low=0, high=36_525)
    return Preference(prefer, days, provisional, source_of(document, "scores", entry))


def _harmful(document: Document, measures: Sequence[Measure]) -> tuple[Rule | None, int]:
    if "harmful" not in document.data:
        return None, 0
    entry = checked_keys(document, "harmful", document.data["harmful"], "harmful")
    text, condition = _condition(document, "harmful", entry, measures, points_known=True)
    # Without words of its own, the rule speaks for itself.
    says = text_of(document, "harmful", entry, "says") if "says" in entry else text
    source = source_of(document, "harmful", entry)
    return Rule("harmful", says, text, condition, source), whole_of(
        document, "harmful", entry, "most", low=1, high=10_000
    )
