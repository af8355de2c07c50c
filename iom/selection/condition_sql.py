"""A condition as an SQL expression: columns from an allow-list, values bound.

SQL's own three-valued logic does what DOMAIN.md 6 asks: a comparison with NULL is NULL, which meets no rule.
"""

import re
from collections.abc import Mapping

from iom.selection.conditions import Among, Compare, Condition, Junction, Literal, Name, Not, Value

_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,90}")
_SQL_OPERATOR = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def to_sql(condition: Condition, columns: Mapping[str, str], prefix: str) -> tuple[str, dict[str, Value]]:
    """The expression, and its values by parameter name (each begins with prefix).

    columns maps each allowed name to the column that holds it. Raises KeyError for any other name and
    ValueError for a column that is not a plain identifier.
    """
    params: dict[str, Value] = {}
    return _expression(condition, columns, prefix, params), params


def _expression(
    condition: Condition, columns: Mapping[str, str], prefix: str, params: dict[str, Value]
) -> str:
    def inner(node: Condition) -> str:
        return _expression(node, columns, prefix, params)

    match condition:
        case Name():
            column = columns[condition.name]
            if not _COLUMN.fullmatch(column):
                raise ValueError(f"not a column: {column!r}")
            return f'"{column}"'
        case Literal():
            slot = f"{prefix}_{len(params)}"
            params[slot] = condition.value
            return f"${slot}"
        case Compare():
            return f"({inner(condition.left)} {_SQL_OPERATOR[condition.operator]} {inner(condition.right)})"
        case Among():
            values = ", ".join(inner(value) for value in condition.values)
            return f"({inner(condition.name)} {'not in' if condition.excluded else 'in'} ({values}))"
        case Junction():
            return (
                "("
                + (" and " if condition.every else " or ").join(inner(part) for part in condition.parts)
                + ")"
            )
        case Not():
            return f"(not {inner(condition.part)})"
