"""Commands about what a person may ask: to be erased; and what was done of that."""

from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

if TYPE_CHECKING:
    from iom.rights import Erased, Preview

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
