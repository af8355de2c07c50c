"""Rules that nobody can meet, or that come too late: alone, with the steps before, or after other cohorts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from iom.selection.condition_words import joined, joined_lines, label, number_shown, phrase
from iom.selection.conditions import Compare, Condition, Junction, Literal, Name, names
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.domains import values_of
from iom.selection.lint.findings import Finding
from iom.selection.lint.places import Places
from iom.selection.nearness import comparisons, without_nots
from iom.selection.reach import Claim, Wanted, possible
from iom.selection.value_sets import Numbers

_NO_POINTS = Compare(Name(POINTS.name, POINTS.kind), "==", Literal(Decimal(0)))


def can(criteria: Criteria, claims: Sequence[Claim]) -> bool:
    """Whether one person might be all that is claimed, as far as logic tells."""
    return possible(claims, partial(values_of, criteria))


def met(*rules: Rule) -> list[Claim]:
    """That each rule is met."""
    return [(rule.condition, Wanted.TRUE) for rule in rules]


def rules(criteria: Criteria, places: Places) -> Iterator[Finding]:
    """What is found of eligibility steps, cohorts and the harmful rule."""
    yield from _eligibility(criteria, places)
    yield from _cohorts(criteria, places)
    yield from _harmful(criteria, places)
    yield from _few_points(criteria, places)


def _eligibility(criteria: Criteria, places: Places) -> Iterator[Finding]:
    for number, rule in enumerate(criteria.eligibility):
        steps = criteria.eligibility[:number]
        line = places.rule(rule)
        if not can(criteria, met(rule)):
            yield _never(criteria, rule, line)
        elif not can(criteria, met(*steps)):
            return
        elif not can(criteria, met(*steps, rule)):
            says = f'nobody who passes {_named(_needed(criteria, steps, met(rule)))} can pass "{rule.name}"'
            yield Finding("steps_contradict", line, says)
        elif number and not can(criteria, [*met(*steps), (rule.condition, Wanted.NOT_TRUE)]):
            says = f'the step "{rule.name}" removes nobody whom the steps before have left'
            yield Finding("step_adds_nothing", line, says)


def _cohorts(criteria: Criteria, places: Places) -> Iterator[Finding]:
    steps = criteria.eligibility
    if not can(criteria, met(*steps)):
        steps = ()  # said already
    for number, rule in enumerate(criteria.cohorts):
        line, earlier = places.rule(rule), criteria.cohorts[:number]
        if not can(criteria, met(rule)):
            yield _never(criteria, rule, line)
        elif not can(criteria, met(*steps, rule)):
            says = f'nobody who passes {_named(_needed(criteria, steps, met(rule)))} can meet "{rule.name}"'
            yield Finding("cohort_outside_eligibility", line, says)
        elif not can(criteria, [*met(*steps, rule), *_not_met(earlier)]):
            taken = _needed(criteria, earlier, met(*steps, rule), Wanted.NOT_TRUE)
            says = f'whoever is eligible and meets "{rule.name}" belongs to {_named(taken, "or")}'
            yield Finding("cohort_shadowed", line, says)
    for rule in criteria.cohorts:
        if can(criteria, [*met(*steps, rule), _dead()]):
            says = f'neither "{rule.name}" nor a step of eligibility asks whether the person is alive'
            yield Finding("dead_not_left_out", places.rule(rule), says)
            return


def _harmful(criteria: Criteria, places: Places) -> Iterator[Finding]:
    rule = criteria.harmful
    if rule is None:
        return
    line = places.rule(rule)
    if not can(criteria, met(rule)):
        yield _never(criteria, rule, line)
    elif can(criteria, [*met(rule), _dead()]):
        says = "the rule for harmful people does not ask whether they are alive, nor does eligibility for it"
        yield Finding("dead_not_left_out", line, says)


def _few_points(criteria: Criteria, places: Places) -> Iterator[Finding]:
    """Rules of which a comparison holds of somebody without points, once for each."""
    for rule in (*criteria.cohorts, *((criteria.harmful,) if criteria.harmful else ())):
        for comparison in comparisons(without_nots(rule.condition)):
            asks_points = names(comparison) == {POINTS.name}
            if asks_points and can(criteria, [(comparison, Wanted.TRUE), (_NO_POINTS, Wanted.TRUE)]):
                said = joined_lines(phrase(comparison, criteria))
                says = f'of "{rule.name}", someone without points meets: {said}'
                yield Finding("met_without_points", places.rule(rule), says)
                break


def _dead() -> Claim:
    return Name("alive", "boolean"), Wanted.FALSE


def _not_met(earlier: Sequence[Rule]) -> list[Claim]:
    # whoever cannot be checked is not in the earlier cohort either
    return [(rule.condition, Wanted.NOT_TRUE) for rule in earlier]


def _never(criteria: Criteria, rule: Rule, line: int) -> Finding:
    """A rule that nobody can meet, with as few of its parts as it takes to see why."""
    condition = rule.condition
    parts = condition.parts if isinstance(condition, Junction) and condition.every else (condition,)
    kept = list(parts)
    for part in parts:
        without = [one for one in kept if one is not part]
        if without and not can(criteria, [(one, Wanted.TRUE) for one in without]):
            kept = without
    said = joined([joined_lines(phrase(part, criteria)) for part in kept], "and")
    return Finding("rule_never", line, f'nobody can meet "{rule.name}": {said}{_bounds(criteria, kept)}')


def _bounds(criteria: Criteria, parts: Sequence[Condition]) -> str:
    """What a name can be, where one part on it alone is why."""
    read = sorted({name for part in parts for name in names(part)})
    possible_values = values_of(criteria, read[0]) if len(parts) == len(read) == 1 else None
    if not isinstance(possible_values, Numbers):
        return ""
    (interval,) = possible_values.intervals
    ends = [
        f"{word} {number_shown(end)}"
        for word, end in (("from", interval.low), ("to", interval.high))
        if end is not None
    ]
    whole = "whole and " if possible_values.whole else ""
    return f" ({label(read[0], criteria)}: always {whole}{' '.join(ends)})" if ends else ""


def _needed(
    criteria: Criteria, others: Sequence[Rule], claims: Sequence[Claim], wanted: Wanted = Wanted.TRUE
) -> list[Rule]:
    """As few of some rules as it takes to leave nobody for the claims."""
    kept = list(others)
    for rule in others:
        without = [one for one in kept if one is not rule]
        if not can(criteria, [*claims, *((one.condition, wanted) for one in without)]):
            kept = without
    return kept


def _named(listed: Sequence[Rule], junction: str = "and") -> str:
    return joined([f'"{rule.name}"' for rule in listed], junction) if listed else "the steps"
