"""How the rules of a run look, each alone, and those whom one comparison of one keeps out."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.selection.gain import Alone, NearMiss, RuleAlone

_COLUMNS = (
    "rule",
    "meet it",
    "unknown",
    "would enter",
    "with a place",
    "enter by it",
    "by it alone",
    "one short",
)
_NUMBERS = _COLUMNS[1:]


def show(alone: "Alone", *, near: int | None) -> None:
    """Each rule alone, then who is one short. near: how many of each rule; None: all that are kept."""
    if not alone.rules:
        return
    rows = [_row(rule) for rule in alone.rules]
    output.table("\nEach rule alone", _COLUMNS, rows, _NUMBERS, breakable=("rule",))
    paragraph(
        "would enter: more people in a cohort, before places, if that rule (or, indented, that part of it) "
        "alone were dropped; with a place: of these; enter by it: whose cohort it is; by it alone: who would "
        "be in no cohort without it; one short: who lack one comparison of it and nothing else.",
        2,
    )
    wanted = [rule for rule in alone.rules if rule.part_no == 0 and rule.one_short]
    if not wanted or near == 0:
        return
    output.say("\nOne short: who lacks one comparison of a rule, and nothing else")
    for rule in wanted:
        _show_near(rule, [one for one in alone.near if one.rule_no == rule.rule_no], near)


def _row(rule: "RuleAlone") -> tuple[object, ...]:
    name = f"  {rule.says}" if rule.part_no else rule.name
    numbers = (
        rule.passes,
        rule.unknown,
        rule.gain,
        rule.gain_places,
        rule.enters,
        rule.only_by,
        rule.one_short,
    )
    return name, *numbers


def _show_near(rule: "RuleAlone", misses: "Sequence[NearMiss]", near: int | None) -> None:
    shown = misses[:near]
    title = rule.name if rule.name == rule.rule_kind else f"{rule.rule_kind} {rule.name}"
    nearest = f"; the nearest {len(shown)}" if len(shown) < (rule.one_short or 0) else ""
    paragraph(f"{title}: {rule.one_short:,}{nearest}", 2)
    for one in shown:
        paragraph(f"{one.person_id:>7}  {one.words}", 4, 13)


def data(alone: "Alone") -> dict[str, object]:
    """The same as JSON-able values."""
    return {
        "rules": [asdict(rule) for rule in alone.rules],
        "near_misses": [asdict(one) for one in alone.near],
    }
