"""Commands of the reference room: what tables there are, one table, and which sets were in force."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli import reference_load, severity
from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.reference.sets import Edition, Step

app = typer.Typer()
reference = typer.Typer(no_args_is_help=True, help="The tables that results rest on, each with its source.")
reference.add_typer(reference_load.app)
app.add_typer(reference, name="reference")
app.add_typer(severity.app)

ROWS_SHOWN = 40


@reference.command("list")
def list_tables(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List the tables that ship; with --store, those in force there."""
    from iom.cli import output
    from iom.cli.reference_sets import chosen_set

    held = chosen_set("reference list", store, user, purpose)
    tables = held.summaries()
    columns = ("id", "rows", "unit", "vintage", "licence", "standing")

    def human() -> None:
        output.table("", columns, ([row[name] for name in columns] for row in tables), right=("rows",))
        output.say(f"\n{held.says}")
        output.say("More of one table: iom reference show ID")

    output.emit(as_json, {"fingerprint": held.fingerprint, "tables": tables}, human)


@reference.command("show")
def show_table(
    table: Annotated[str, typer.Argument(metavar="ID", help="A table's id, from: iom reference list")],
    *,
    find: Annotated[str | None, typer.Option("--find", help="Only rows that hold this text.")] = None,
    rows: Annotated[int, typer.Option("--rows", min=0, help="How many rows to print.")] = ROWS_SHOWN,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the rows here too, to change and load again."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show what a table is, where it comes from, and its rows (--json: all of them)."""
    from dataclasses import asdict

    from iom.cli import output, written
    from iom.cli.reference_sets import chosen_set
    from iom.reference.entries import as_text, entry

    if csv is not None:
        csv = written.claim(csv, away_from=[store] if store else ())
    held = chosen_set("reference show", store, user, purpose)
    facts = held.facts(table)
    found = held.rows(table, find)
    if csv is not None:
        written.write(csv, as_text(entry(table), found).encode("utf-8-sig"))

    def human() -> None:
        for name, value in facts.items():
            if name not in ("columns", "editions"):
                output.say(f"{name + ':':<10}{value}")
        for one in facts["editions"]:
            _say_edition(one)
        for column, says in facts["columns"].items():
            output.say(f"  {column}: {says}")
        output.say("")
        if found:
            output.table("", list(facts["columns"]), (list(row.values()) for row in found[:rows]))
        else:
            output.say("No row holds that text.")
        if len(found) > rows:
            output.say(f"\n{rows} of {len(found)} rows. Narrow with --find TEXT, or show more with --rows N.")
        output.say(f"\n{held.says}")

    editions = [asdict(one) for one in facts["editions"]]
    answer = {**facts, "editions": editions, "fingerprint": held.fingerprint, "found": found}
    output.emit(as_json, answer, human)


@reference.command("history")
def show_history(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List the sets of tables that were in force in the store: since when, by whom, and why."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.reference.sets import history

    with opened("reference history", store, user, purpose) as session, session.store.cursor() as cursor:
        steps = history(cursor)

    def human() -> None:
        rows = [
            (
                f"{one.since:%Y-%m-%d %H:%M}",
                f"{one.until:%Y-%m-%d %H:%M}" if one.until else "in force",
                one.fingerprint[:12],
                one.severity_vintage,
                one.by_user,
                _why(one),
                one.runs,
            )
            for one in steps
        ]
        columns = ("since (UTC)", "until (UTC)", "fingerprint", "severity", "by", "why", "runs")
        output.table("", columns, rows, right=("runs",))
        output.say("\nA run is repeated with the set it used, whatever is in force.")

    output.emit(as_json, [asdict(one) for one in steps], human)


def _why(step: "Step") -> str:
    match step.why:
        case "load":
            return f"{step.table_id} loaded, vintage {step.vintage}"
        case "shipped":
            return f"{step.table_id}: back to the shipped table"
        case "vintage":
            return f"severity of vintage {step.severity_vintage} put in force"
        case _:
            return "tables of this software"


def _say_edition(edition: "Edition") -> None:
    from iom.cli import output

    years = f", in force for {edition.years}" if edition.years else ""
    by = f"; loaded by {edition.loaded_by}" if edition.loaded_by else "; shipped"
    output.say(f"edition:  {edition.vintage}{years}, {edition.rows} rows, from {edition.source}{by}")
