"""How what a run says of one person looks on screen."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph
from iom.cli.run_view import NO_PLACE, SUSPECTED

if TYPE_CHECKING:
    from iom.selection import Explained
    from iom.selection.gain import Lack
    from iom.selection.judged_person import RuleOutcome
    from iom.selection.sentences import Counted
    from iom.selection.words import Reasons


def show(answer: "Explained") -> None:
    """Rules met, failed or not known; points; reasons; offences counted, code by code."""
    from iom.selection.words import CLOSING

    paragraph(f"Run {answer.run_id}, person {answer.person_id}: {answer.summary}", 0, 2)
    if any(lack.kind == "place" for lack in answer.lacks):
        paragraph(NO_PLACE)
    if answer.custody and answer.reasons is None:
        paragraph(f"This person is {answer.custody}." if answer.custody.startswith("in ") else answer.custody)
    output.say("\nRules")
    for rule in answer.rules:
        _show_rule(rule, proposed=answer.proposed)
    points = [(one.measure, shown(one.value), one.points) for one in answer.points]
    output.table("\nPoints", ("measure", "value", "points"), points, right=("value", "points"))
    _show_lacks(answer.lacks)
    if answer.reasons is not None:
        _show_reasons(answer.reasons)
    output.say(f"\n{CLOSING}")


def _show_reasons(said: "Reasons") -> None:
    output.say("\nReasons")
    for reason in said.reasons:
        paragraph(f"{reason.points or '':>2}  {reason.sentence}", 2, 6)
        paragraph(f"basis: {reason.basis}", 6, 8)
    for words in said.unknown:
        paragraph(words, 6, 8)
    _show_counted(said.counted)


def _show_lacks(lacks: "Sequence[Lack]") -> None:
    steps = [lack for lack in lacks if lack.kind == "eligibility"]
    cohorts = [lack for lack in lacks if lack.kind == "cohort"]
    places = [lack for lack in lacks if lack.kind == "place"]
    if lacks:
        output.say("\nWhat is lacking")
    for lack in steps:
        paragraph(f"{lack.says}: {'; '.join(lack.lacks)}", 2, 4)
    if cohorts:
        paragraph(f"{'and one' if steps else 'one'} of these cohort rules, the nearest first:", 2, 4)
    for lack in cohorts:
        paragraph(f"{lack.name}: {'; '.join(lack.lacks)}", 4, 6)
    for lack in places:
        paragraph("; ".join(lack.lacks), 2, 4)


def _show_rule(rule: "RuleOutcome", *, proposed: bool) -> None:
    outcome = {"unknown": "not known", "failed": "not met"}.get(rule.outcome, rule.outcome)
    if rule.kind == "harmful" and proposed:
        outcome = "not asked of someone with a place"
    title = rule.name if rule.name == rule.kind else f"{rule.kind} {rule.name}"
    paragraph(f"{title}, {outcome}: {rule.says}", 2, 4)
    paragraph(f"when: {' '.join(rule.when.split())}", 6, 8)
    values = ", ".join(f"{name}: {shown(value)}" for name, value in rule.values.items())
    paragraph(f"this person: {values}", 6, 8)
    paragraph(f"source: {rule.source}", 6, 8)
    if rule.kind == "harmful" and rule.outcome == "met" and not proposed:
        paragraph(SUSPECTED, 6, 8)


def _show_counted(counted: "Sequence[Counted]") -> None:
    for measure in dict.fromkeys(row.measure for row in counted):
        output.say(f"\nCounted in {measure}")
        for row in counted:
            if row.measure == measure:
                _show_code(row)


def _show_code(row: "Counted") -> None:
    inside = f", {row.dated_inside} dated while away or on the day it began" if row.dated_inside else ""
    weight = (
        "no weight"
        if row.weight is None
        else f"weight {two_places(row.weight)}, severity {two_places(row.severity)}"
    )
    title = row.title or "not in any code table"
    paragraph(f"{row.offences:>3} × {title}, {row.arrived_as} {row.code}: {weight}{inside}", 2, 8)
    paragraph(f"{row.how}: {row.why}", 8, 10)


def shown(value: str | bool | None) -> str:
    """A kept value as it is read: numbers with two decimals at most, the rest as it is."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    bare = value.removeprefix("-")
    if bare.count(".") == 1 and bare.replace(".", "").isdigit():
        return two_places(Decimal(value))
    return value


def two_places(number: Decimal | None) -> str:
    """A number with at most two decimals: 4,816 or 465.12."""
    return "" if number is None else f"{number:,.2f}".removesuffix(".00")
