"""Commands of intake: import a file, look after what was refused, see what is covered."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.intake import ImportReport, RefusedValues, RuleCount

# As many ranges of numbers as a person takes in.
PIECES = 12

app = typer.Typer()
quarantine = typer.Typer(no_args_is_help=True, help="Rows that an import refused, until they are corrected.")
app.add_typer(quarantine, name="quarantine")

BatchOption = Annotated[int | None, typer.Option("--batch", metavar="N", help="Only rows of this import.")]
FORMULAS = (
    "Values are exactly as the source gave them, and some begin as a formula does (= + - @ or a tab): import "
    "the columns as text, so that the spreadsheet neither runs nor changes them."
)
RowArgument = Annotated[str, typer.Argument(metavar="Q-N", help="The number of a refused row.")]


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV file, workbook (.xlsx) or Parquet file exported from a source system."
        ),
    ],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="The mapping document of that export.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what would happen and change nothing.")] = False,
    covers: Annotated[
        str | None,
        typer.Option(
            "--covers", metavar="FROM:TO", help="The days the file is complete for, as 2025-11-01:2026-10-31."
        ),
    ] = None,
    corrected: Annotated[
        bool, typer.Option("--quarantine", help="FILE holds refused rows, exported and corrected.")
    ] = False,
    allow_withdrawals: Annotated[
        bool,
        typer.Option("--allow-withdrawals", help="Withdraw what a full file no longer holds, however much."),
    ] = False,
    nothing_dated: Annotated[
        bool,
        typer.Option(
            "--nothing-dated", help="What the file has no record of in its period, there really was none of."
        ),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Import a file of records as its mapping document says, whole or not at all."""
    from iom.cli import output
    from iom.cli.session import opened
    from iom.intake import import_corrections, import_file, load_mapping, refuse_corrected

    if mapping is None and not corrected:
        refuse_corrected(file)
        raise typer.BadParameter("Which mapping document? Give --mapping FILE.")
    if corrected and (nothing_dated or covers):
        given = "--nothing-dated" if nothing_dated else "--covers"
        raise typer.BadParameter(
            f"{given} is said of an export and its period, not of corrected rows: leave it out."
        )
    period = _period(covers)
    document = load_mapping(mapping) if mapping else None
    with (
        opened("import", store, user, purpose) as session,
        output.progress(f"Reading {file.name}") as advance,
    ):
        if corrected:
            report = import_corrections(
                session.store, file, now=session.now, mapping=document, check=check, progress=advance
            )
        else:
            assert document is not None
            report = import_file(
                session.store,
                file,
                document,
                now=session.now,
                covers=period,
                check=check,
                allow_withdrawals=allow_withdrawals,
                nothing_dated=nothing_dated,
                progress=advance,
            )
    output.emit(as_json, report.as_data(), lambda: _say_report(report))


