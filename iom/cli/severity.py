"""The severity score of an area from its counts of recorded crime."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption

if TYPE_CHECKING:
    from iom.reference.area_severity import AreaSeverity

app = typer.Typer()
severity = typer.Typer(no_args_is_help=True, help="Severity by the ONS weights.")
app.add_typer(severity, name="severity")

CSV_COLUMNS = (
    "area",
    "financial_year",
    "population",
    "vintage",
    "ons_group",
    "offences",
    "severity",
    "score",
    "caveat",
)


@severity.command("area")
def area(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with columns offence_code and count; more below.")
    ],
    *,
    vintage: Annotated[str | None, typer.Option("--vintage", help="Edition of the ONS weights.")] = None,
    population: Annotated[
        int | None, typer.Option("--population", min=1, help="People of the area, if the file does not say.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the lines here too.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Score an area from counts of recorded crime: severity per head, by ONS offence group and in total.

    Optional columns of FILE: financial_year, area (or force), population; each area and year is scored.
    """
    from dataclasses import asdict, replace

    from iom.cli import output, written
    from iom.cli.reference_sets import chosen_set
    from iom.reference.area_severity import severity_of_file, weights_of

    if csv is not None:
        csv = written.claim(csv, away_from=[store] if store else ())
    held = chosen_set("severity area", store, user, purpose)
    wanted = vintage or held.severity_vintage
    weights = weights_of(held.texts, wanted)
    weights = replace(weights, source=held.source_of("ons_css_weights", wanted))
    results = severity_of_file(file, weights, population)
    if csv is not None:
        written.write(csv, _as_csv(results))

    def human() -> None:
        for result in results:
            _say_area(result)
        output.say(f"Weights: vintage {weights.vintage}; {weights.source}.")

    source = {"vintage": weights.vintage, "source": weights.source, "fingerprint": held.fingerprint}
    output.emit(as_json, {**source, "areas": [asdict(result) for result in results]}, human)


def _say_area(result: "AreaSeverity") -> None:
    from iom.cli import output
    from iom.reference.area_severity import nine_digits

    place = " ".join(part for part in (result.area, result.year) if part) or "The area"
    people = (
        "population not given: no score" if result.population is None else f"{result.population:,} people"
    )
    lines = [*result.groups, result.total]
    output.table(
        f"{place}, {people}",
        ("group", "offences", "severity", "score"),
        (
            (
                line.group + (" *" if line.caveat else ""),
                f"{line.offences:,}",
                nine_digits(line.severity),
                None if line.score is None else nine_digits(line.score),
            )
            for line in lines
        ),
        right=("offences", "severity", "score"),
    )
    for line in result.groups:
        if line.caveat:
            output.say(f"* {line.group}, and so the total: {line.caveat}.")
    left = result.offences_counted - result.offences_weighted
    counted, weighted = result.offences_counted, result.offences_weighted
    output.say(f"{counted:,} offences counted, {weighted:,} weighted, {left:,} left out.")
    for item in result.left_out:
        output.say(f"  left out: {item.code} {item.title or ''} ({item.offences:,}): {item.why}")
    output.say("")


def _as_csv(results: "list[AreaSeverity]") -> bytes:
    from csv import writer

    from iom.reference.area_severity import nine_digits
    from iom.spreadsheet import guarded

    text = io.StringIO(newline="")
    out = writer(text)
    out.writerow(CSV_COLUMNS)
    for result in results:
        for line in (*result.groups, result.total):
            row = (
                result.area,
                result.year,
                result.population,
                result.vintage,
                line.group,
                line.offences,
                f"{line.severity:f}",
                None if line.score is None else f"{nine_digits(line.score):f}",
                line.caveat,
            )
            out.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
