"""One measure of one person in words that a panel member can read aloud."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from iom.measures import Measure
from iom.measures.names import BUILT_IN, held_parts, risk_parts, sql_name
from iom.selection import canonical

Facts = Mapping[str, object]

_TOOL_YEARS = re.compile(r"(.+)_(\d+)y")
_MONTH_DAYS = Decimal("30.4375")
_YEAR_MONTHS = 12
# How a code led to a weight, or to none, as read aloud; tables and --json have the words of the glossary.
_HOW_SAID = {
    "direct": "by the code itself",
    "class": "by class",
    "same_weight": "by the weight that all codes of the class share",
    "decided": "by decision",
    "class_number": "by the number of the class",
    "ambiguous": "with several codes possible",
    "not_notifiable": "not notifiable",
    "unknown": "in no code table",
}


@dataclass(frozen=True)
class Counted:
    """Offences of one code that a measure counted: how the code arrived, how it resolved, with what weight.

    offences, dated_inside: numbers of offences; weight and severity in the run's vintage, None without one.
    """

    measure: str
    title: str | None
    arrived_as: str
    code: str
    how: str
    weight: Decimal | None
    why: str
    offences: int
    dated_inside: int
    severity: Decimal | None

    @cached_property
    def said(self) -> str:
        """As canonical JSON: the same row is counted for many people."""
        return canonical.as_json(self)


def subject_of(name: str, measure: Measure | None) -> str:
    """What a measure is about, in the plural: 'neighbourhood offences', 'OGRS3 within 2 years'."""
    if measure is None:
        held = held_parts(name)
        return BUILT_IN[name].says if name in BUILT_IN else tool_label(held[0]) if held else name
    if measure.says:
        return measure.says
    flag = f"{measure.flag.replace('_', ' ')} " if measure.flag else ""
    kind = "" if measure.counts == ("any",) else " and ".join(measure.counts).replace("_", " ") + " "
    return {
        "offences": f"{flag}{kind}offences",
        "intelligence": "intelligence reports",
        "sanctions": "convictions and cautions",
        "victims": f"victims of {flag}{kind}offences",
        "recalls": "recalls",
        "days_at_liberty": "days at liberty",
        "days_absent": f"days away ({(measure.kind or '').replace('_', ' ')})",
        "days_since_last": f"days since the last {flag}{kind}offence",
        "rate": f"{flag}{kind}offences a year at liberty",
    }.get(measure.what, measure.what.replace("_", " "))


def tool_label(tool: str) -> str:
    """How a held tool is called: ogrs3_2y is 'OGRS3 within 2 years'."""
    match = _TOOL_YEARS.fullmatch(tool)
    if match:
        years = int(match[2])
        return f"{_spelt(match[1])} within {years} year{'' if years == 1 else 's'}"
    return _spelt(tool)


def sentence(
    name: str, measure: Measure | None, facts: Facts, *, as_at: date, vintage: str, counted: Sequence[Counted]
) -> str:
    """What is true of the person on a measure that is known. facts: the person's row, by column."""
    value = facts[sql_name(name)]
    if measure is None:
        return _named(name, value, facts, as_at)
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    what, months = subject_of(name, measure), _months(measure.months)
    match measure.what:
        case "offences":
            return f"{_count(number, what)} {measure.status} in {months}{_liberty(name, measure, facts)}"
        case "severity" | "harm":
            mine = [row for row in counted if row.measure == name]
            half = f", halved every {measure.half_life_days} days" if measure.half_life_days else ""
            return (
                f"{what} {_whole(number)} in {months}{half}{_top(name, facts)}, ONS weights of {vintage}; "
                f"{_coverage(name, facts, mine)}"
            )
        case "severity_mean" | "severity_max":
            mine = [row for row in counted if row.measure == name]
            of = "an offence on average" if measure.what == "severity_mean" else "for the gravest offence"
            weighed = f"ONS weights of {vintage}; {_coverage(name, facts, mine)}"
            return f"{what} {_whole(number)} {of} in {months}, {weighed}"
        case "rate":
            return f"{_tenth(number)} {what}, {measure.status}, over {months}{_liberty(name, measure, facts)}"
        case "intelligence":
            return f"{_count(number, what)}{_grading(measure)} in {months}"
        case "days_since_last":
            return f"{_whole(number)} {what}"
        case _:
            return f"{_count(number, what)} in {months}"


def _risk(name: str, value: object, facts: Facts, as_at: date) -> str:
    """OGRS3 within 2 years 62.9% (medium), computed on a complete history of sanctions."""
    kind, score = risk_parts(name) or ("", "")
    if name not in (f"risk.{score}", f"score.{score}"):
        return f"{BUILT_IN[name].says} {_plain(value)}"
    says = BUILT_IN[f"score.{score}"].says
    if kind == "score" and facts.get(f"score__{score}_from") == "held":
        days = facts.get(f"held__{score}_days_old")
        dated = f", dated {as_at - timedelta(days=days)}, {_age(days)}" if isinstance(days, int) else ""
        return f"{says} {_plain(value)}%, as held from elsewhere{dated}"
    band = facts.get(f"risk__{score}_band")
    history = facts.get("risk__history")
    basis = f", computed on a {history} history of sanctions" if history else ", computed"
    basis += ", provisional" if history == "local" else ""
    return f"{says} {_tenth(Decimal(str(value)))}%{f' ({band})' if band else ''}{basis}"


