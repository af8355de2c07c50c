"""Commands of the measures: what is true of each person as at a date, for an analyst's own tools."""

from pathlib import Path
from typing import Annotated

import typer

from iom.cli.moments import AsAtOption, KnownAtOption, parse_as_at, parse_known_at
from iom.cli.options import AreaOption, JsonOption, PurposeOption, StoreOption, UserOption

app = typer.Typer()


@app.command()
def measures(
    definition: Annotated[
        str,
        typer.Option(
            "--definition",
            metavar="FILE",
            help="A measures or criteria document (TOML), or a shipped one: bedfordshire.",
        ),
    ],
    as_at: AsAtOption,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to: FILE.csv or FILE.parquet. Default: a table on screen."
        ),
    ] = None,
    known_at: KnownAtOption = None,
    area: AreaOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Work out the measures of a document for every person: one row each, as CSV or Parquet."""
    from iom.cli import output, tables, written
    from iom.cli.session import opened
    from iom.measures import export, read_definition
    from iom.selection.words import CLOSING

    if out:
        tables.refuse_other(out, "measures are")
        out = written.claim(out, away_from=[store] if store else ())
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    document = read_definition(definition)
    with opened("measures", store, user, purpose) as session:
        made = export(
            session.store,
            document,
            as_at=day,
            known_at=moment,
            area=area,
            now=session.now,
        )
    for name, why in made.absent.items():
        output.warn(f"{name} is absent for everyone: {why}.")
    if out is None:
        frame = made.frame

        def human() -> None:
            output.table("", frame.columns, frame.rows())
            output.say(CLOSING)

        output.emit(as_json, frame.to_dicts(), human)
        return
    facts = {
        "file": out,
        "people": made.frame.height,
        "known_at": made.known_at,
        "vintage": made.severity_vintage,
    }
    written.write(out, tables.as_bytes(made.frame, out))
    said = f"{made.frame.height} people written to {out}.\n{CLOSING}"
    output.emit(as_json, facts, lambda: output.say(said))
