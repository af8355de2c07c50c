"""Commands about what a person may ask: to see what is held, to be restricted, to be erased."""

from pathlib import Path
from typing import Annotated

import typer

from iom.cli.moments import AsAtOption, parse_as_at
from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

BY_NUMBER = "A person is named by number, such as 417. To find it: iom person find"


class _ByNumber(Unrepeated):
    """What is typed in the place of a number may be a name."""

    instead = (
        "There is an option or word here that this command does not take, or one is missing. "
        f"{BY_NUMBER}. What each command takes: iom rights --help"
    )


PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="The person's number.")]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why. It is kept: do not name the person in it.")
]

app = typer.Typer()
rights = typer.Typer(
    cls=_ByNumber,
    no_args_is_help=True,
    help="What a person may ask: access, restriction, erasure; and when records are due for review.",
)
app.add_typer(rights, name="rights")


@rights.command()
def access(
    person: PersonArgument,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE.zip", help="Where to: a new .zip file, or else a new folder."),
    ],
    with_intelligence: Annotated[
        bool,
        typer.Option(
            "--with-intelligence", help="Also what is else left out to be reviewed: intelligence, victims."
        ),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Write all that is held on a person, every version, for the person to read: a page, and tables in CSV.

    Intelligence and the pseudonyms of victims are counted apart, to be reviewed before disclosure.
    """
    from iom import rights as room
    from iom.cli import output, rights_files, rights_view
    from iom.cli.session import opened

    person_id = number(person)
    place = rights_files.claim(out, away_from=[store] if store else [])
    with opened("rights access", store, user, purpose) as session:
        found = room.access(session.store, person_id, with_intelligence=with_intelligence, now=session.now)
    rights_files.write(place, list(room.files(found)))
    answer = {
        "person": person_id,
        "place": place,
        "tables": {table.name: len(table.rows) for table in found.tables},
        "to_be_reviewed": found.apart,
    }
    output.emit(as_json, answer, lambda: rights_view.access(found, place))


@rights.command()
def restrict(
    person: PersonArgument,
    reason: ReasonOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Keep a person's records and show nothing of them: not found, not considered, until it is lifted."""
    from iom import rights as room
    from iom.cli import output
    from iom.cli.session import opened

    person_id = number(person)
    with opened("rights restrict", store, user, purpose) as session:
        made = room.restrict(session.store, person_id, reason=reason, now=session.now)
    output.emit(
        as_json,
        {"restriction": made, "person": person_id},
        lambda: output.say(
            f"Person {person_id} is restricted (restriction {made}). To end it: iom rights lift {person_id} "
            "--reason TEXT"
        ),
    )


@rights.command()
def lift(
    person: PersonArgument,
    reason: ReasonOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """End the restriction of a person: they are found, shown and considered again."""
    from iom import rights as room
    from iom.cli import output, rights_view
    from iom.cli.session import opened

    person_id = number(person)
    with opened("rights lift", store, user, purpose) as session:
        lifted = room.lift(session.store, person_id, reason=reason, now=session.now)
    output.emit(
        as_json,
        {"lifted": lifted.restrictions, "person": person_id, "kept_on": lifted.kept_on},
        lambda: rights_view.lifted(person_id, lifted),
    )


@rights.command()
def review(
    as_at: AsAtOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List whose record is due for review, by group: a schedule to be decided locally (docs/rights.md)."""
    from dataclasses import asdict

    from iom import rights as room
    from iom.cli import output, rights_view
    from iom.cli.session import opened

    day = parse_as_at(as_at)
    with opened("rights review", store, user, purpose) as session:
        found = room.due_for_review(session.store, as_at=day, now=session.now)
        chosen = room.schedule(session.store.settings.retention)
    data = {"schedule": asdict(chosen), "due": [asdict(one) for one in found]}
    output.emit(as_json, data, lambda: rights_view.due(found, chosen))


@rights.command("list")
def list_all(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List restrictions, erasures, and the backups that still hold people who were erased since."""
    from dataclasses import asdict

    from iom import rights as room
    from iom.cli import output, rights_view
    from iom.cli.session import opened

    with opened("rights list", store, user, purpose) as session:
        found = room.listing(session.store, now=session.now)
    output.emit(as_json, asdict(found), lambda: rights_view.listing(found))


@rights.command()
def erase(
    person: PersonArgument,
    reason: ReasonOption,
    yes: Annotated[
        bool, typer.Option("--yes", help="Erase. Without it, only what would go is shown.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Erase a person and all that derives from them, for good; numbers stay so that totals still add up.

    Without --yes it shows what would go and changes nothing.
    """
    from dataclasses import asdict

    from iom import rights as room
    from iom.cli import output, rights_view
    from iom.cli.session import opened

    person_id = number(person)
    with opened("rights erase", store, user, purpose) as session:
        if not yes:
            found = room.preview(session.store, person_id, now=session.now)
            output.emit(as_json, asdict(found), lambda: rights_view.preview(found))
            return
        done = room.erase(session.store, person_id, reason=reason, now=session.now, progress=output.progress)
    output.emit(as_json, asdict(done), lambda: rights_view.erased(person_id, done))


def number(text: str) -> int:
    """The number of a person. Raises a usage error that does not repeat what was typed."""
    if not (text.isdecimal() and text.isascii() and len(text) <= 9):
        raise typer.BadParameter(BY_NUMBER)
    return int(text)
