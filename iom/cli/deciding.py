"""Commands by which people decide who is who: possible matches, merge, split, keep apart, undo."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

if TYPE_CHECKING:
    from iom.people import LoggedDecision
    from iom.people.matching import Matches, Pair, Told

SHOWN = 20
BY_NUMBER = "People, subjects and decisions are named by number. To find a person's number: iom person find"
WORDS = {"merge": "made one", "split": "taken apart", "keep_apart": "kept apart", "undo": "undone"}
ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", help="Why. Left out, it is asked for, and kept out of the history."
    ),
]


class _ByNumber(Unrepeated):
    instead = (
        "There is an option or word here that this command does not take, or one is missing. " + BY_NUMBER
    )


app = typer.Typer()
people = typer.Typer(
    cls=_ByNumber, no_args_is_help=True, help="Decide who is who: possible matches, merge, split, undo."
)
app.add_typer(people, name="people")


@people.command("matches")
def show_matches(
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="Only pairs of this person.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=f"All pairs, not the first {SHOWN}.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show persons that may be one, with what is held of both side by side."""
    from dataclasses import asdict

    from iom import people as room
    from iom.cli import output
    from iom.cli.session import opened

    person_id = None if person is None else _number(person)
    with opened("people matches", store, user, purpose) as session:
        found = room.matches(
            session.store, now=session.now, person_id=person_id, most=None if every else SHOWN
        )
    output.emit(as_json, asdict(found), lambda: _say_matches(found, person_id))


