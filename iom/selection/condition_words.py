"""A condition as people say it: never a sign of code, each comparison a phrase, brackets as lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from iom.measures.definition import Measure
from iom.measures.names import BUILT_IN, held_parts
from iom.selection.conditions import Among, Compare, Condition, Junction, Literal, Name, Not, Value
from iom.selection.criteria import POINTS, Criteria
from iom.selection.sentences import subject_of, tool_label

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_PLURAL = re.compile(r"\b(\w+?)(ies|s)\b")
_COUNTED = frozenset({"offences", "intelligence", "sanctions", "victims", "recalls"})
_OF_COUNT = {
    "==": "exactly {value} {what}",
    "!=": "any number but {value} of {what}",
    "<": "fewer than {value} {what}",
    "<=": "{value} or fewer {what}",
    ">": "more than {value} {what}",
    ">=": "{value} or more {what}",
}
_OF_NUMBER = {
    "==": "{what} of exactly {value}",
    "!=": "{what} other than {value}",
    "<": "{what} below {value}",
    "<=": "{what} of {value} or less",
    ">": "{what} over {value}",
    ">=": "{what} of {value} or more",
}
_OF_AGE = {
    "==": "aged {value}",
    "!=": "not aged {value}",
    "<": "aged under {value}",
    "<=": "aged {value} or under",
    ">": "aged over {value}",
    ">=": "aged {value} or over",
}
_OF_TWO = {
    "==": "{one} the same as {other}",
    "!=": "{one} not the same as {other}",
    "<": "{one} below {other}",
    "<=": "{one} no more than {other}",
    ">": "{one} above {other}",
    ">=": "{one} no less than {other}",
}
_FLAGS = {
    "alive": ("alive", "no longer alive"),
    "supervised": (
        "supervised by probation (licence or community order)",
        "not supervised by probation (no licence or community order)",
    ),
    "in_custody": ("inside (remand, sentence, recall or secure hospital)", "not inside"),
}


@dataclass(frozen=True)
class Phrase:
    """Words; or several phrases of which each (every) or any one is true."""

    words: str = ""
    every: bool = True
    parts: tuple["Phrase", ...] = ()


def phrase(condition: Condition, criteria: Criteria) -> Phrase:
    """What a condition asks of a person, in words."""
    return _said(condition, criteria, True)


def lines(said: Phrase, depth: int = 0) -> Iterator[tuple[int, str]]:
    """A phrase line by line, each with how deep it lies: a list within a list is one deeper."""
    if not said.parts:
        yield depth, said.words
        return
    if all(not part.parts for part in said.parts):
        yield depth, joined([part.words for part in said.parts], "and" if said.every else "or")
        return
    yield depth, "all of these:" if said.every else "at least one of these:"
    for part in said.parts:
        yield from lines(part, depth + 1)


def joined_lines(said: Phrase) -> str:
    """A phrase on one line."""
    return "; ".join(text for _, text in lines(said))


def joined(words: Sequence[str], junction: str) -> str:
    """a; a, and b; a, b, and c: for phrases, which may hold an "and" of their own."""
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])}, {junction} {listed[-1]}"


def listed_words(words: Sequence[str], junction: str) -> str:
    """a; a or b; a, b or c: for plain words."""
    *first, last = words
    return f"{', '.join(first)} {junction} {last}" if first else last


def label(name: str, criteria: Criteria) -> str:
    """What a name is called in a paper: the measure with its window, or what a built-in name means."""
    measure = criteria.measure(name)
    if measure is not None:
        return measure_label(measure, criteria)
    if name == POINTS.name:
        return "total of points"
    held = held_parts(name) if name.startswith("held.") else None
    if held:
        tool, _, within = tool_label(held[0]).partition(" within ")
        score = f"latest {tool} score{f' (within {within})' if within else ''}"
        return {"band": f"band of the {score}", "days_old": f"age in days of the {score}"}.get(held[1], score)
    return BUILT_IN[name].says


def measure_label(measure: Measure, criteria: Criteria) -> str:
    """The measure's own words, its status and its window: offences suspected in the last 12 months.

    Where two measures of the document would be called the same, the name follows.
    """
    said = _unnamed(measure)
    alike = [other for other in criteria.measures if _unnamed(other) == said]
    return said if len(alike) < 2 else f"{said} ({measure.name})"


def _unnamed(measure: Measure) -> str:
    subject = subject_of(measure.name, measure)
    status = f" {measure.status}" if measure.status and measure.what == "offences" else ""
    if measure.months is None:
        return subject
    months = "month" if measure.months == 1 else f"{measure.months} months"
    return f"{subject}{status} in the last {months}"


def held_words(name: str, value: Value, criteria: Criteria) -> str:
    """What someone has of a name: aged 34, 7 offences in the last 12 months, home district is Luton."""
    column = criteria.column(name)
    measure = criteria.measure(name)
    if isinstance(value, Decimal) and measure is not None and measure.what in _COUNTED:
        what = label(name, criteria)
        return f"{value_shown(value)} {_PLURAL.sub(_singular, what, count=1) if value == 1 else what}"
    if isinstance(value, Decimal) and name != "age":
        return f"{label(name, criteria)} of {value_shown(value)}"
    return _of_one(Name(name, column.kind), "==", Literal(value), criteria)


def _singular(plural: re.Match[str]) -> str:
    return plural[1] + ("y" if plural[2] == "ies" else "")


def value_shown(value: object) -> str:
    """A value as it is read: 2,500."""
    if isinstance(value, Decimal):
        return number_shown(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def number_shown(value: Decimal) -> str:
    """A number as it is read: 2,500."""
    return f"{value.normalize():,f}"


def _said(condition: Condition, criteria: Criteria, holds: bool) -> Phrase:
    match condition:
        case Not():
            return _said(condition.part, criteria, not holds)
        case Junction():
            every = condition.every == holds
            parts: list[Phrase] = []
            for part in condition.parts:
                said = _said(part, criteria, holds)
                # "a and (b and c)" is one list
                parts += said.parts if said.parts and said.every == every else [said]
            return Phrase("", every, tuple(parts))
        case Name():
            return Phrase(_flag(condition.name, holds))
        case Literal():
            return Phrase("anyone" if bool(condition.value) == holds else "nobody")
        case Among():
            return Phrase(_among(condition, criteria, excluded=condition.excluded == holds))
        case Compare():
            return Phrase(_compared(condition, criteria, holds))


def _flag(name: str, holds: bool) -> str:
    says = BUILT_IN[name].says
    yes, no = _FLAGS.get(name, (says, f"not {says}"))
    return yes if holds else no


def _among(condition: Among, criteria: Criteria, *, excluded: bool) -> str:
    listed = listed_words([value_shown(literal.value) for literal in condition.values], "or")
    return f"{label(condition.name.name, criteria)} {'is not' if excluded else 'is'} {listed}"


def _compared(condition: Compare, criteria: Criteria, holds: bool) -> str:
    operator = condition.operator if holds else _OPPOSITE[condition.operator]
    left, right = condition.left, condition.right
    if isinstance(left, Name) and isinstance(right, Name):
        one, other = label(left.name, criteria), label(right.name, criteria)
        return _OF_TWO[operator].format(one=one, other=other)
    name, value = (left, right) if isinstance(left, Name) else (right, left)
    assert isinstance(name, Name) and isinstance(value, Literal)
    return _of_one(name, operator if name is left else _MIRRORED[operator], value, criteria)


def _of_one(name: Name, operator: str, value: Literal, criteria: Criteria) -> str:
    if isinstance(value.value, bool):
        return _flag(name.name, value.value == (operator == "=="))
    what, shown = label(name.name, criteria), value_shown(value.value)
    if name.kind == "text":
        return f"{what} {'is' if operator == '==' else 'is not'} {shown}"
    if name.name == "age":
        return _OF_AGE[operator].format(value=shown)
    measure = criteria.measure(name.name)
    if measure is not None and measure.what in _COUNTED:
        return _OF_COUNT[operator].format(value=shown, what=what)
    if name.name == POINTS.name:
        return _OF_COUNT[operator].format(value=shown, what="points in all")
    return _OF_NUMBER[operator].format(value=shown, what=what)
