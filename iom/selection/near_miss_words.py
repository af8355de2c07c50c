"""What someone lacks for one comparison, in words that can be read aloud: by how much, and for which rule."""

from dataclasses import dataclass
from decimal import Decimal

from iom.measures.names import BUILT_IN, held_parts
from iom.selection.conditions import Among, Compare, Literal, Name, Not
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.nearness import Comparison, Facts, Wanted, holds, is_whole, wanted, written
from iom.selection.sentences import one_of, spelt_months, subject_of, tool_label

_AT_LEAST = (">", ">=")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class _Says:
    """How a rule is spoken of: a cohort by its name, a step of eligibility not at all."""

    asks: str
    allows: str
    rules_out: str
    asked: str


def _says(criteria: Criteria, rule: Rule) -> _Says:
    if rule not in criteria.cohorts:
        return _Says("asked", "allowed", "which is ruled out", "asked")
    name = rule.name
    return _Says(f"that {name} asks", f"that {name} allows", f"which {name} rules out", f"asked by {name}")


def lack_in_words(comparison: Comparison, facts: Facts, criteria: Criteria, rule: Rule) -> str:
    """What someone lacks for a comparison of a rule that does not hold of them, or is not known."""
    says = _says(criteria, rule)
    if holds(comparison, facts) is None:
        return _unknown(comparison, facts, criteria)
    found = wanted(comparison, facts, criteria)
    if found is not None:
        assert isinstance(comparison, Compare)
        assert isinstance(comparison.left, Name)
        return _number(comparison.left.name, comparison, found, criteria, says)
    match comparison:
        case Name():
            return f"not {_label(comparison.name, criteria)}"
        case Not(part=Name(name=name)):
            return f"{_label(name, criteria)}, {says.rules_out}"
        case Among():
            value = shown_value(facts[comparison.name.name])
            listed = _either([shown_value(one.value) for one in comparison.values])
            said = f"{_label(comparison.name.name, criteria)} {value}"
            return f"{said}, {says.rules_out}" if comparison.excluded else f"{said}, not {listed}"
        case Compare(left=Name(name=name), right=Literal(value=value)):
            said = f"{_label(name, criteria)} {shown_value(facts[name])}"
            if comparison.operator == "!=":
                return f"{said}, {says.rules_out}"
            return f"{said}, not {shown_value(value)}"
    return f"does not meet {written(comparison)}"


def _unknown(comparison: Comparison, facts: Facts, criteria: Criteria) -> str:
    absent = [name for name in _names(comparison) if facts[name] is None]
    return ", ".join(_not_known(name, criteria) for name in dict.fromkeys(absent))


def _not_known(name: str, criteria: Criteria) -> str:
    held = held_parts(name)
    if held and name not in BUILT_IN:
        what = {"score": "score", "band": "band", "days_old": "score"}[held[1]]
        return f"no {tool_label(held[0])} {what} is held"
    return f"not known: {_label(name, criteria)}{_window(name, criteria)}"


def _names(comparison: Comparison) -> list[str]:
    match comparison:
        case Compare():
            return [side.name for side in (comparison.left, comparison.right) if isinstance(side, Name)]
        case Among():
            return [comparison.name.name]
        case Name():
            return [comparison.name]
        case Not(part=Name(name=name)):
            return [name]
    return []


def _number(name: str, comparison: Compare, found: Wanted, criteria: Criteria, says: _Says) -> str:
    own = {measure.name: measure for measure in criteria.measures}
    asked, has, short = _plain(found.asked), _plain(found.has), _plain(found.short)
    if isinstance(comparison.right, Name):
        asked = f"{_label(comparison.right.name, criteria)} {asked}"
    window = _window(name, criteria)
    if found.sign == "==":
        return f"{_label(name, criteria)} {has}{window}, {short} from the {asked} {says.asks}"
    if found.sign == "!=":
        return f"{_label(name, criteria)} {has}{window}, {says.rules_out}"
    if name == "age":
        return _age(found, says)
    if name == POINTS.name:
        missing = f"1 short of the {asked}" if short == "1" else f"{short} short of the {asked}"
        points = "1 point" if has == "1" else f"{has} points"
        if found.sign in _AT_LEAST:
            return f"{points}, {missing} {says.asks}"
        return f"{points}, {short} more than the {asked} {says.allows}"
    is_counted = name in own and is_whole(name, own) and own[name].what != "days_since_last"
    if is_counted and not isinstance(comparison.right, Name):
        things = _things(short, subject_of(name, own[name]))
        if found.sign in _AT_LEAST:
            return f"{things} short of the {asked} {says.asks} ({has}{window})"
        return f"{things} more than the {asked} {says.allows} ({has}{window})"
    said = f"{_label(name, criteria)} {has}{window}"
    if not found.short:
        # exactly what is asked, where more (or less) is
        more = "more" if found.sign in _AT_LEAST else "less"
        return f"{said}, and {more} than that is {says.asked}"
    side, verb = ("below", says.asks) if found.sign in _AT_LEAST else ("above", says.allows)
    return f"{said}, {_plain(found.short)} {side} the {asked} {verb}"


def _age(found: Wanted, says: _Says) -> str:
    years = _plain(found.short)
    if found.sign in _AT_LEAST:
        # when exactly would say the date of birth
        within = "a year" if years == "1" else f"{years} years"
        return (
            f"aged {_plain(found.has)}, {years} below the {_plain(found.asked)} {says.asks}: "
            f"turns {_plain(found.asked)} within {within}"
        )
    return f"aged {_plain(found.has)}, {years} above the {_plain(found.asked)} {says.allows}"


def _label(name: str, criteria: Criteria) -> str:
    measure = criteria.measure(name)
    # without what stands in brackets to explain a name
    return POINTS.name if name == POINTS.name else subject_of(name, measure).partition(" (")[0]


def _window(name: str, criteria: Criteria) -> str:
    measure = criteria.measure(name)
    return f" in {spelt_months(measure.months)}" if measure and measure.months else ""


def label_with_window(name: str, criteria: Criteria) -> str:
    """'neighbourhood offences in 24 months'."""
    return f"{_label(name, criteria)}{_window(name, criteria)}"


def _things(number: str, plural: str) -> str:
    return f"one {one_of(plural)}" if number == "1" else f"{number} {plural}"


def _plain(number: Decimal) -> str:
    """A number with at most two decimals where it has more."""
    rounded = number.quantize(_HUNDREDTH)
    # what is short is never said to be nothing
    text = f"{rounded if rounded or not number else number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_value(value: object) -> str:
    """A value as it is read aloud."""
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value is None else str(value)


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
