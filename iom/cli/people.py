"""Commands about people: find one, see what is held of one."""

import codecs
import sys
from typing import Annotated

import typer

from iom.cli import deciding, output
from iom.cli.moments import KnownAtOption
from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

UNDERSTOOD = (
    "Understood are: a PNC ID (2012/0345678X), CRO number (123456/08Y), NOMS number (A1234BC), probation CRN "
    "(X123456), custody reference or a system's own key, whole; SURNAME; SURNAME, Forename; Forename "
    "Surname; and after a name the birth date (1990-05-01 or 1/5/1990). Forenames are matched whole, without "
    "a title; of a key every zero counts."
)
BY_NUMBER = "A person is shown by number: iom person 417. To find the number: iom person find"


class _NumberMeansShow(Unrepeated):
    """`iom person 417` is `iom person show 417`."""

    # an option or argument too many may be a name
    instead = "There is an option or word here that this command does not take. " + BY_NUMBER

    def parse_args(self, ctx, args: list[str]) -> list[str]:
        if args and args[0].isdecimal():
            args = ["show", *args]
        elif args and args[0] not in (*self.commands, *ctx.help_option_names):
            # the usual message would repeat what may be a name
            is_option = args[0].startswith("-")
            raise typer.BadParameter(self.instead if is_option else f"{self.no_such(args[0])} {BY_NUMBER}")
        return super().parse_args(ctx, args)


app = typer.Typer()
person = typer.Typer(
    cls=_NumberMeansShow,
    no_args_is_help=True,
    help="Find a person; `iom person ID` shows what is held of one.",
)
app.add_typer(person, name="person")
app.add_typer(deciding.app)


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
    SURNAME; SURNAME, Forename; Forename Surname; a birth date (1990-05-01 or 1/5/1990) may follow the name.
    """
    if words:
        raise typer.BadParameter(
            "Names and identifiers are not taken from the command line, where the shell's history and other "
            "users of this machine can read them. Run `iom person find` and type it when asked, or give it "
            "on standard input. What you just typed may be in your shell's history: remove it there."
        )
    text = asked("Identifier or name: ")
    from iom import people
    from iom.cli.session import opened

    with opened("person find", store, user, purpose) as session:
        found = people.find(session.store, now=session.now, text=text)
    answer = [
        {
            "person": one.person_id,
            "systems": one.systems,
            "districts": one.districts,
            "age": one.age,
            "birth_year": one.birth_year,
        }
        for one in found
    ]

    def human() -> None:
        if not found:
            output.say(f"Nobody is found by that. {UNDERSTOOD}")
            return
        rows = [
            (one.person_id, ", ".join(one.systems), ", ".join(one.districts), one.age, one.birth_year)
            for one in found
        ]
        columns = ("person", "known to", "district", "age", "born in")
        output.table("", columns, rows, right=("person", "age", "born in"))
        output.say("Show one with: iom person NUMBER")

    output.emit(as_json, answer, human)


def asked(question: str) -> str:
    """One line: at a terminal after a question (on standard error), else from standard input.

    Of a command given through the service: what was answered where it was given.
    """
    if (heard := output.listener.get()) is not None:
        return heard.answer_to(question)
    if sys.stdin.isatty():
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline()
    # a pipe is not in the terminal's encoding: shells and editors of Windows write marks, cp1252 and UTF-16
    piped = getattr(sys.stdin, "buffer", None)
    return _decoded(piped.readline()) if piped else sys.stdin.readline()


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = raw.decode("utf-16", errors="ignore")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    return text.replace("\0", "")


@person.command()
def show(
    number: Annotated[str, typer.Argument(metavar="ID", help="The person's number.")],
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at", metavar="DATE", help="What had happened by the end of this day. Default: today."
        ),
    ] = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show what is held of a person: identifiers, offences and how codes resolved, sanctions, absences."""
    from dataclasses import asdict

    from iom.cli import person_page
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.session import opened
    from iom.reports import person_page as put_together
    from iom.reports import without_withheld

    if not (number.isdecimal() and number.isascii() and len(number) <= 9):
        # text, not int: the usual message would repeat what may be a name
        raise typer.BadParameter(BY_NUMBER)
    person_id = int(number)
    day, moment = parse_as_at(as_at) if as_at else None, parse_known_at(known_at)
    with opened("person show", store, user, purpose) as session:
        today = session.now.date()
        page = put_together(
            session.store, now=session.now, person_id=person_id, as_at=day or today, known_at=moment
        )
        page, left_out = without_withheld(page, session.withheld)
    output.emit(as_json, asdict(page), lambda: person_page.show(page))
    for what in left_out:
        output.warn(f"Left out. {what}")
