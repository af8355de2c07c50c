"""Commands of the measures: what is true of each person as at a date, for an analyst's own tools."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

app = typer.Typer()


@app.command()
def measures(
    definition: Annotated[
        Path, typer.Option("--definition", metavar="FILE", help="A measures or criteria document (TOML).")
    ],
    as_at: Annotated[
        datetime,
        typer.Option(
            "--as-at", metavar="DATE", formats=["%Y-%m-%d"], help="What had happened by the end of this day."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to: FILE.csv or FILE.parquet. Default: a table on screen."
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", metavar="TIME", help="As the store knew it then (UTC). Default: its last import."
        ),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="NAME", help="Only people who live in this district or area."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Work out the measures of a document for every person: one row each, as CSV or Parquet."""
    from iom.cli import output
    from iom.cli.moments import parse_known_at
    from iom.cli.session import opened
    from iom.errors import IomError
    from iom.measures import export, read_definition

    if out and out.suffix.lower() not in (".csv", ".parquet"):
        raise IomError(f"{out.name}: measures are written as .csv or .parquet.")
    document = read_definition(definition)
    with opened("measures", store, user, purpose) as session:
        made = export(
            session.store,
            document,
            as_at=as_at.date(),
            known_at=parse_known_at(known_at),
            area=area,
            now=session.now,
        )
    for name, why in made.absent.items():
        output.warn(f"{name} is absent for everyone: {why}.")
    if out is None:
        frame = made.frame
        output.emit(as_json, frame.to_dicts(), lambda: output.table("", frame.columns, frame.rows()))
        return
    written = {
        "file": out,
        "people": made.frame.height,
        "known_at": made.known_at,
        "vintage": made.severity_vintage,
    }
    if out.suffix.lower() == ".csv":
        # the byte order mark makes Excel read it as UTF-8
        out.write_bytes(b"\xef\xbb\xbf" + made.frame.write_csv().encode())
    else:
        made.frame.write_parquet(out)
    output.emit(as_json, written, lambda: output.say(f"{made.frame.height} people written to {out}."))
