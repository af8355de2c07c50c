"""How a comparison of two runs looks on screen, in JSON and as CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph
from iom.moments import spelt
from iom.spreadsheet import guarded

if TYPE_CHECKING:
    from iom.selection.difference_result import Difference, Made, PersonChange, StepChange, Where

NAMES = {
    "code_before": "software, before",
    "time": "time",
    "data": "data",
    "reference": "reference tables",
    "criteria": "criteria",
    "code_after": "software, after",
    "total": "all",
}
_TITLES = {
    "came": "Came",
    "went": "Went",
    "moved": "Moved: another list, cohort or area",
    "back": "As before, though changed on the way",
}
_COLUMNS = ("step", "proposed", "came", "went", "then proposed", "moved", "only re-ranked")
_LISTS = {"proposed": "proposed", "over_capacity": "no place", "harmful_outside": "harmful, not proposed"}
_BETWEEN = " | "


def show(found: "Difference", top: int | None) -> None:
    """What each step did, in numbers; then who came, went and moved, and why.

    top: how many of each; None: all.
    """
    from iom.selection.words import CLOSING

    for word, made in (("From", found.first), ("to", found.second)):
        paragraph(f"{word} run {made.run_id}: {_made(made)}", 0, 2)
    if found.first.run_id == found.second.run_id:
        paragraph(
            f"That is run {found.first.run_id} compared with itself: if anything differs, the software did "
            "it, or records were altered behind its back."
        )
    if found.hidden:
        paragraph(
            f"{found.hidden:,} people of these runs were erased since or are restricted, and are left out: "
            "whom that moves up is told among what the software did."
        )
    rows = [_row(step) for step in (*found.steps, found.total)]
    output.table("\nWhat did it, step by step", _COLUMNS, rows, _COLUMNS[1:])
    for step in found.steps:
        if step.same:
            paragraph(f"{NAMES[step.step]}: {step.says}, so nothing was done again.", 2, 4)
        else:
            paragraph(f"{NAMES[step.step]}: {step.says}", 2, 4)
    _say_of_software(found)
    for change, title in _TITLES.items():
        people = [person for person in found.people if person.change == change]
        if not people:
            continue
        shown = people[:top]
        rest = "" if len(shown) == len(people) else f", the first {len(shown):,} (--all for the rest)"
        output.say(f"\n{title}: {len(people):,}{rest}")
        for person in shown:
            _show_person(person)
    if not found.people:
        output.say("\nNobody came, went or moved.")
    output.say(f"\n{CLOSING}")


def _made(made: "Made") -> str:
    area = f", {made.area}" if made.area else ""
    return (
        f"{made.criteria_title}, version {made.criteria_version}, as at {made.as_at}{area}, "
        f"known at {spelt(made.known_at)}"
    )


def _row(step: "StepChange") -> tuple[object, ...]:
    numbers = (step.proposed_before, step.came, step.went, step.proposed_after, step.moved, step.reranked)
    return NAMES[step.step], *numbers


def _say_of_software(found: "Difference") -> None:
    """Whether anything is left over that neither time, data, tables nor criteria did."""
    left = [step for step in found.steps if step.step.startswith("code")]
    if any(step.came or step.went or step.moved or step.reranked for step in left):
        paragraph(
            "Done again by this software, a run differs from what was kept of it: what the steps named "
            "software show is its doing, or that of records altered behind its back.",
            2,
        )
    else:
        paragraph("Done again, both runs give what was kept of them: the software changed nothing.", 2)


def _show_person(person: "PersonChange") -> None:
    paragraph(f"{person.person_id:>7}  {where(person.before)}, then {where(person.after)}", 2, 11)
    for cause in person.causes:
        paragraph(f"{NAMES[cause.step]}, {cause.change}: {'; '.join(cause.says)}", 11, 13)


def where(stands: "Where | None") -> str:
    """Where a run left someone, in words."""
    if stands is None:
        return "not considered"
    if stands.list is None:
        return "on no list"
    words = _LISTS[stands.list]
    if stands.cohort:
        words += f", {stands.cohort}"
        words += f" in {stands.area}" if stands.area else ""
        words += f", rank {stands.rank}"
    if stands.harmful_place is not None:
        words += f", harmful no. {stands.harmful_place}"
    return words


def data(found: "Difference") -> dict[str, object]:
    """The same as JSON-able values, everyone whom a step changed, those only re-ranked among them."""
    return asdict(found)


def as_csv(found: "Difference") -> bytes:
    """One row per person and cause; UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("change", "person", "before", "after", "step", "change_at_step", "why"))
    rows: list[Sequence[object]] = [
        (
            person.change,
            person.person_id,
            where(person.before),
            where(person.after),
            NAMES[cause.step],
            cause.change,
            _BETWEEN.join(cause.says),
        )
        for person in found.people
        for cause in person.causes
    ]
    rows += [
        ("reranked", one.person_id, where(one.before), where(one.after), "", "", "") for one in found.reranked
    ]
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
