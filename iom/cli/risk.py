"""Commands of the risk scores: those of one person with all that they rest on, and everyone's as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.moments import AsAtOption, KnownAtOption, parse_as_at, parse_known_at
from iom.cli.options import AreaOption, JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.unrepeated import Unrepeated

if TYPE_CHECKING:
    from iom.risk import Exported

BY_NUMBER = "A person is named by number: iom risk show 417 --as-at DATE. To find it: iom person find"


class _ByNumber(Unrepeated):
    """What is typed in the place of a number may be a name."""

    instead = "There is an option or word here that this command does not take. " + BY_NUMBER


app = typer.Typer()
risk = typer.Typer(
    cls=_ByNumber,
    no_args_is_help=True,
    help="Risk of reoffending, worked out from the records: OGRS3, ARP and VRP.",
)
app.add_typer(risk, name="risk")


@risk.command()
def show(
    number: Annotated[str, typer.Argument(metavar="ID", help="The person's number.")],
    as_at: AsAtOption,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show a person's OGRS3, ARP and VRP: in words, term by term, beside held scores, and what is missing."""
    from dataclasses import asdict

    from iom.cli import output, risk_view
    from iom.cli.session import opened
    from iom.reports import risk_page

    person_id = _number(number)
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    with opened("risk show", store, user, purpose) as session:
        page = risk_page(session.store, now=session.now, person_id=person_id, as_at=day, known_at=moment)
    output.emit(as_json, asdict(page), lambda: risk_view.show(page))


@risk.command()
def export(
    as_at: AsAtOption,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to: FILE.csv or FILE.parquet. Default: a table on screen."
        ),
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(
            "--terms",
            metavar="ID,ID",
            help="People whose sums are written too, term by term, to FILE-terms.csv or .parquet.",
        ),
    ] = None,
    known_at: KnownAtOption = None,
    area: AreaOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Write features and scores of everyone sanctioned by the date: one row each, as CSV or Parquet."""
    from iom.cli import output, tables, written
    from iom.cli.session import opened
    from iom.errors import IomError
    from iom.risk import export as make
    from iom.selection.words import CLOSING

    wanted = [_number(one.strip()) for one in terms.split(",")] if terms else []
    if wanted and out is None:
        raise IomError("--terms writes a second file beside the first: name that with --out FILE.csv.")
    beside = None
    if out:
        tables.refuse_other(out, "scores are")
        away = [store] if store else ()
        if wanted:
            beside = written.claim(out.with_name(f"{out.stem}-terms{out.suffix}"), away_from=away)
        out = written.claim(out, away_from=away)
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    with opened("risk export", store, user, purpose) as session:
        made = make(session.store, as_at=day, known_at=moment, area=area, now=session.now, terms_of=wanted)
    for why in dict.fromkeys(made.absent.values()):
        output.warn(f"Every score is absent for everyone: {why}.")
    if out is None:
        frame = made.frame

        def human() -> None:
            output.table("", frame.columns, frame.rows())
            output.say(CLOSING)

        output.emit(as_json, frame.to_dicts(), human)
        return
    written.write(out, tables.as_bytes(made.frame, out))
    if beside and made.terms is not None:
        written.write(beside, tables.as_bytes(made.terms, beside))
    output.emit(as_json, _facts(made, out, beside), lambda: _tell(made, out, beside))


def _number(text: str) -> int:
    """A person's number, whole; the usual message would repeat what may be a name."""
    if not (text.isdecimal() and text.isascii() and len(text) <= 9):
        raise typer.BadParameter(BY_NUMBER)
    return int(text)


def _facts(made: "Exported", out: Path, beside: Path | None) -> dict[str, object]:
    facts: dict[str, object] = {
        "file": out,
        "people": made.frame.height,
        "known_at": made.known_at,
        "absent": made.absent,
    }
    if beside:
        facts["terms"] = beside
    return facts


def _tell(made: "Exported", out: Path, beside: Path | None) -> None:
    from iom.cli import output
    from iom.selection.words import CLOSING

    output.say(f"{made.frame.height} people written to {out}.")
    if beside:
        output.say(f"The terms of their sums, for those asked for, written to {beside}.")
    output.say(CLOSING)
