"""Commands that change which reference tables are in force: load, and go back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.reference.effects import CodeChange, Effects
    from iom.reference.loading import Change
    from iom.reference.severity_loading import SeverityLoaded

app = typer.Typer()

SHOWN = 12
VintageOption = Annotated[
    str | None, typer.Option("--vintage", metavar="WORD", help="The edition's name. Needed.")
]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", metavar="TEXT", help="Who published it, which edition, where found. Needed."),
]
LicenceOption = Annotated[
    str | None, typer.Option("--licence", metavar="TEXT", help="Under which licence, if known.")
]
YearsOption = Annotated[
    str | None,
    typer.Option(
        "--years", metavar="YEARS", help='For which years: "2022/23", "2022/23 to 2024/25" or "2022/23 on".'
    ),
]
CheckOption = Annotated[bool, typer.Option("--check", help="Say what would happen and change nothing.")]


@app.command("load")
def load_table(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table's id, from: iom reference list")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with the table's columns, in any order.")],
    *,
    vintage: VintageOption = None,
    source: SourceOption = None,
    licence: LicenceOption = None,
    years: YearsOption = None,
    check: CheckOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Load a table of your own from CSV in the place of the one in force; the former set is kept.

    Which columns it needs: iom reference show TABLE. To begin from the table in force, write it out with
    iom reference show TABLE --csv FILE.
    """
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.reference.entries import entry
    from iom.reference.loading import Given, load
    from iom.reference.own import Origin
    from iom.reference.table_file import read_table

    wanted, told = _origin(vintage, source)
    given = read_table(file, entry(table))
    origin = Origin(wanted, told, licence, years)
    with opened("reference load", store, user, purpose) as session:
        change = load(
            session.store,
            Given(table, given.rows, origin, given.name, given.sha256),
            now=session.now,
            check=check,
        )

    def human() -> None:
        _say_change(change)
        if given.not_read:
            output.say(f"Columns of the file that the table does not have: {', '.join(given.not_read)}.")

    output.emit(as_json, {**asdict(change), "columns_not_read": given.not_read}, human)