@people.command("merge")
def merge_people(
    persons: Annotated[list[str], typer.Argument(metavar="PERSON PERSON", help="The persons that are one.")],
    reason: ReasonOption = None,
    despite: Annotated[
        bool, typer.Option("--despite", help="Although their records contradict each other.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Decide that persons are one: the lowest number stays, and every run that was made stays as it is."""
    from iom import people as room

    wanted = [_number(person) for person in persons]

    def decided(cursor: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
        alone = room.unlinked(cursor, wanted)
        staying = room.merge(cursor, people=wanted, despite=despite, **given)
        leaving = sorted({*wanted} - {staying})
        names = " and ".join(f"person {person}" for person in leaving)
        says = f"{names.capitalize()} {'are' if len(leaving) > 1 else 'is'} now person {staying}."
        if alone:
            others = "the others" if len(alone) < len({*wanted}) else "one another"
            says += (
                f" Nothing that is held links {_persons(alone)} with {others}: no identifier in common, no "
                "match proposed. If a number was mistyped, iom people undo takes it back."
            )
        return {"person": staying, "merged": leaving, "unlinked": alone}, says

    _decide("people merge", decided, reason, store, as_json, user, purpose)


@people.command("split")
def split_person(
    subjects: Annotated[
        list[str], typer.Argument(metavar="SUBJECT...", help="Numbers of subjects, from: iom person NUMBER")
    ],
    reason: ReasonOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Take subjects out of their person: they become a new one, and the two are kept apart."""
    from iom import people as room

    wanted = [_number(subject) for subject in subjects]

    def decided(cursor: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
        founded = room.split(cursor, subjects=wanted, **given)
        return (
            {"person": founded, "subjects": wanted},
            f"{'Subjects' if len(wanted) > 1 else 'Subject'} {', '.join(map(str, wanted))} "
            f"{'are' if len(wanted) > 1 else 'is'} now person {founded}, kept apart from the former.",
        )

    _decide("people split", decided, reason, store, as_json, user, purpose)


@people.command("keep-apart")
def keep_people_apart(
    persons: Annotated[list[str], typer.Argument(metavar="PERSON PERSON", help="The persons that are two.")],
    reason: ReasonOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Decide that two persons are two, whatever they share: no import joins them."""
    from iom import people as room

    wanted = [_number(person) for person in persons]

    def decided(cursor: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
        room.keep_apart(cursor, people=wanted, **given)
        return {"kept_apart": wanted}, f"Persons {wanted[0]} and {wanted[-1]} are kept apart."

    _decide("people keep-apart", decided, reason, store, as_json, user, purpose)


@people.command("undo")
def undo_decision(
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="A decision's number, from: iom people decisions")
    ],
    reason: ReasonOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Reverse a decision by another one: people are again as they would be without it."""
    from dataclasses import asdict

    from iom import people as room

    number = _number(decision)

    def decided(cursor: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
        undone = room.undo(cursor, decision_id=number, **given)
        says = f"Decision {number} is undone: it concerned {_persons(undone.people)}."
        if undone.kind == "merge":
            says += (
                " Nothing new keeps them apart: an identifier that they share joins them again, unless you "
                "say iom people keep-apart."
            )
        if undone.joined_since:
            says += (
                f" An import has added to them since, and it stays: subject "
                f"{', '.join(map(str, undone.joined_since))}. Look whether that is right."
            )
        return asdict(undone), says

    _decide("people undo", decided, reason, store, as_json, user, purpose)


@people.command("decisions")
def show_decisions(
    person: Annotated[
        str | None, typer.Option("--person", metavar="NUMBER", help="Only what concerned this person.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=f"All decisions, not the last {SHOWN}.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show what was decided about people, the latest first: by whom, when, why, and whether it stands."""
    from dataclasses import asdict

    from iom import people as room
    from iom.cli import output
    from iom.cli.session import opened

    person_id = None if person is None else _number(person)
    with opened("people decisions", store, user, purpose) as session:
        found = room.past_decisions(
            session.store, now=session.now, person_id=person_id, most=None if every else SHOWN
        )

    def human() -> None:
        if not found:
            output.say("Nothing was decided.")
            return
        show_log(found)
        output.say("Reverse one with: iom people undo NUMBER")

    output.emit(as_json, [asdict(one) for one in found], human)


def show_log(found: "list[LoggedDecision] | tuple[LoggedDecision, ...]", title: str = "") -> None:
    """Print decisions, one a row."""
    from iom.cli import output

    rows = [
        (one.decision_id, f"{one.decided_at:%Y-%m-%d %H:%M}", one.by_user, decided_in_words(one), one.reason)
        for one in found
    ]
    output.table(title, ("decision", "when (UTC)", "by", "what", "reason"), rows, right=("decision",))


def decided_in_words(decision: "LoggedDecision") -> str:
    """What a decision did: "persons 1 and 2 made one, despite different PNC IDs; undone by decision 4"."""
    people = _persons(sorted({*decision.people_before, *decision.people_after}))
    if decision.concerns_gone:
        people = f"{people} and somebody not shown" if people else "people not shown"
    says = f"{people} {WORDS[decision.kind]}"
    if decision.undoes is not None:
        says = f"decision {decision.undoes} undone, of {people}"
    elif decision.kind == "split" and decision.moved_subjects:
        says += f": subject {', '.join(map(str, decision.moved_subjects))}"
    if decision.against:
        says += f", despite {decision.against}"
    if decision.undone_by is not None:
        says += f"; undone by decision {decision.undone_by}"
    return says


def _decide(
    command: str,
    decided: Callable[[Any, dict[str, Any]], tuple[dict[str, Any], str]],
    reason: str | None,
    store: Any,
    as_json: bool,
    user: str | None,
    purpose: str | None,
) -> None:
    """Decide in one transaction, rebuild and all, and say what came of it."""
    from iom.cli import output
    from iom.cli.people import asked
    from iom.cli.session import opened

    # before the store is opened: a person may take their time to write it
    why = asked("Reason: ") if reason is None else reason
    with opened(command, store, user, purpose) as session, session.store.transaction() as cursor:
        given = {
            "store": session.store,
            "now": session.now,
            "decided_by": session.store.actor.user,
            "reason": why,
        }
        answer, says = decided(cursor, given)
    output.emit(as_json, answer, lambda: output.say(says))


def _number(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) <= 9):
        # text, not int: the usual message would repeat what may be a name
        raise typer.BadParameter(BY_NUMBER)
    return int(text)


def _persons(people: "list[int] | tuple[int, ...]") -> str:
    if len(people) < 2:
        return f"person {people[0]}" if people else ""
    return f"persons {', '.join(map(str, people[:-1]))} and {people[-1]}"


def _say_matches(found: "Matches", person_id: int | None) -> None:
    from iom.cli import output

    if not found.pairs:
        whom = "Nobody is" if person_id is None else f"Nobody else may be person {person_id}, and nobody is"
        output.say(f"{whom} waiting to be decided.")
        return
    for pair in found.pairs:
        _say_pair(pair)
    if found.in_all > len(found.pairs):
        output.say(f"{len(found.pairs)} of {found.in_all} pairs. For every one: iom people matches --all")
    output.say("One person: iom people merge PERSON PERSON. Two: iom people keep-apart PERSON PERSON.")


def _say_pair(pair: "Pair") -> None:
    from iom.cli import output
    from iom.cli.person_page import IDENTIFIER

    source = f", by {pair.file_name}" if pair.file_name else ""
    against = "; ".join(pair.against) or "nothing contradicts it"
    output.say(
        f"Persons {pair.low_person_id} and {pair.high_person_id}: {pair.basis}; {against} "
        f"(asked {pair.proposed_at:%Y-%m-%d}{source})"
    )
    rows = [
        (
            IDENTIFIER.get(one.what, one.what),
            _values(one.low, one.verdict),
            _values(one.high, one.verdict),
            "" if one.verdict == "beside" else one.verdict,
        )
        for one in pair.evidence
    ]
    columns = ("", f"person {pair.low_person_id}", f"person {pair.high_person_id}", "")
    output.table("", columns, rows)
    output.say("")


def _values(told: "tuple[Told, ...]", verdict: str) -> str:
    # what only stands beside names its system itself
    return "; ".join(
        one.value if verdict == "beside" else f"{one.value} ({', '.join(one.systems)})" for one in told
    )
