"""Commands about what a person may ask: to see what is held, to be restricted, to be erased."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

if TYPE_CHECKING:
    from iom.rights import Access, Erased, Listing, Preview

BY_NUMBER = "A person is named by number: iom rights erase 417 --reason TEXT. To find it: iom person find"


class _ByNumber(Unrepeated):
    """What is typed in the place of a number may be a name."""

    instead = (
        "There is an option or word here that this command does not take, or one is missing. " + BY_NUMBER
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
    """Write all that is held on a person, of every version, for the person to read: a page, and tables in CSV.

    Intelligence and the pseudonyms of victims are counted apart, to be reviewed before disclosure.
    """
    from iom import rights as room
    from iom.cli import output, rights_files
    from iom.cli.session import opened

    person_id = number(person)
    place = rights_files.claim(out, away_from=[store] if store else [])
    with opened("rights access", store, user, purpose) as session:
        found = room.access(
            session.store, person_id, with_intelligence=with_intelligence, now=session.now
        )
    rights_files.write(place, list(room.files(found)))
    answer = {
        "person": person_id,
        "place": place,
        "tables": {table.name: len(table.rows) for table in found.tables},
        "to_be_reviewed": found.apart,
    }
    output.emit(as_json, answer, lambda: _say_access(found, place))


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
    from iom.cli import output
    from iom.cli.session import opened

    person_id = number(person)
    with opened("rights lift", store, user, purpose) as session:
        lifted = room.lift(session.store, person_id, reason=reason, now=session.now)
    output.emit(
        as_json,
        {"lifted": lifted, "person": person_id},
        lambda: output.say(f"Person {person_id} is no longer restricted."),
    )


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
    from iom.cli import output
    from iom.cli.session import opened

    with opened("rights list", store, user, purpose) as session:
        found = room.listing(session.store, now=session.now)
    output.emit(as_json, asdict(found), lambda: _say_listing(found))


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
    from iom.cli import output
    from iom.cli.session import opened

    person_id = number(person)
    with opened("rights erase", store, user, purpose) as session:
        if not yes:
            found = room.preview(session.store, person_id, now=session.now)
            output.emit(as_json, asdict(found), lambda: _say_preview(found))
            return
        done = room.erase(
            session.store, person_id, reason=reason, now=session.now, progress=output.progress
        )
    output.emit(as_json, asdict(done), lambda: _say_erased(person_id, done))


def number(text: str) -> int:
    """The number of a person. Raises a usage error that does not repeat what was typed."""
    if not (text.isdecimal() and text.isascii() and len(text) <= 9):
        raise typer.BadParameter(BY_NUMBER)
    return int(text)


def _say_preview(found: "Preview") -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    output.table(
        f"Person {found.person_id}: what would be erased",
        ("table", "rows"),
        [*found.rows.items(), ("quarantine (blanked)", found.refused_rows)],
        ("rows",),
    )
    if found.runs:
        paragraph(
            f"In {len(found.runs):,} runs only the person's number and place on the lists would stay: "
            + ", ".join(map(str, found.runs))
        )
    paragraph("Nothing was erased. It cannot be undone. To erase, add --yes.")


def _say_erased(person_id: int, done: "Erased") -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    output.say(
        f"Person {person_id} is erased (erasure {done.erasure_id}): {done.rows_removed:,} rows. The store's "
        "file was written anew."
    )
    if done.runs:
        paragraph(
            f"In runs {', '.join(map(str, done.runs))} the number and place on the lists stay, and the totals."
        )
    if done.altered_runs:
        paragraph(
            f"Runs {', '.join(map(str, done.altered_runs))} had been altered in the database before, and are "
            "still not shown. See: iom audit verify"
        )
    paragraph(
        "Backups and files that were written before still hold the person: see iom rights list. Back up the "
        "keys folder again: it holds the list that keeps imports from bringing the person back."
    )


def _say_access(found: "Access", place: Path) -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    output.table(
        f"Person {found.person_id}: what is held",
        ("what", "rows"),
        [(table.title, len(table.rows)) for table in found.tables],
        ("rows",),
    )
    for title, rows in found.apart.items():
        paragraph(f"To be reviewed before disclosure, and left out: {title}: {rows} rows (--with-intelligence)")
    paragraph(f"Written to {place}. It holds personal data: give it to nobody else, and delete it when done.")


def _say_listing(found: "Listing") -> None:
    from iom.cli import output
    from iom.cli.paragraphs import paragraph

    if not found.restrictions and not found.erasures:
        output.say("Nobody was restricted or erased.")
    if found.restrictions:
        rows = [
            (
                one.restriction_id,
                one.person_id or "erased",
                f"{one.restricted_at:%Y-%m-%d}",
                one.by_user,
                one.reason,
                f"{one.lifted_at:%Y-%m-%d}" if one.lifted_at else "in force",
            )
            for one in found.restrictions
        ]
        columns = ("no.", "person", "from", "by", "reason", "until")
        output.table("Restrictions", columns, rows, ("no.", "person"))
    if found.erasures:
        rows = [
            (
                one.erasure_id,
                ", ".join(map(str, one.people)),
                f"{one.erased_at:%Y-%m-%d %H:%M}",
                one.by_user,
                one.reason,
                one.rows_removed,
                one.runs,
            )
            for one in found.erasures
        ]
        columns = ("no.", "person", "when (UTC)", "by", "reason", "rows", "runs")
        output.table("Erasures", columns, rows, ("no.", "rows", "runs"))
    if found.backups:
        rows = [
            (f"{one.made_at:%Y-%m-%d %H:%M}", one.erasures_since, one.expires, one.state, one.place)
            for one in found.backups
        ]
        columns = ("made (UTC)", "erasures since", "delete after", "state", "place")
        output.table("Backups that still hold people erased since", columns, rows, ("erasures since",))
    if found.unfinished:
        paragraph(
            f"Of {found.unfinished:,} erasures bytes may still be in the store's file: the next command tries "
            "again to write it anew."
        )