@app.command("load-severity")
def load_severity_weights(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ONS's Crime Severity Score workbook.")],
    *,
    vintage: VintageOption = None,
    source: SourceOption = None,
    years: YearsOption = None,
    licence: LicenceOption = "OGL v3.0",
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help='Default: "List of weights".')
    ] = None,
    weight_column: Annotated[
        str | None,
        typer.Option("--weight-column", metavar="HEADING", help="Where several columns hold weights."),
    ] = None,
    repeated: Annotated[
        Literal["first", "leave-out"] | None,
        typer.Option("--repeated", help="What counts of a code that is listed with several weights."),
    ] = None,
    check: CheckOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Load ONS's list of weights from its own workbook as a vintage beside those that are held.

    Documents that name the vintage can then be run; all others, and the person page, stay as they are. To let
    the person page carry it: iom reference use-vintage.
    """
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.reference.own import Origin
    from iom.reference.severity_loading import load_severity

    wanted, told = _origin(vintage, source)
    if not years:
        raise typer.BadParameter(
            'Say for which years the weights are in force, with --years, such as --years "2022/23 on". '
            "ONS's workbook or its notes say it."
        )
    with opened("reference load-severity", store, user, purpose) as session:
        loaded = load_severity(
            session.store,
            file,
            Origin(wanted, told, licence, years),
            now=session.now,
            sheet=sheet,
            weight_column=weight_column,
            repeated=repeated,
            check=check,
        )
    output.emit(as_json, asdict(loaded), lambda: _say_severity(loaded))


@app.command("use-vintage")
def use_vintage(
    vintage: Annotated[
        str, typer.Argument(metavar="VINTAGE", help="A vintage of severity weights that is held.")
    ],
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Let the person page, and whatever names no vintage, weigh offences by another vintage."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.reference import loading

    with opened("reference use-vintage", store, user, purpose) as session:
        change = loading.use_vintage(session.store, vintage, now=session.now)

    def human() -> None:
        if not change.changed:
            output.say(f"Severity vintage {vintage} is in force already. Nothing was changed.")
            return
        output.say(
            f"Severity vintage {vintage} is in force. Criteria documents keep the vintage that they name."
        )
        _say_effects(change.effects)

    output.emit(as_json, asdict(change), human)


@app.command("use-shipped")
def use_shipped(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table that was loaded into the store.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Go back to the table that ships; what was loaded is kept for the runs that used it."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.reference import loading

    with opened("reference use-shipped", store, user, purpose) as session:
        change = loading.use_shipped(session.store, table, now=session.now)

    def human() -> None:
        output.say(f"{change.table_id}: the shipped table is in force again ({change.rows} rows).")
        _say_consequences(change)

    output.emit(as_json, asdict(change), human)


def _origin(vintage: str | None, source: str | None) -> tuple[str, str]:
    if not vintage or not source:
        missing = " and ".join(
            option for option, given in (("--vintage", vintage), ("--source", source)) if not given
        )
        raise typer.BadParameter(
            f"Nothing is loaded without {missing}: which edition it is, and who published it where. Both "
            "are printed beside every result that uses the table."
        )
    return vintage, source


def _say_severity(loaded: "SeverityLoaded") -> None:
    from iom.cli import output

    listed, matched = loaded.listed, loaded.matched
    headings = ", ".join(f'{name} "{text}"' for name, text in listed.headings.items())
    output.say(f'Sheet "{listed.sheet}", headings on row {listed.heading_line}: {headings}.')
    _say_change(loaded.change)
    for sentence, items in (
        (
            "A weight and no code, since ONS splits some offences by age and sex: not loaded, for offences "
            "are counted by code",
            [f"row {row.line}: {row.title}" for row in listed.without_code],
        ),
        (
            "A code and no weight: not loaded",
            [f"row {row.line}: {row.code} {row.title}" for row in listed.without_weight],
        ),
        (
            "A code that is there already: not loaded",
            [f"row {row.line}: {row.code} {row.title}, {row.weight}" for row in listed.repeated],
        ),
        (
            "Codes written otherwise than in recorded_crime_codes, and what they were taken for",
            [f"row {one.line}: {one.written} taken as {one.taken_as}" for one in matched.read_as],
        ),
        (
            "Weights that fit no recorded crime code of the table in force: loaded, used by nothing",
            [f"{one.code} {one.title}" for one in matched.fits_none],
        ),
        (
            "Recorded crime codes without a weight in this vintage: severity leaves their offences out, and "
            "says so",
            [f"{one.code} {one.title}" for one in matched.without_weight],
        ),
        (
            "Offences named otherwise than in the edition held: are they the same?",
            [f"{one.code}: {one.title} (was: {one.was})" for one in matched.retitled],
        ),
    ):
        _say_list(sentence, items)


def _say_list(sentence: str, items: list[str]) -> None:
    from iom.cli import output

    if not items:
        return
    output.say(f"\n{sentence}: {len(items)}")
    for item in items[:SHOWN]:
        output.say(f"  {item}")
    if len(items) > SHOWN:
        output.say(f"  and {len(items) - SHOWN} more: --json gives all")


def _say_change(change: "Change") -> None:
    from iom.cli import output

    named = f"{change.table_id}, vintage {change.vintage}, {change.rows} rows"
    if not change.changed:
        output.say(f"{named}: these rows are in force already. Nothing was changed.")
        return
    checked = "checked, nothing was changed. A load would do this:"
    output.say(f"{named}: {checked if change.checked_only else 'loaded.'}")
    _say_consequences(change)


def _say_consequences(change: "Change") -> None:
    from iom.cli import output

    _say_effects(change.effects)
    if change.former_runs:
        runs = ", ".join(map(str, change.former_runs[:SHOWN])) + (
            f" and {len(change.former_runs) - SHOWN} more" if len(change.former_runs) > SHOWN else ""
        )
        output.say(f"Kept runs that used the former set, and are repeated with it: {runs}.")
    output.say(f"Fingerprint of the set: {change.fingerprint}")


def _say_effects(found: "Effects | None") -> None:
    from iom.cli import output

    if found is None or not found.offences:
        output.say("The store holds no offences that it could change.")
        return
    would = "would " if found.under else ""
    under = f" under vintage {found.under}, once it is used" if found.under else ""
    output.say(
        f"Of {found.offences:,} offences{under}: {found.other_weight:,} {would}weigh otherwise, "
        f"{found.gain_weight:,} {would}gain a weight, {found.lose_weight:,} {would}lose theirs; "
        f"{found.resolve_otherwise:,} {would}resolve otherwise."
    )
    if not found.codes:
        return
    rows = [
        (one.code_given, one.offences, _resolution(one, now=False), _resolution(one, now=True))
        for one in found.codes[:SHOWN]
    ]
    output.table("", ("code", "offences", "was", "would be" if would else "is"), rows, right=("offences",))
    if len(found.codes) > SHOWN:
        output.say(f"and {len(found.codes) - SHOWN} more codes: --json gives all")


def _resolution(change: "CodeChange", *, now: bool) -> str:
    how, code, weight = (
        (change.now_how, change.now_code, change.now_weight)
        if now
        else (change.was_how, change.was_code, change.was_weight)
    )
    weighs = "no weight" if weight is None else f"{weight:,.2f}"
    return f"{how.replace('_', ' ')}{f' {code}' if code else ''}: {weighs}"