def _named(name: str, value: object, facts: Facts, as_at: date) -> str:
    if risk_parts(name):
        return _risk(name, value, facts, as_at)
    held = held_parts(name)
    if name in BUILT_IN or held is None:
        return f"{BUILT_IN[name].says if name in BUILT_IN else name} {_plain(value)}"
    tool = held[0]
    match = _TOOL_YEARS.fullmatch(tool)
    label = _spelt(match[1]) if match else _spelt(tool)
    shown = f"{_plain(value)}%" if match else _plain(value)
    within = f" within {match[2]} year{'' if match[2] == '1' else 's'}" if match else ""
    band = facts.get(f"held__{tool}_band")
    words = f"{label} {shown}{within}" + (f" ({band})" if band else "")
    days = facts.get(f"held__{tool}_days_old")
    if isinstance(days, int):
        words += f", dated {as_at - timedelta(days=days)}, {_age(days)}"
    return words


def _liberty(name: str, measure: Measure, facts: Facts) -> str:
    """How much of the window someone was free: in years if there are years to speak of, else in months."""
    years, inside = facts.get(f"{name}__years"), facts.get(f"{name}__inside")
    words = ""
    if isinstance(years, Decimal):
        in_years = (measure.months or 0) >= 2 * _YEAR_MONTHS and years >= 1
        if in_years:
            words = f", of which {_tenth(years)} years at liberty"
        else:
            words = f", of which {_short(years * _YEAR_MONTHS)} months at liberty"
    elif f"{name}__years" in facts:
        words = ", time at liberty not known"
    # A spell away begins with its first day: what is dated on it may have led to it (DOMAIN.md 2).
    left_out = ", not counted" if measure.what == "rate" else ""
    return words + (f" ({inside} dated while away or on the day it began{left_out})" if inside else "")


def _top(name: str, facts: Facts) -> str:
    top = facts.get(f"{name}__top")
    return f", top {top}% of those eligible" if top is not None else ""


def _coverage(name: str, facts: Facts, counted: Sequence[Counted]) -> str:
    """Offences counted, weighted and how, left out and why: never a sum without it."""
    total, weighted = facts[f"{name}__counted"], facts[f"{name}__weighted"]
    words = f"{weighted} of {total} offence{'' if total == 1 else 's'} weighted"
    how = _tally((_HOW_SAID[row.how], row.offences) for row in counted if row.weight is not None)
    left = _tally(
        (
            _HOW_SAID[row.how]
            if row.how in ("unknown", "ambiguous", "not_notifiable")
            else "without a weight",
            row.offences,
        )
        for row in counted
        if row.weight is None
    )
    # of one way alone the number has been said
    ways = f", {how[0].partition(' ')[2]}" if len(how) == 1 else f": {', '.join(how)}" if how else ""
    return words + ways + (f"; left out: {', '.join(left)}" if left else "")


def _tally(pairs: Iterable[tuple[str, int]]) -> list[str]:
    counts: dict[str, int] = {}
    for word, number in pairs:
        counts[word] = counts.get(word, 0) + number
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{number} {word}" for word, number in ordered]


def _grading(measure: Measure) -> str:
    grades = [_either(str(grade) for grade in measure.source_evaluation), _either(measure.assessment)]
    words = " and ".join(grade for grade in grades if grade)
    theme = f", theme {measure.theme}," if measure.theme else ""
    return (f" graded {words}" if words else "") + theme


def _either(words: Iterable[str]) -> str:
    listed = list(words)
    return " or ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def _count(number: Decimal, plural: str) -> str:
    one = re.sub(r"\b(\w+)s\b(?!.*\b\w+s\b)", r"\1", plural) if number == 1 else plural
    return f"{_whole(number)} {one}"


def one_of(plural: str) -> str:
    """'neighbourhood offence' for 'neighbourhood offences'."""
    return _count(Decimal(1), plural).removeprefix("1 ")


def spelt_months(months: int | None) -> str:
    """'24 months'; None: all the time known."""
    return _months(months)


def _whole(number: Decimal) -> str:
    return f"{number.quantize(Decimal(1), ROUND_HALF_UP):,}"


def _tenth(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def _short(number: Decimal) -> str:
    return _tenth(number).removesuffix(".0")


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _months(months: int | None) -> str:
    return "all the time known" if months is None else f"{months} month{'' if months == 1 else 's'}"


def _age(days: int) -> str:
    months = int(days / _MONTH_DAYS)  # completed
    if days > _MONTH_DAYS:
        return f"{_months(months)} old"
    return f"{days} day{'' if days == 1 else 's'} old"


def _spelt(tool: str) -> str:
    # A tool with a number or of few letters is an abbreviation; others are words: risk_decile.
    words = tool.replace("_", " ")
    return words.upper() if any(sign.isdigit() for sign in tool) or len(tool) <= 5 else words
