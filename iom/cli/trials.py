"""Commands that try a criteria document: were it otherwise, and at past month ends."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from iom.cli.criteria import criteria
from iom.cli.moments import AsAtOption, KnownAtOption
from iom.cli.options import AreaOption, DocumentArgument, JsonOption, PurposeOption, StoreOption, UserOption

# The commands join the group of iom.cli.criteria; this room has none at the top level.
app = typer.Typer()

CsvOption = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Also write every number to a CSV file.")
]
SvgOption = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Also draw a picture, as an SVG file.")
]


def _claimed(csv: Path | None, svg: Path | None, store: Path | None) -> tuple[Path | None, Path | None]:
    """Where the two files are to be written, known to be possible before anything is tried."""
    from iom.cli.written import claim

    away = [store] if store else []
    to_csv, to_svg = (claim(path, away_from=away) if path else None for path in (csv, svg))
    return to_csv, to_svg


def _write(path: Path | None, content: Callable[[], bytes]) -> None:
    from iom.cli.written import write

    if path:
        write(path, content())


@criteria.command()
def sensitivity(
    file: DocumentArgument,
    as_at: AsAtOption,
    reach: Annotated[
        float,
        typer.Option(
            "--range", metavar="PER CENT", min=0.1, max=100, help="How far each number is moved, either way."
        ),
    ] = 20,
    settings: Annotated[
        int,
        typer.Option(
            "--settings", metavar="N", min=3, max=21, help="Settings of each number, its own among them: odd."
        ),
    ] = 5,
    window_factor: Annotated[
        float,
        typer.Option(
            "--window-factor", metavar="N", min=1.05, max=10, help="Windows from 1/N of theirs to N times."
        ),
    ] = 2,
    few: Annotated[
        float,
        typer.Option(
            "--few", metavar="PER CENT", min=0, max=100, help="Few settings: fewer than this share of them."
        ),
    ] = 50,
    area: AreaOption = None,
    known_at: KnownAtOption = None,
    csv: CsvOption = None,
    svg: SvgOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every setting, and everyone with a place under any.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """How the list moves as each threshold, band edge and window moves, one at a time.

    Nothing is kept but a line in the audit log, which speaks of everyone with a place under any setting.
    """
    from iom.cli import output, trial_view
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.session import opened
    from iom.reports import trial_data, trial_pictures, trial_tables, trial_words
    from iom.selection import read_criteria
    from iom.selection.trials import Reach
    from iom.selection.trials import sensitivity as try_settings

    if settings % 2 == 0:
        raise typer.BadParameter(
            f"--settings {settings} is even: the document's own value needs as many below it as above. "
            f"Give {settings + 1}."
        )
    document = read_criteria(file)
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    to_csv, to_svg = _claimed(csv, svg, store)
    opening = opened("criteria sensitivity", store, user, purpose)
    with opening as session, output.progress("Trying settings") as advance:
        trial = try_settings(
            session.store,
            document,
            as_at=day,
            reach=Reach(Decimal(str(reach)), Decimal(str(window_factor)), settings // 2),
            few_per_cent=Decimal(str(few)),
            known_at=moment,
            area=area,
            now=session.now,
            advance=advance,
        )
    _write(to_csv, lambda: trial_tables.settings_csv(trial))
    _write(
        to_svg,
        lambda: trial_pictures.sensitivity_picture(
            trial,
            trial_words.finding(trial),
            trial_words.sensitivity_subtitle(trial, document),
            trial_words.sensitivity_foot(trial, document),
        ),
    )
    output.emit(
        as_json,
        trial_data.sensitivity_data(trial, document),
        lambda: trial_view.show_sensitivity(trial, document, everything=everything, files=(csv, svg)),
    )


@criteria.command()
def backtest(
    file: DocumentArgument,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Month ends from this day on.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Month ends up to this day.")],
    status: Annotated[
        str,
        typer.Option(
            "--status", metavar="WORD", help="What counts as an offence: proven, charged, suspected."
        ),
    ] = "proven",
    wait: Annotated[
        int,
        typer.Option(
            "--wait",
            metavar="MONTHS",
            min=0,
            max=60,
            help="Months waited for outcomes after the year.",
        ),
    ] = 6,
    risk: Annotated[
        str | None,
        typer.Option(
            "--risk",
            metavar="NAME",
            help="The score to choose by alone. Default: the first it reads.",
        ),
    ] = None,
    known_at: KnownAtOption = None,
    csv: CsvOption = None,
    svg: SvgOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Say of every month end left out why it is.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """What those on the list at past month ends went on to do in the year after.

    Against as many people chosen at random, by count, by severity and by held risk alone. Shows no person;
    nothing is kept but a line in the audit log.
    """
    from iom.cli import output, trial_view
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.session import opened
    from iom.reports import trial_data, trial_pictures, trial_tables, trial_words
    from iom.selection import read_criteria
    from iom.selection.trials import BASES, Followed
    from iom.selection.trials import backtest as try_months

    if status not in BASES:
        raise typer.BadParameter(f"--status {output.shown(status)} is not one of: {', '.join(BASES)}.")
    document = read_criteria(file)
    begin, end = parse_as_at(first, "--from"), parse_as_at(last, "--to")
    moment = parse_known_at(known_at)
    to_csv, to_svg = _claimed(csv, svg, store)
    opening = opened("criteria backtest", store, user, purpose)
    with opening as session, output.progress("Trying month ends") as advance:
        trial = try_months(
            session.store,
            document,
            first=begin,
            last=end,
            followed=Followed(status, wait),
            risk=risk,
            known_at=moment,
            now=session.now,
            advance=advance,
        )
    _write(to_csv, lambda: trial_tables.figures_csv(trial))
    _write(
        to_svg,
        lambda: trial_pictures.backtest_picture(
            trial,
            trial_words.way_words(trial),
            trial_words.backtest_finding(trial),
            f"{trial_words.about_backtest(trial, document)} Bars are 95% intervals.",
            trial_words.caveats(trial),
        ),
    )
    output.emit(
        as_json,
        trial_data.backtest_data(trial, document),
        lambda: trial_view.show_backtest(trial, document, everything=everything, files=(csv, svg)),
    )
