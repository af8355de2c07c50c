"""How a run looks on screen and in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from iom.cli import alone_view, output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.selection import Listed, Repeated, Step
    from iom.selection.gain import Alone

# How many people are shown with their reasons, or of each further list, unless asked otherwise.
USUAL = 10
NO_PLACE = (
    "A want of places, not a rejection: a rule is met, and there is no place. The software proposes; the "
    "panel decides."
)
SUSPECTED = "Offences that count as harmful may be only suspected: it is the criteria's word, not a court's."
# the words that name the gap are kept with the run: what else is missing cannot be told in them
FIRST_GAP = (
    "Of each, the first gap alone is named; there may be others. What each source covers: iom coverage"
)
_STANDING = ("rank", "person", "cohort", "area", "points", "place", "proposal")
_NUMBERS = ("rank", "person", "points", "place", "no.")


def show(
    steps: "Sequence[Step]",
    listed: "Sequence[Listed]",
    absent: Mapping[str, str],
    alone: "Alone",
    *,
    top: int | None,
    near: int | None,
) -> None:
    """What is absent for everyone, the proposed with reasons, other lists, the attrition, each rule alone.

    top: of how many people the reasons, and how many of the other lists, are shown; near: how many near
    misses of each rule; None: all.
    """
    from iom.selection.words import CLOSING

    show_absent(absent)
    proposed = [person for person in listed if person.standing.list == "proposed"]
    if proposed:
        output.table(
            f"\nProposed: {len(proposed):,}", _STANDING, [_standing(one) for one in proposed], _NUMBERS
        )
        first = proposed[:top]
        if first:
            output.say(f"\nWhy they are proposed{_of(first, proposed)}")
        for person in first:
            _show_person(person)
    else:
        output.say("\nNobody is proposed.")
    over = [person for person in listed if person.standing.list == "over_capacity"]
    if over:
        title = f"\nNo place: {len(over):,}{_of(over[:top], over)}"
        output.table(title, _STANDING, [_standing(one) for one in over[:top]], _NUMBERS)
        paragraph(NO_PLACE, 2)
    _show_harmful(listed, top)
    output.table(
        "\nStep by step",
        ("step", "remain", "removed", "of these unknown"),
        [(step.says, step.remaining, step.removed, step.removed_unknown) for step in steps],
        ("remain", "removed", "of these unknown"),
    )
    alone_view.show(alone, near=near)
    output.say(f"\n{CLOSING}")


def show_absent(absent: Mapping[str, str]) -> None:
    """The measures that nobody has, by the reason why: what is said of them is not known, not none."""
    for why in dict.fromkeys(absent.values()):
        names = ", ".join(name for name, reason in absent.items() if reason == why)
        paragraph(f"Not known for anyone: {names}: {why}.", 0, 2)
    if any("no source covers" in why for why in absent.values()):
        paragraph(FIRST_GAP)


def show_waiting(rows: int, of_offences: int) -> None:
    """What the run could not count: rows that no one has corrected yet. Of the store now, not of the run."""
    if not rows:
        return
    wait = "1 row waits" if rows == 1 else f"{rows:,} rows wait"
    of_them = f", of them {of_offences:,} of offences" if of_offences else ""
    paragraph(f"{wait} in quarantine{of_them}; see iom quarantine list")


def show_reconciled(answer: "Repeated") -> None:
    """A run done again of which some people are erased or restricted: do the totals add up without them?"""
    gone = [f"{answer.erased:,} erased since"] if answer.erased else []
    gone += [f"{answer.restricted:,} restricted"] if answer.restricted else []
    gone += [f"{answer.restricted_then:,} restricted when it was made"] if answer.restricted_then else []
    paragraph(
        f"Run {answer.run_id}: {', '.join(gone)}; so it cannot give the same bytes again. Its published "
        "totals, and those of now:"
    )
    rows = [(one.says, one.was, one.now, one.hidden, one.back, one.agrees) for one in answer.totals]
    columns = ("people", "published", "now", "erased or restricted", "not considered then", "adds up")
    output.table("", columns, rows, columns[1:5])
    if not answer.reconciles:
        paragraph("They do not add up: something else changed too. See: iom doctor")


def where_the_rest_is(run_id: int) -> None:
    """What to type for more."""
    paragraph(
        f"More: --top N or --all here; every list and reason: iom run show {run_id} --csv FILE (or --json); "
        f"why someone is in or out: iom run explain {run_id} PERSON"
    )


def _standing(person: "Listed") -> tuple[object, ...]:
    stands = person.standing
    place = "-" if stands.place is None else f"{stands.place}"
    if stands.places == 0:
        place = "none"
    elif stands.places is not None:
        place += f" of {stands.places}" if stands.list == "proposed" else f" for {stands.places}"
    area = stands.capacity_area or ("any" if stands.places is None else "not known")
    # kept as reject, which is no word for whoever lacks nothing but a place
    proposal = "no place" if stands.list == "over_capacity" else person.proposal
    return stands.rank, person.person_id, stands.cohort, area, stands.points, place, proposal


def _of(shown: Sequence[object], everyone: Sequence[object]) -> str:
    return "" if len(shown) == len(everyone) else f", the first {len(shown):,} of them (--all for the rest)"


def _show_person(person: "Listed") -> None:
    output.say("")
    paragraph(f"Person {person.person_id}  {person.reasons.summary}", 0, 2)
    for reason in person.reasons.reasons:
        paragraph(f"{reason.points or '':>2}  {reason.sentence}", 2, 6)
    for words in person.reasons.unknown:
        paragraph(words, 6, 8)


def _show_harmful(listed: "Sequence[Listed]", top: int | None) -> None:
    outside = sorted(
        (person for person in listed if person.harmful_place is not None), key=lambda p: p.harmful_place or 0
    )
    if not outside:
        return
    rows = [
        (one.harmful_place, one.person_id, one.standing.points, one.reasons.why_not) for one in outside[:top]
    ]
    title = f"\nHarmful and not proposed, for problem-solving plans: {len(outside):,}"
    title += _of(outside[:top], outside)
    output.table(title, ("no.", "person", "points", "not proposed because"), rows, _NUMBERS)
    paragraph(SUSPECTED, 2)


def data(
    steps: "Iterable[Step]", listed: "Iterable[Listed]", absent: Mapping[str, str], alone: "Alone"
) -> dict[str, object]:
    """The same as JSON-able values, everyone with all their reasons."""
    return {
        "absent": dict(absent),
        "steps": [asdict(step) for step in steps],
        **alone_view.data(alone),
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
