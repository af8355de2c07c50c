"""Can anyone ever meet a condition? Answered by logic alone, and "no" only when it is certain.

Each comparison of a name with a value allows a set of values; a condition is met in one of several ways, each
a set for every name it reads. Where none of the ways leaves a value for every name, nobody can meet it.
Comparisons of two names are left out of account, and past a bound of work the answer is "perhaps".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from iom.selection.conditions import Among, Compare, Condition, Junction, Literal, Name, Not
from iom.selection.value_sets import Values, Words, among, compared

# Steps of work on one question: conditions that people write take a few hundred.
_MOST_STEPS = 2_000
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Wanted(Enum):
    """What a condition is asked to come to, in three-valued logic."""

    TRUE = "true"
    FALSE = "false"
    NOT_TRUE = "false or unknown"
    NOT_FALSE = "true or unknown"


_NEGATED = {
    Wanted.TRUE: Wanted.FALSE,
    Wanted.FALSE: Wanted.TRUE,
    Wanted.NOT_TRUE: Wanted.NOT_FALSE,
    Wanted.NOT_FALSE: Wanted.NOT_TRUE,
}
# What each part must come to for the whole to: of "and" each, or any one, of the parts; of "or" the reverse.
_EACH_OF_AND = (Wanted.TRUE, Wanted.NOT_FALSE)
Claim = tuple[Condition, Wanted]


@dataclass(frozen=True)
class _Held:
    """What is left of one name: the values it may have, and whether it may be unknown."""

    values: Values
    may_be_unknown: bool

    @property
    def is_empty(self) -> bool:
        return self.values.is_empty and not self.may_be_unknown


def possible(claims: Iterable[Claim], values_of: Callable[[str], Values]) -> bool:
    """Whether one person might be all that is claimed; False only when nobody ever can.

    values_of: the values that a name can have.
    """
    ways: list[tuple[list[Claim], dict[str, _Held]]] = [(list(claims), {})]
    for _ in range(_MOST_STEPS):
        if not ways:
            return False
        claimed, held = ways.pop()
        narrowed = _narrowed(claimed, dict(held), values_of)
        if narrowed is None:
            continue
        choices, left = narrowed
        if not choices:
            return True
        # the rest of the choices wait: each way of the first is followed with them
        ways += [([way, *choices[1:]], left) for way in _parts(choices[0])]
    return True


def _narrowed(
    claims: list[Claim], held: dict[str, _Held], values_of: Callable[[str], Values]
) -> tuple[list[Claim], dict[str, _Held]] | None:
    """The claims that leave a choice, and what is left of each name by all others; None: nothing is."""
    choices: list[Claim] = []
    pending = list(claims)
    while pending:
        condition, wanted = pending.pop()
        if isinstance(condition, Not):
            pending.append((condition.part, _NEGATED[wanted]))
        elif isinstance(condition, Junction):
            if condition.every == (wanted in _EACH_OF_AND):
                pending += _parts((condition, wanted))
            else:
                choices.append((condition, wanted))
        elif not _taken(condition, wanted, held, values_of):
            return None
    return choices, held


def _parts(claim: Claim) -> Iterator[Claim]:
    condition, wanted = claim
    assert isinstance(condition, Junction)
    return ((part, wanted) for part in condition.parts)


def _taken(
    condition: Condition, wanted: Wanted, held: dict[str, _Held], values_of: Callable[[str], Values]
) -> bool:
    """Take a single comparison into what is held; False when it leaves nothing."""
    if isinstance(condition, Literal):
        return (wanted in _EACH_OF_AND) == bool(condition.value)
    allowed = _allowed(condition, as_stated=wanted in _EACH_OF_AND)
    if allowed is None:
        return True
    name, values = allowed
    before = held.get(name) or _Held(values_of(name), True)
    unknown_allowed = wanted in (Wanted.NOT_TRUE, Wanted.NOT_FALSE)
    after = _Held(_meet(before.values, values), before.may_be_unknown and unknown_allowed)
    held[name] = after
    return not after.is_empty


def _allowed(condition: Condition, *, as_stated: bool) -> tuple[str, Values] | None:
    """The name that a comparison is about and the values with which it holds, or as_stated false: fails."""
    match condition:
        case Name():
            return condition.name, Words(frozenset({as_stated}))
        case Compare(left=Name() as name, right=Literal() as literal):
            return name.name, _side(condition.operator, literal, as_stated)
        case Compare(left=Literal() as literal, right=Name() as name):
            return name.name, _side(_MIRRORED[condition.operator], literal, as_stated)
        case Among():
            excluded = condition.excluded if as_stated else not condition.excluded
            given = [literal.value for literal in condition.values]
            numbers = [value for value in given if isinstance(value, Decimal)]
            if numbers:
                return condition.name.name, among(numbers, excluded=excluded)
            words = frozenset(value for value in given if isinstance(value, str | bool))
            return condition.name.name, Words(words, excluded)
    return None


def _side(operator: str, literal: Literal, as_stated: bool) -> Values:
    sign = operator if as_stated else _OPPOSITE[operator]
    if isinstance(literal.value, Decimal):
        return compared(sign, literal.value)
    return Words(frozenset({literal.value}), sign == "!=")


def _meet(one: Values, other: Values) -> Values:
    # the reader compares a name with values of its own kind alone
    if isinstance(one, Words) and isinstance(other, Words):
        return one.meet(other)
    if not isinstance(one, Words) and not isinstance(other, Words):
        return one.meet(other)
    raise TypeError("a name is compared with a value of another kind")
