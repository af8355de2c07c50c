"""Conditions as small trees, in three-valued logic: an unknown part makes a whole unknown where it matters.

A condition is a tuple: ("compare", name, sign, value), ("flag", name), ("among", name, values, excluded),
("and", one, two), ("or", one, two), ("not", one). Three values: True, False, None (unknown).
"""

import operator
from collections.abc import Callable

SIGNS: dict[str, Callable] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: tuple, facts: dict[str, object]) -> bool | None:
    """Does a condition hold of a person's facts? A comparison with an absent value is unknown."""
    match condition:
        case ("compare", name, sign, value):
            return None if facts[name] is None else SIGNS[sign](facts[name], value)
        case ("flag", name):
            return None if facts[name] is None else bool(facts[name])
        case ("among", name, values, excluded):
            return None if facts[name] is None else (facts[name] in values) != excluded
        case ("not", one):
            inner = holds(one, facts)
            return None if inner is None else not inner
        case (junction, one, two):
            both = (holds(one, facts), holds(two, facts))
            decisive = junction == "or"  # one true part makes an "or" true, one false part an "and" false
            if decisive in both:
                return decisive
            return None if None in both else not decisive
    raise ValueError(condition)


def written(condition: tuple) -> str:
    """The condition as a criteria document writes it."""
    match condition:
        case ("compare", name, sign, value):
            return f"{name} {sign} {quoted(value)}"
        case ("flag", name):
            return name
        case ("among", name, values, excluded):
            listed = "".join(f"{quoted(value)}, " for value in values)
            return f"{name} {'not in' if excluded else 'in'} ({listed})"
        case ("not", one):
            return f"not ({written(one)})"
        case (junction, one, two):
            return f"({written(one)}) {junction} ({written(two)})"
    raise ValueError(condition)


def quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
