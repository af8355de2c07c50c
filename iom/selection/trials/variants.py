"""The numbers of a criteria document that a trial moves one at a time, and the documents that this gives.

Moved are thresholds, band edges, windows and half-lives. The parsed document is changed, never its text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import count, pairwise

from iom.measures.definition import LONGEST_HALF_LIFE, LONGEST_WINDOW, Measure
from iom.measures.names import PER_CENT
from iom.selection.conditions import Compare, Condition, Junction, Literal, Name, Not, names, walk
from iom.selection.criteria import Band, Criteria, Rule

PROPOSED, HARMFUL = "proposed", "harmful_outside"
# "==" and "!=" name a value, such as a MAPPA level: it is not a line that could lie a little higher.
_LINES = ("<", "<=", ">", ">=")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# What the reader of conditions takes, and the database's exact numbers hold.
_DECIMALS = Decimal(1).scaleb(-10)


@dataclass(frozen=True)
class Reach:
    """How far parts are moved each way, and in how many settings on either side of the document's own.

    per_cent: of thresholds and band edges; factor: windows and half-lives go from 1/factor to factor times.
    """

    per_cent: Decimal
    factor: Decimal
    either_side: int


@dataclass(frozen=True)
class Part:
    """One number of a document. on_list: the list whose members it can change.

    above, below: the values between which it must stay, both excluded, if any: the next edges of its bands.
    """

    kind: str
    place: str
    says: str
    unit: str
    base: Decimal
    on_list: str
    moved: Callable[[Decimal], Criteria] = field(repr=False, compare=False)
    above: Decimal | None = None
    below: Decimal | None = None

    @property
    def is_window(self) -> bool:
        """Whether people must be measured again when it moves."""
        return self.kind == "window"

    def misfit(self, value: Decimal) -> str | None:
        """Why the document cannot have a value here; None if it can."""
        if self.above is not None and value <= self.above:
            return f"it would reach the edge at {plain(self.above)}"
        if self.below is not None and value >= self.below:
            return f"it would reach the edge at {plain(self.below)}"
        if self.unit == PER_CENT and value != self.base and not 0 <= value <= 100:
            return "a percentage lies between 0 and 100"
        return None


def plain(value: Decimal) -> str:
    """A number as people write it: 2,500 or 0.75."""
    return f"{value.normalize():,f}"


def parts(criteria: Criteria) -> tuple[Part, ...]:
    """Every part that can be moved, in document order: thresholds of rules, band edges, windows."""
    return (*_thresholds(criteria), *_edges(criteria), *_windows(criteria))


def values(part: Part, reach: Reach) -> tuple[Decimal, ...]:
    """The settings of a part from low to high, its own among them.

    Whole numbers stay whole and move by at least one; settings that fall together are one.
    """
    if part.is_window:
        most = Decimal(LONGEST_WINDOW if part.unit == "months" else LONGEST_HALF_LIFE)
        down, up = part.base - part.base / reach.factor, part.base * reach.factor - part.base
        found = _spread(part.base, down, up, reach.either_side)
        return tuple(value for value in found if 1 <= value <= most)
    distance = abs(part.base) * reach.per_cent / 100
    return _spread(part.base, distance, distance, reach.either_side)


def _spread(base: Decimal, down: Decimal, up: Decimal, either_side: int) -> tuple[Decimal, ...]:
    whole = base == base.to_integral_value()
    found = {base}
    for sign, distance in ((-1, down), (1, up)):
        furthest = max(Decimal(1), _rounded(distance, whole)) if whole else distance
        for step in range(1, either_side + 1):
            found.add(base + sign * _rounded(furthest * step / either_side, whole))
    return tuple(sorted(found))


def _rounded(value: Decimal, whole: bool) -> Decimal:
    return value.quantize(Decimal(1) if whole else _DECIMALS, ROUND_HALF_UP)


def _thresholds(criteria: Criteria) -> Iterator[Part]:
    for kind, rules in (("eligibility", criteria.eligibility), ("cohort", criteria.cohorts)):
        for rule in rules:
            yield from _of_rule(criteria, rule, f"{kind} {rule.name}", PROPOSED)
    if criteria.harmful:
        yield from _of_rule(criteria, criteria.harmful, "harmful", HARMFUL)


def _of_rule(criteria: Criteria, rule: Rule, place: str, on_list: str) -> Iterator[Part]:
    lines = [node for node in walk(rule.condition) if _is_line(node)]
    for number, node in enumerate(lines):
        name, operator, value = _read(node)

        def moved(value: Decimal, number: int = number) -> Criteria:
            return _with_rule(
                criteria, rule, replace(rule, condition=_with_line(rule.condition, number, value))
            )

        unit = criteria.column(name).unit
        yield Part("threshold", place, f"{name} {operator} {plain(value)}", unit, value, on_list, moved)


def _is_line(node: Condition) -> bool:
    """Whether a node compares a name with a number by its size."""
    if not isinstance(node, Compare) or node.operator not in _LINES:
        return False
    sides = (node.left, node.right)
    return any(isinstance(side, Literal) and side.kind == "number" for side in sides) and any(
        isinstance(side, Name) for side in sides
    )


def _read(node: Condition) -> tuple[str, str, Decimal]:
    """Name, operator and number of a comparison, the name on the left."""
    match node:
        case Compare(left=Name() as name, right=Literal(value=Decimal() as value)):
            return name.name, node.operator, value
        case Compare(left=Literal(value=Decimal() as value), right=Name() as name):
            return name.name, _MIRRORED[node.operator], value
    raise ValueError("not a comparison of a name with a number")


def _with_line(condition: Condition, number: int, value: Decimal) -> Condition:
    """The condition with another number in its comparison of that place."""
    turn = count()

    def rebuilt(node: Condition) -> Condition:
        match node:
            case Compare() if _is_line(node):
                if next(turn) != number:
                    return node
                on_left = isinstance(node.left, Literal)
                return replace(node, left=Literal(value)) if on_left else replace(node, right=Literal(value))
            case Junction():
                return replace(node, parts=tuple(rebuilt(part) for part in node.parts))
            case Not():
                return replace(node, part=rebuilt(node.part))
            case _:
                return node

    return rebuilt(condition)


def _with_rule(criteria: Criteria, old: Rule, new: Rule) -> Criteria:
    def put(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(new if rule is old else rule for rule in rules)

    return replace(
        criteria,
        eligibility=put(criteria.eligibility),
        cohorts=put(criteria.cohorts),
        harmful=new if criteria.harmful is old else criteria.harmful,
    )


def _edges(criteria: Criteria) -> Iterator[Part]:
    """Where one band ends and the next begins is one edge."""
    for measure in criteria.banded:
        bands = [band for band in criteria.bands if band.measure == measure]
        ends = {band.low for band in bands} | {band.below for band in bands if band.below is not None}
        around = [None, *sorted(ends), None]
        for (above, edge), (_, below) in pairwise(pairwise(around)):
            assert edge is not None

            def moved(value: Decimal, edge: Decimal = edge, measure: str = measure) -> Criteria:
                return replace(
                    criteria, bands=tuple(_moved_band(band, measure, edge, value) for band in criteria.bands)
                )

            unit = criteria.column(measure).unit
            yield Part(
                "band edge",
                "points",
                f"{measure} from {plain(edge)}",
                unit,
                edge,
                PROPOSED,
                moved,
                above,
                below,
            )


def _moved_band(band: Band, measure: str, edge: Decimal, value: Decimal) -> Band:
    if band.measure != measure:
        return band
    return replace(
        band,
        low=value if band.low == edge else band.low,
        below=value if band.below == edge else band.below,
    )


def deciding(criteria: Criteria) -> frozenset[str]:
    """The names that decide who has a place: all that a document reads but for its harmful rule."""
    rules = (*criteria.eligibility, *criteria.cohorts)
    read = {name for rule in rules for name in names(rule.condition)}
    return frozenset(read | {*criteria.banded, *(step.name for step in criteria.tie_break)})


def _windows(criteria: Criteria) -> Iterator[Part]:
    choosing = deciding(criteria)
    harming = names(criteria.harmful.condition) if criteria.harmful else frozenset()
    for measure in criteria.measures:
        if measure.name not in choosing | harming:
            continue
        on_list = PROPOSED if measure.name in choosing else HARMFUL
        for key, unit in (("months", "months"), ("half_life_days", "days")):
            length = getattr(measure, key)
            if length is None:
                continue

            def moved(value: Decimal, measure: Measure = measure, key: str = key) -> Criteria:
                changed = replace(measure, **{key: int(value)})
                return replace(
                    criteria, measures=tuple(changed if one is measure else one for one in criteria.measures)
                )

            what = "window" if key == "months" else "half-life"
            yield Part(
                "window",
                "measure",
                f"{measure.name}, {what} of {length} {unit}",
                unit,
                Decimal(length),
                on_list,
                moved,
            )