def _say_report(report: "ImportReport") -> None:
    from iom.cli import output
    from iom.intake.brakes import RECORDS
    from iom.intake.dated import listed
    from iom.intake.notices import counted

    if report.checked_only:
        output.say(
            f"{report.file_name} ({report.encoding}): checked, nothing was changed. An import would do this:"
        )
    else:
        output.say(f"{report.file_name} ({report.encoding}): import {report.batch_id} of {report.system}.")
    fates = ("loaded", "updated", "unchanged", "quarantined", "total")
    rows = [(fate, f"{getattr(report, f'rows_{fate}'):,}") for fate in fates]
    output.table("", ("rows (blank lines are none)", "number"), rows, right=("number",))
    if report.rows_without_record:
        output.say(f"{report.rows_without_record:,} of the unchanged rows hold no record by the mapping.")
    counts = [
        (c.record_type, RECORDS[c.table], c.new, c.replaced, c.unchanged, c.repeated) for c in report.records
    ]
    if counts:
        output.table(
            "",
            ("record", "its", "new", "replaced", "unchanged", "said twice"),
            counts,
            right=("new", "replaced", "unchanged", "said twice"),
        )
    withdrawn = "To be withdrawn" if report.checked_only else "Withdrawn"
    for table, number in report.withdrawn:
        output.say(f"{withdrawn}, because the file no longer holds them: {RECORDS[table]}, {number:,}.")
    if report.nothing_dated:
        start, end = report.covers or ("", "")
        output.say(
            f"No {listed(report.nothing_dated)} of {start} to {end}, as you say: the period "
            f"{'would count' if report.checked_only else 'counts'} as covered for them."
        )
    if report.new_people or report.joined_subjects or report.match_proposals:
        joined = counted(report.joined_subjects, "record", "records")
        output.say(f"People: {report.new_people:,} new, {joined} joined to people already known.")
        if report.match_proposals:
            pairs = counted(report.match_proposals, "pair of people", "pairs of people")
            output.say(f"{pairs} may be one and were not joined: the person page of each names the other.")
    if report.corrected:
        rows = counted(report.corrected, "refused row", "refused rows")
        output.say(f"Corrected and {'to be ' if report.checked_only else ''}closed: {rows}.")
    for rule in report.rules:
        where = ", ".join(str(line) for line in rule.first_lines)
        more = ", …" if rule.rows > len(rule.first_lines) else ""
        column = f', column "{rule.column}"' if rule.column else ""
        rows = counted(rule.rows, "row", "rows")
        says = _sentence(rule.message + _against(rule))
        output.say(f"{report.file_name}, {report.place} {where}{more}{column}: {rule.rule}, {rows}. {says}")
        output.say(f"  {rule.remedy}")
    for warning in report.warnings:
        output.say(f"Note: {warning}")
    if report.quarantine_ids:
        _say_kept(report)


def _say_kept(report: "ImportReport") -> None:
    from iom.cli import output
    from iom.intake.notices import counted

    output.say(
        f"Refused rows are kept as {_ranges(report.quarantine_ids)}. "
        f"See one: iom quarantine show Q-{min(report.quarantine_ids)}. "
        "Correct them: iom quarantine export --out FILE, then iom import FILE --quarantine"
    )
    if report.closed_before:
        rows = counted(report.closed_before, "of them was", "of them were")
        output.say(f"{rows} corrected or given up earlier: so it stays.")
    if report.not_covered and report.rows_quarantined:
        output.say(
            "Corrected rows come in that way, but the period counts as covered only when the mended file is "
            "imported."
        )


def _against(rule: "RuleCount") -> str:
    """Which line each of the first lines contradicts."""
    pairs = [f"{line} and {other}" for line, other in zip(rule.first_lines, rule.other_lines, strict=False)]
    return f" (lines that differ: {', '.join(pairs)})" if pairs else ""


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}{'' if message.endswith('?') else '.'}"


def _ranges(quarantine_ids: Collection[int]) -> str:
    """The numbers as Q-1 to Q-5, Q-9; so many pieces at most, and then that there are more."""
    runs: list[list[int]] = []
    for number in sorted(quarantine_ids):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    pieces: list[str] = []
    for run in runs:
        named = [f"Q-{number}" for number in run]
        pieces += named if len(named) < 3 else [f"{named[0]} to {named[-1]}"]
    more = ", and more: see iom quarantine list" if len(pieces) > PIECES else ""
    return ", ".join(pieces[:PIECES]) + more


