"""How near everyone is to meeting a condition, as SQL expressions: what nearness.py says of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from iom.measures import Measure
from iom.selection.condition_sql import to_sql
from iom.selection.conditions import Compare, Condition, Junction, Literal, Name, Value
from iom.selection.nearness import Comparison, asked_of, is_whole

# In millionths, and further than any distance, which is 2 at most: an answer that is not known comes last.
UNKNOWN = 2**21 - 1
_MILLIONTHS = "1000000"
# Nothing short of nothing is no distance, and 0 / 0 would be none either way.
_NEXT_TO_NOTHING = "1e-300"


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
    has = f'"{columns[comparison.left.name]}"::double'
    right, sign = comparison.right, comparison.operator
    whole = is_whole(comparison.left.name, measures) and (
        not isinstance(right, Name) or is_whole(right.name, measures)
    )
    params: dict[str, Value] = {}
    if sign == "!=":
        asked = f"({has} + {int(whole)})"
    elif isinstance(right, Name):
        nearer = {">": "+ 1", "<": "- 1"}.get(sign, "") if whole else ""
        asked = f'("{columns[right.name]}"::double {nearer})'
    else:
        assert isinstance(right.value, Decimal)
        params[prefix] = asked_of(sign, right.value, whole=whole)
        asked = f"${prefix}::double"
    greater = f"greatest(abs({asked}), abs({has}), {_NEXT_TO_NOTHING})"
    return f"round(abs({asked} - {has}) / {greater} * {_MILLIONTHS})", params


@dataclass(frozen=True)
class Ways:
    """How the comparisons of a condition lead to it, over own__holds_<rule>_<k>, whether comparison k holds.

    columns: what is worked out of its junctions first; alone: by comparison, that it alone is lacking; parts:
    by part of what it joins with and, the same.
    """

    columns: list[str]
    alone: list[str]
    parts: list[str]


def ways(condition: Condition, rule: int) -> Ways:
    """The ways to a condition without nots, each written once: as many expressions as comparisons.

    A comparison alone is lacking if each and above it has one part that is not met, which it is in.
    """
    found = Ways([], [], [])
    numbers = count()

    def met(node: Condition, above: tuple[str, ...], *, in_and: bool) -> str:
        """Whether a node is met; above: what must hold for it to be all that is lacking."""
        if isinstance(node, Literal):
            return "true" if node.value else "false"
        if not isinstance(node, Junction):
            holds = f"own__holds_{rule}_{len(found.alone)}"
            found.alone.append(" and ".join((*above, f"not {holds}")))
            return holds
        if node.every:
            lacking = f"own__lack_{rule}_{next(numbers)}"
            inner = [met(part, (*above, f"{lacking} = 1"), in_and=True) for part in node.parts]
            found.columns.append(f"{' + '.join(f'(not {one})::integer' for one in inner)} as {lacking}")
            if not above:
                found.parts.extend(f"{lacking} = 1 and not {one}" for one in inner)
            return f"({' and '.join(inner)})"
        either = f"own__any_{rule}_{next(numbers)}"
        unmet = (f"not {either}",) if in_and else ()
        inner = [met(part, (*above, *unmet), in_and=False) for part in node.parts]
        if in_and:
            found.columns.append(f"({' or '.join(inner)}) as {either}")
        return f"({' or '.join(inner)})"

    met(condition, (), in_and=False)
    return found
