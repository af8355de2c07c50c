"""How a run looks on screen and in JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from iom.cli import output

if TYPE_CHECKING:
    from iom.selection import Explained, Listed, Step
    from iom.selection.sentences import Counted


def show(steps: "Sequence[Step]", listed: "Sequence[Listed]") -> None:
    """Proposals with their reasons, the attrition, the harmful people outside."""
    output.table(
        "\nStep by step",
        ("step", "remain", "removed", "of these unknown"),
        [(step.says, step.remaining, step.removed, step.removed_unknown) for step in steps],
        right=("remain", "removed", "of these unknown"),
    )
    by_list = {
        name: [person for person in listed if person.standing.list == name]
        for name in ("proposed", "over_capacity")
    }
    output.say("\nProposed" if by_list["proposed"] else "\nNobody is proposed.")
    for person in by_list["proposed"]:
        _show_person(person)
    if by_list["over_capacity"]:
        rows = [(p.standing.rank, p.person_id, p.reasons.summary) for p in by_list["over_capacity"]]
        output.table("\nOver capacity", ("rank", "person", "proposal"), rows, right=("rank", "person"))
    outside = sorted(
        (person for person in listed if person.harmful_place is not None), key=lambda p: p.harmful_place or 0
    )
    if outside:
        output.say("\nHarmful and not proposed, for problem-solving plans")
        for person in outside:
            _show_person(person)
    if listed:
        output.say(f"\n{listed[0].reasons.closing}")


def _show_person(person: "Listed") -> None:
    output.say(f"\nPerson {person.person_id}  {person.reasons.summary}")
    for reason in person.reasons.reasons:
        output.say(f"  {reason.points or '':>2}  {reason.sentence}")
    for words in person.reasons.unknown:
        output.say(f"      {words}")


def data(steps: "Iterable[Step]", listed: "Iterable[Listed]") -> dict[str, object]:
    """The same as JSON-able values."""
    return {
        "steps": [asdict(step) for step in steps],
        "people": [
            {
                "person": person.person_id,
                "proposal": person.proposal,
                "harmful_place": person.harmful_place,
                **asdict(person.standing),
                **asdict(person.reasons),
            }
            for person in listed
        ],
    }


def show_explained(answer: "Explained") -> None:
    """How a run judged one person."""
    output.say(f"Run {answer.run_id}, person {answer.person_id}: {answer.summary}")
    rows = [
        (rule.kind, rule.says, rule.outcome, rule.when, _values(rule.values), rule.source)
        for rule in answer.rules
    ]
    output.table("\nRules", ("kind", "rule", "outcome", "when", "this person", "source"), rows)
    points = [(one.measure, _value(one.value), one.points) for one in answer.points]
    output.table("\nPoints", ("measure", "value", "points"), points, right=("value", "points"))
    if answer.reasons is None:
        return
    output.say("\nReasons")
    for reason in answer.reasons.reasons:
        output.say(f"  {reason.points or '':>2}  {reason.sentence}\n      basis: {reason.basis}")
    for words in answer.reasons.unknown:
        output.say(f"      {words}")
    _show_counted(answer.reasons.counted)
    output.say(f"\n{answer.reasons.closing}")


def _show_counted(counted: "Sequence[Counted]") -> None:
    columns = ("offence", "arrived as", "resolved", "weight", "offences", "in custody", "severity", "why")
    for measure in dict.fromkeys(row.measure for row in counted):
        rows = [
            (
                row.title or "not in any code table",
                f"{row.arrived_as} {row.code}",
                row.how,
                row.weight,
                row.offences,
                row.dated_inside,
                row.severity,
                row.why,
            )
            for row in counted
            if row.measure == measure
        ]
        output.table(
            f"\nCounted in {measure}", columns, rows, right=("weight", "offences", "in custody", "severity")
        )


def _values(values: dict[str, str | bool | None]) -> str:
    return ", ".join(f"{name}: {_value(value)}" for name, value in values.items())


def _value(value: str | bool | None) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    # 4816.0000000000 reads better as 4816
    return value.rstrip("0").rstrip(".") if "." in value and value.replace(".", "").isdigit() else value
