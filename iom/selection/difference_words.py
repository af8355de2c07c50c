"""Why a step of a comparison changed someone, in words: their rules, points and measures, else others'."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from iom.selection.compile import band_of
from iom.selection.conditions import names
from iom.selection.criteria import POINTS, Criteria, Rule
from iom.selection.gain import kinds
from iom.selection.near_miss_words import label_with_window, shown_value
from iom.selection.nearness import Comparison, Facts, comparisons, holds, without_nots, written
from iom.selection.nearness import read as read_values

_OUTCOME = {"met": "met", "failed": "not met", "unknown": "not known"}


@dataclass(frozen=True)
class Seen:
    """One person as one selection saw them. row: None if not considered; facts: None if not at hand.

    in_part: facts lack what the reader is not shown.
    """

    row: Mapping[str, Any] | None
    facts: Mapping[str, object] | None
    criteria: Criteria
    in_part: bool = False


def why(before: Seen, after: Seen) -> tuple[str, ...]:
    """What changed from one selection to the next: own rules and points first, then place and places."""
    if before.row is None:
        return ("was not considered before",)
    if after.row is None:
        return ("is not considered any more",)
    told = [*_rules(before, after), *_points(before, after)] or [*_order(before, after)]
    # what is not shown may be why: then it is not said that others are
    own = bool(told) or after.in_part
    told += _place(before.row, after.row, own=own)
    if not told and after.in_part:
        return ("nothing of their own that you are shown changed",)
    return tuple(told) or ("nothing of their own changed",)


def _rules(before: Seen, after: Seen) -> Iterator[str]:
    """Rules that came to something else, those of one document alone among them."""
    was = {(kind, rule.name): (number, rule) for number, (kind, rule) in enumerate(kinds(before.criteria))}
    now = {(kind, rule.name): (number, rule) for number, (kind, rule) in enumerate(kinds(after.criteria))}
    for key in dict.fromkeys([*was, *now]):
        kind, name = key
        if kind == "harmful" and not _harmful_changed(before, after):
            # it is asked only of those without a place
            continue
        title = name if kind != "cohort" else f"cohort {name}"
        if key not in now:
            outcome = _outcome(before, was[key][0])
            yield f"{title}, {outcome} before, is no longer a rule"
        elif key not in was:
            yield f"{title} is a new rule: {_outcome(after, now[key][0])}"
        else:
            old, new = _outcome(before, was[key][0]), _outcome(after, now[key][0])
            if old != new:
                yield f"{title}: {old} before, now {new}{_because(was[key][1], now[key][1], before, after)}"


def _harmful_changed(before: Seen, after: Seen) -> bool:
    assert before.row is not None
    assert after.row is not None
    return (before.row["harmful_place"] is None) is not (after.row["harmful_place"] is None)


def _outcome(seen: Seen, number: int) -> str:
    assert seen.row is not None
    if seen.row["met_bits"] >> number & 1:
        return _OUTCOME["met"]
    return _OUTCOME["unknown" if seen.row["unknown_bits"] >> number & 1 else "failed"]


def _because(old: Rule, new: Rule, before: Seen, after: Seen) -> str:
    """Which comparisons of a rule came out otherwise for what is measured, or are written otherwise."""
    was, now = (list(comparisons(without_nots(rule.condition))) for rule in (old, new))
    changes = [change for one in now for change in _turned(one, before, after)]
    changes = list(dict.fromkeys(changes))
    gone = [written(one) for one in was if one not in now]
    come = [written(one) for one in now if one not in was]
    if gone or come:
        rule = f"{_and(gone) or 'nothing'} became {_and(come) or 'nothing'}"
        changes.append(f"the rule is another: {rule}")
    elif without_nots(old.condition) != without_nots(new.condition):
        changes.append("the rule joins its comparisons otherwise")
    return f", because {_and(changes)}" if changes else ""


def _turned(comparison: Comparison, before: Seen, after: Seen) -> Iterator[str]:
    """What went from where to where, for a comparison that came out otherwise by it."""
    was, now = _facts(before), _facts(after)
    read = sorted(names(comparison))
    if any(name not in was or name not in now for name in read):
        return
    if holds(comparison, was) is not holds(comparison, now):
        yield from (change for name in read for change in _change(name, before, after))


def _facts(seen: Seen) -> Facts:
    """What conditions compare: nothing where the measures are not at hand."""
    if seen.facts is None or seen.row is None:
        return {}
    facts = {**seen.facts, POINTS.name: seen.row["points"]}
    return read_values(facts, {name: seen.criteria.column(name).kind for name in facts})


def _change(name: str, before: Seen, after: Seen) -> Iterator[str]:
    """'neighbourhood offences in 24 months went from 2 to 3', if so."""
    was, now = _facts(before), _facts(after)
    if name in was and name in now and was[name] != now[name]:
        old, new = before.criteria.measure(name), after.criteria.measure(name)
        otherwise = "" if old == new else ", measured otherwise,"
        label = label_with_window(name, after.criteria)
        yield f"{label}{otherwise} went from {shown_value(was[name])} to {shown_value(now[name])}"


def _points(before: Seen, after: Seen) -> Iterator[str]:
    assert before.row is not None
    assert after.row is not None
    was, now = before.row["points"], after.row["points"]
    parts = []
    if before.facts is not None and after.facts is not None:
        for name in dict.fromkeys([*before.criteria.banded, *after.criteria.banded]):
            old, new = _points_of(name, before), _points_of(name, after)
            if old == new:
                continue
            edges = f"the bands of {label_with_window(name, after.criteria)} changed"
            change = next(_change(name, before, after), edges)
            parts.append(f"{change} ({new - old:+d})")
    if was != now:
        yield f"points {was} before, now {now}" + (f", because {_and(parts)}" if parts else "")
    elif parts:
        yield f"points {now} as before, though {_and(parts)}"


def _points_of(name: str, seen: Seen) -> int:
    value = (seen.facts or {}).get(name)
    if value is None or name not in seen.criteria.banded:
        return 0
    band = band_of(seen.criteria, name, Decimal(str(value)))
    return band.points if band else 0


def _order(before: Seen, after: Seen) -> Iterator[str]:
    """What the tie-break asks, where the points are the same."""
    assert before.row is not None
    assert after.row is not None
    if before.row["points"] != after.row["points"]:
        return
    for step in after.criteria.tie_break:
        yield from (f"in the tie-break, {change}" for change in _change(step.name, before, after))


def _place(was: Mapping[str, Any], now: Mapping[str, Any], *, own: bool) -> Iterator[str]:
    if was["cohort"] != now["cohort"] and was["cohort"] and now["cohort"]:
        yield f"cohort {was['cohort']} before, now {now['cohort']}"
    if was["place"] is None or now["place"] is None:
        return
    if was["capacity_area"] != now["capacity_area"]:
        yield f"area {was['capacity_area'] or 'none'} before, now {now['capacity_area'] or 'none'}"
    if (was["place"], was["places"]) != (now["place"], now["places"]):
        others = "" if own or was["places"] != now["places"] else ": others come before or no longer do"
        yield f"place {_of(was)} before, now {_of(now)}{others}"


def _of(row: Mapping[str, Any]) -> str:
    return f"{row['place']} for {row['places']}" if row["places"] is not None else f"{row['place']}, no limit"


def _and(words: list[str]) -> str:
    if not words:
        return ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
