"""How near someone is to meeting a condition: which comparisons are lacking, and how far each is.

A condition is first written without nots, so that every comparison that comes out true helps: then "this
comparison alone is lacking" means that the condition would be met if it came out true.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from iom.measures import Measure
from iom.measures.names import BUILT_IN, held_parts, risk_parts
from iom.selection.conditions import Among, Compare, Condition, Junction, Literal, Name, Not, Value
from iom.selection.criteria import POINTS, Criteria

# A name that is a flag, true or (under a Not) false, is a comparison, too.
Comparison = Compare | Among | Name | Not
Facts = Mapping[str, Value | None]

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HOLDS: dict[str, Callable[[object, object], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,  # pyright: ignore[reportOperatorIssue]
    "<=": lambda left, right: left <= right,  # pyright: ignore[reportOperatorIssue]
    ">": lambda left, right: left > right,  # pyright: ignore[reportOperatorIssue]
    ">=": lambda left, right: left >= right,  # pyright: ignore[reportOperatorIssue]
}
# What is measured in parts of one, not counted.
_IN_PARTS = frozenset({"severity", "severity_mean", "severity_max", "harm", "rate"})


def without_nots(condition: Condition, denied: bool = False) -> Condition:
    """The same condition with every not carried down to the comparisons, the name on the left of each."""
    match condition:
        case Not():
            return without_nots(condition.part, not denied)
        case Junction():
            parts = tuple(without_nots(part, denied) for part in condition.parts)
            return Junction(condition.every is not denied, parts)
        case Compare():
            left, sign, right = condition.left, condition.operator, condition.right
            if isinstance(left, Literal):
                left, sign, right = right, _TURNED[sign], left
            return _flag(Compare(left, _OPPOSITE[sign] if denied else sign, right))
        case Among():
            return Among(condition.name, condition.values, condition.excluded is not denied)
        case Name():
            return Not(condition) if denied else condition
        case Literal():
            return Literal(bool(condition.value) is not denied)


def _flag(compare: Compare) -> Compare | Name | Not:
    """supervised == True is supervised."""
    left, right = compare.left, compare.right
    if not (isinstance(left, Name) and isinstance(right, Literal) and isinstance(right.value, bool)):
        return compare
    return left if right.value is (compare.operator == "==") else Not(left)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """The comparisons of a condition without nots, in the order written."""
    match condition:
        case Junction():
            for part in condition.parts:
                yield from comparisons(part)
        case Compare() | Among() | Name() | Not():
            yield condition


def parts(condition: Condition) -> tuple[Condition, ...]:
    """What a rule joins with and; none for a rule of one part."""
    return condition.parts if isinstance(condition, Junction) and condition.every else ()


@dataclass(frozen=True)
class Wanted:
    """The nearest value that would meet a comparison of numbers: what is asked of it, and by which sign."""

    has: Decimal
    asked: Decimal
    sign: str

    @property
    def short(self) -> Decimal:
        """What is short, or too much."""
        return abs(self.asked - self.has)

    @property
    def distance(self) -> Decimal:
        """What is short, as a share of the greater of what is asked and what there is."""
        greater = max(abs(self.asked), abs(self.has))
        return self.short / greater if greater else Decimal(0)


def is_whole(name: str, measures: Mapping[str, Measure]) -> bool:
    """Whether a number is counted, so that more than 2 is 3 or more."""
    if name in measures:
        return measures[name].what not in _IN_PARTS
    held = held_parts(name)
    if risk_parts(name):
        return False
    return name == POINTS.name or name in BUILT_IN or (held is not None and held[1] == "days_old")


def asked_of(sign: str, value: Decimal, *, whole: bool) -> Decimal:
    """The nearest number that meets a comparison with a value: of what is counted, a whole one."""
    if not whole or sign in ("==", "!="):
        return value
    match sign:
        case ">=":
            return value.to_integral_value(ROUND_CEILING)
        case ">":
            return value.to_integral_value(ROUND_FLOOR) + 1
        case "<=":
            return value.to_integral_value(ROUND_FLOOR)
        case _:
            return value.to_integral_value(ROUND_CEILING) - 1


def wanted(comparison: Comparison, facts: Facts, criteria: Criteria) -> Wanted | None:
    """What a comparison of numbers wants of someone; None for flags and texts, or where a value is absent."""
    if not isinstance(comparison, Compare) or not isinstance(comparison.left, Name):
        return None
    if comparison.left.kind != "number":
        return None
    own = {measure.name: measure for measure in criteria.measures}
    has, value = _value(comparison.left, facts), _value(comparison.right, facts)
    if not isinstance(has, Decimal) or not isinstance(value, Decimal):
        return None
    right = comparison.right
    whole = is_whole(comparison.left.name, own) and (not isinstance(right, Name) or is_whole(right.name, own))
    if comparison.operator == "!=":
        return Wanted(has, has + 1 if whole else has, "!=")
    return Wanted(has, asked_of(comparison.operator, value, whole=whole), comparison.operator)


def _value(operand: Name | Literal, facts: Facts) -> Value | None:
    return operand.value if isinstance(operand, Literal) else facts[operand.name]


def holds(comparison: Comparison, facts: Facts) -> bool | None:
    """Whether a comparison holds of someone; None: unknown."""
    match comparison:
        case Compare():
            left, right = _value(comparison.left, facts), _value(comparison.right, facts)
            return None if left is None or right is None else _HOLDS[comparison.operator](left, right)
        case Among():
            value = facts[comparison.name.name]
            listed = [literal.value for literal in comparison.values]
            return None if value is None else (value in listed) is not comparison.excluded
        case Name():
            value = facts[comparison.name]
            return None if value is None else bool(value)
        case Not():
            assert isinstance(comparison.part, Name)
            value = facts[comparison.part.name]
            return None if value is None else not value


@dataclass(frozen=True)
class Lacking:
    """The comparisons that are lacking in the nearest way to meet a condition. possible: there is a way."""

    comparisons: tuple[Comparison, ...]
    distance: Decimal
    unknown: int
    possible: bool = True

    def key(self) -> tuple[bool, int, int, Decimal]:
        """Nearest first: few comparisons, then few unknown ones, then a short distance."""
        return not self.possible, len(self.comparisons), self.unknown, self.distance


def lacking(condition: Condition, facts: Facts, criteria: Criteria) -> Lacking:
    """What is lacking for a condition without nots: of and all parts, of or the nearest."""
    match condition:
        case Junction():
            each = [lacking(part, facts, criteria) for part in condition.parts]
            if not condition.every:
                return min(each, key=Lacking.key)
            return Lacking(
                tuple(one for part in each for one in part.comparisons),
                sum((part.distance for part in each), Decimal(0)),
                sum(part.unknown for part in each),
                all(part.possible for part in each),
            )
        case Literal():
            return Lacking((), Decimal(0), 0, bool(condition.value))
    outcome = holds(condition, facts)
    if outcome:
        return Lacking((), Decimal(0), 0)
    found = wanted(condition, facts, criteria)
    distance = found.distance if found else Decimal(0 if outcome is None else 1)
    return Lacking((condition,), distance, int(outcome is None))


def written(condition: Condition) -> str:
    """A condition as a document writes it, the name of each comparison first."""
    match condition:
        case Junction():
            inner = [
                f"({written(part)})" if isinstance(part, Junction) else written(part)
                for part in condition.parts
            ]
            return (" and " if condition.every else " or ").join(inner)
        case Compare():
            return f"{written(condition.left)} {condition.operator} {written(condition.right)}"
        case Among():
            values = ", ".join(written(value) for value in condition.values)
            comma = "," if len(condition.values) == 1 else ""
            return f"{condition.name.name} {'not in' if condition.excluded else 'in'} ({values}{comma})"
        case Not():
            return f"not {written(condition.part)}"
        case Name():
            return condition.name
        case Literal(value=bool() | Decimal()):
            return f"{condition.value:f}" if isinstance(condition.value, Decimal) else str(condition.value)
        case Literal():
            return f'"{condition.value}"'


def read(values: Mapping[str, object], kinds: Mapping[str, str]) -> dict[str, Value | None]:
    """Someone's values as conditions compare them: numbers as Decimal, whatever they were kept as."""
    return {name: None if value is None else _as(kinds[name], value) for name, value in values.items()}


def _as(kind: str, value: object) -> Value:
    if kind == "number":
        return value if isinstance(value, Decimal) else Decimal(str(value))
    return bool(value) if kind == "boolean" else str(value)
