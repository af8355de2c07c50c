"""Commands about people: find one, see what is held of one."""

import sys
from datetime import datetime
from typing import Annotated

import typer
from typer.core import TyperGroup

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

BY_NUMBER = "A person is shown by number: iom person 417. To find the number: iom person find"


class _NumberMeansShow(TyperGroup):
    """`iom person 417` is `iom person show 417`."""

    def parse_args(self, ctx, args: list[str]) -> list[str]:
        if args and args[0].isdecimal():
            args = ["show", *args]
        elif args and not args[0].startswith("-") and args[0] not in self.commands:
            # the usual message would repeat what may be a name
            raise typer.BadParameter(BY_NUMBER)
        return super().parse_args(ctx, args)


app = typer.Typer()
person = typer.Typer(
    cls=_NumberMeansShow,
    no_args_is_help=True,
    help="Find a person; `iom person ID` shows what is held of one.",
)
app.add_typer(person, name="person")


@person.command()
def find(
    words: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Find people by identifier or name, typed at a prompt or given on standard input.

    Any form of PNC ID, CRO number, NOMS number, probation CRN, custody reference or a system's own key;
    SURNAME; SURNAME, Forename; Forename Surname; a birth date (yyyy-mm-dd) may follow the name.
    """
    from iom.cli import output

    if words:
        raise typer.BadParameter(
            "Names and identifiers are not taken from the command line, where the shell's history and other "
            "users of this machine can read them. Run `iom person find` and type it when asked, or give it "
            "on standard input. What you just typed may be in your shell's history: remove it there."
        )
    text = _asked("Identifier or name: ")
    from iom import people
    from iom.cli.session import opened

    with opened("person find", store, user, purpose) as session:
        found = people.find(session.store, now=session.now, text=text)
    answer = [
        {"person": one.person_id, "systems": one.systems, "districts": one.districts, "age": one.age}
        for one in found
    ]

    def human() -> None:
        if not found:
            output.say("Nobody is found by that.")
            return
        rows = [(one.person_id, ", ".join(one.systems), ", ".join(one.districts), one.age) for one in found]
        output.table("", ("person", "known to", "district", "age"), rows, right=("person", "age"))
        output.say("Show one with: iom person NUMBER")

    output.emit(as_json, answer, human)


def _asked(question: str) -> str:
    """One line: at a terminal after a question (on standard error), else from standard input."""
    if sys.stdin.isatty():
        sys.stderr.write(question)
        sys.stderr.flush()
    return sys.stdin.readline()


@person.command()
def show(
    number: Annotated[str, typer.Argument(metavar="ID", help="The person's number.")],
    as_at: Annotated[
        datetime | None,
        typer.Option(
            "--as-at",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="What had happened by the end of this day. Default: today.",
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", metavar="TIME", help="As the store knew it then (UTC). Default: its last import."
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show what is held of a person: identifiers, offences and how codes resolved, sanctions, absences."""
    from dataclasses import asdict

    from iom.cli import output, person_page
    from iom.cli.moments import parse_known_at
    from iom.cli.session import opened
    from iom.reports import person_page as put_together

    if not number.isdecimal():
        # text, not int: the usual message would repeat what may be a name
        raise typer.BadParameter(BY_NUMBER)
    person_id = int(number)
    moment = parse_known_at(known_at)
    with opened("person show", store, user, purpose) as session:
        day = as_at.date() if as_at else session.now.date()
        page = put_together(session.store, now=session.now, person_id=person_id, as_at=day, known_at=moment)
    output.emit(as_json, asdict(page), lambda: person_page.show(page))
