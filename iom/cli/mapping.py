"""Commands of mapping documents: a draft for a new source."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption

if TYPE_CHECKING:
    from iom.intake import Draft, Suggestion

app = typer.Typer()
mapping = typer.Typer(no_args_is_help=True, help="Mapping documents: which column of an export is what.")
app.add_typer(mapping, name="mapping")


@mapping.callback()
def _group() -> None:
    pass


@mapping.command()
def suggest(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV file, workbook (.xlsx) or Parquet file of a new source."),
    ],
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook: its name, or its place as 2."),
    ] = None,
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", min=1, metavar="N", help="The line or row that names the columns."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the draft here; must not be there yet."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draft the mapping document of a new export: what was recognised, and what a person must fill in.

    Reads the first rows of the file and no store. No value of a row is shown, but for words of code lists.
    """
    from iom.cli import output, written
    from iom.cli.session import declared
    from iom.intake import draft, evidence, sample
    from iom.intake import suggest as suggested

    full = written.claim(out) if out else None
    found = suggested(sample(file, declared(), sheet, header_row))
    drafted = draft(found)
    if full is not None:
        written.write(full, drafted.text.encode())
    data = {
        "rows": found.sample.rows,
        "whole": found.sample.whole,
        "columns": evidence(found),
        "repeated": found.sample.repeated,
        "records": [guess.type.name for guess in found.records],
        "todo": drafted.todo,
        "file": out,
        "draft": drafted.text,
    }
    output.emit(as_json, data, lambda: _say(found, drafted, file, out))


def _say(found: "Suggestion", drafted: "Draft", file: Path, out: Path | None) -> None:
    from iom.cli import output
    from iom.intake import evidence

    if out is None:
        # the draft alone, so that it can be sent into a file
        output.say(drafted.text.rstrip("\n"))
        return
    kinds = ", ".join(dict.fromkeys(guess.type.name for guess in found.records)) or "none that was recognised"
    looked = (
        f"all {found.sample.rows:,} rows" if found.sample.whole else f"the first {found.sample.rows:,} rows"
    )
    output.say(f"{file.name}: {looked} looked at. Records that it seems to hold: {kinds}.")
    output.table("", ("column", "taken for"), evidence(found).items())
    if found.sample.repeated:
        named = ", ".join(f'"{name}"' for name in found.sample.repeated)
        output.say(
            f"Left out, since several columns are called so: {named}. To map them, rename all but one of "
            "each at source."
        )
    todo = "1 TODO waits" if drafted.todo == 1 else f"{drafted.todo} TODOs wait"
    output.say(f"The draft is in {out}. {todo} for you there; until then iom import refuses it.")
    output.say("Read the rest, too: what was taken for what is a guess.")
    output.say(f"Then: iom import {file} --mapping {out} --check")