@quarantine.command("list")
def list_(
    batch: BatchOption = None,
    every: Annotated[bool, typer.Option("--all", help="Corrected and dropped rows too.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List refused rows, without their values."""
    from dataclasses import asdict

    from iom.cli import output, quarantine_view
    from iom.cli.session import opened
    from iom.intake import quarantine_list

    with opened("quarantine list", store, user, purpose) as session:
        rows = quarantine_list(session.store, state=None if every else "open", batch_id=batch)
    output.emit(
        as_json,
        [asdict(row) for row in rows],
        lambda: quarantine_view.show(rows) if rows else output.say("No row is in quarantine."),
    )


@quarantine.command()
def show(
    row: RowArgument,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show a refused row with its values. The look is logged."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.intake import quarantine_show
    from iom.intake.quarantine import number

    with opened("quarantine show", store, user, purpose) as session:
        refused = quarantine_show(session.store, number(row), now=session.now)
    output.emit(as_json, asdict(refused), lambda: _say_refused(refused))


def _say_refused(refused: "RefusedValues") -> None:
    from iom.cli import output
    from iom.cli.quarantine_view import counted_in

    row = refused.row
    output.say(
        f"Q-{row.quarantine_id} ({row.state}): {row.file_name}, {counted_in(row.file_name)} {row.line}, "
        f"import {row.batch_id}."
    )
    output.table("", ("column", "value"), refused.values.items())
    for failure in refused.failures:
        column = f'column "{failure.column}": ' if failure.column else ""
        output.say(f"{column}{failure.rule}. {_sentence(failure.message)} {failure.remedy}")


@quarantine.command()
def export(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write; must not be there yet.")
    ],
    batch: BatchOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Write open refused rows to a CSV file, to be corrected and imported with --quarantine. Logged."""
    from iom.cli import output, written
    from iom.cli.session import opened
    from iom.intake import quarantine_export

    written.refuse_spreadsheet(out)
    # before the look: none is logged whose file cannot be written
    full = written.claim(out, away_from=[store] if store else ())
    with opened("quarantine export", store, user, purpose) as session:
        export = quarantine_export(session.store, now=session.now, batch_id=batch)
        written.write(full, export.content)
    rows = "1 row is" if export.rows == 1 else f"{export.rows:,} rows are"
    told = [
        f"{rows} in {out}. Correct there, leave the columns that begin with iom_, "
        f"then: iom import {out} --quarantine",
        *([FORMULAS] if export.formulas else []),
    ]
    output.emit(
        as_json,
        {"file": out, "rows": export.rows, "warnings": told[1:]},
        lambda: output.say("\n".join(told)),
    )


@quarantine.command()
def drop(
    rows: Annotated[
        list[str] | None, typer.Argument(metavar="[Q-N]...", help="The numbers of refused rows.")
    ] = None,
    batch: Annotated[
        int | None, typer.Option("--batch", metavar="N", help="Every open row of this import.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Give up refused rows: they stay in the store, closed. Logged."""
    from iom.cli import output
    from iom.cli.session import opened
    from iom.intake import quarantine_drop
    from iom.intake.quarantine import number

    if bool(rows) == (batch is not None):
        raise typer.BadParameter("Which rows? Give their numbers (Q-12 Q-13), or --batch N.")
    with opened("quarantine drop", store, user, purpose) as session:
        wanted = [number(row) for row in rows or ()]
        dropped = quarantine_drop(session.store, wanted, now=session.now, batch_id=batch)
    names = [f"Q-{quarantine_id}" for quarantine_id in dropped]
    closed = f"{names[0]} is closed." if len(names) == 1 else f"{len(names):,} rows are closed."
    output.emit(as_json, {"dropped": names}, lambda: output.say(closed))


@app.command()
def coverage(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show which days each source system holds completely, by record type."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.intake import coverage as covered

    with opened("coverage", store, user, purpose) as session:
        periods = covered(session.store)
    columns = ("system", "record", "from", "to", "history", "import")
    rows = [(p.system, p.record_type, p.complete_from, p.complete_to, p.history, p.batch_id) for p in periods]
    output.emit(
        as_json,
        [asdict(period) for period in periods],
        lambda: output.table("", columns, rows) if rows else output.say("No import has said what it covers."),
    )


def _period(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    try:
        start, end = (date.fromisoformat(part) for part in text.split(":"))
    except ValueError:
        raise typer.BadParameter("--covers is two dates, as 2025-11-01:2026-10-31.") from None
    if end < start:
        raise typer.BadParameter("--covers ends before it begins.")
    return start, end
