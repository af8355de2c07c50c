"""How near everyone is to meeting a condition, as SQL expressions: what nearness.py says of one person."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from iom.measures import Measure
from iom.selection.condition_sql import to_sql
from iom.selection.conditions import Compare, Condition, Junction, Literal, Name, Value
from iom.selection.nearness import Comparison, asked_of, comparisons, is_whole

# In millionths, and further than any distance, which is 2 at most: an answer that is not known comes last.
UNKNOWN = 2**21 - 1
_MILLIONTHS = 1_000_000


def distance_sql(
    comparison: Comparison, columns: Mapping[str, str], measures: Mapping[str, Measure], prefix: str
) -> tuple[str, dict[str, Value]]:
    """How far someone is from meeting a comparison that does not hold, in whole millionths.

    One million for flags and texts. Where it is NULL the comparison is unknown.
    """
    if not isinstance(comparison, Compare) or comparison.left.kind != "number":
        known, values = to_sql(comparison, columns, f"{prefix}_known")
        return f"case when {known} is not null then {_MILLIONTHS} end", values
    assert isinstance(comparison.left, Name)
    params: dict[str, Value] = {}
    has = f'"{columns[comparison.left.name]}"::double'
    right, sign = comparison.right, comparison.operator
    whole = is_whole(comparison.left.name, measures) and (
        not isinstance(right, Name) or is_whole(right.name, measures)
    )
    if sign == "!=":
        asked = f"({has} + {int(whole)})"
    elif isinstance(right, Name):
        nearer = {">": "+ 1", "<": "- 1"}.get(sign, "") if whole else ""
        asked = f'("{columns[right.name]}"::double {nearer})'
    else:
        assert isinstance(right.value, Decimal)
        params[prefix] = asked_of(sign, right.value, whole=whole)
        asked = f"${prefix}::double"
    share = f"abs({asked} - {has}) / nullif(greatest(abs({asked}), abs({has})), 0)"
    return f"case when {asked} = {has} then 0 else round({share} * {_MILLIONTHS}) end", params


def met_with(condition: Condition, given: Callable[[int], str], lacks: Callable[[Condition], bool]) -> str:
    """Whether a condition without nots would be met; given: the expression of its comparison of a number.

    lacks: the parts, comparisons among them, that count as met.
    """
    numbers = iter(range(sum(1 for _ in comparisons(condition))))
    return f"coalesce({_met(condition, given, lacks, numbers)}, false)"


def _met(
    condition: Condition,
    given: Callable[[int], str],
    lacks: Callable[[Condition], bool],
    numbers: Iterator[int],
) -> str:
    match condition:
        case Junction():
            # every part takes its numbers, also where it counts as met
            inner = [_met(part, given, lacks, numbers) for part in condition.parts]
            text = "(" + (" and " if condition.every else " or ").join(inner) + ")"
        case Literal():
            text = "true" if condition.value else "false"
        case _:
            text = given(next(numbers))
    return "true" if lacks(condition) else text
