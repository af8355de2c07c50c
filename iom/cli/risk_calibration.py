"""Commands that compare the computed scores with what people went on to do."""

from pathlib import Path
from typing import Annotated

import typer

from iom.cli.moments import AsAtOption, KnownAtOption
from iom.cli.options import JsonOption, PurposeOption, StoreOption, UserOption
from iom.cli.risk import risk

# The commands join the group of iom.cli.risk; this room has none at the top level.
app = typer.Typer()


@risk.command()
def calibration(
    as_at: AsAtOption,
    months: Annotated[
        int, typer.Option("--months", metavar="N", help="How long OGRS3 is followed: 12 or 24.")
    ] = 24,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help="Also write the report (Markdown), every number (CSV) and a picture a score (SVG).",
        ),
    ] = None,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """How the scores of a past date agree with what people went on to do.

    OGRS3 from each first start in the community of the year up to the date, ARP and VRP from the date, as far
    as the store's records reach. Shows no person; nothing is kept but a line in the audit log.
    """
    from iom.cli import output, risk_calibration_view
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.session import opened
    from iom.reports.calibration_data import calibration_data
    from iom.risk.calibration import calibrate, limits

    allowed = (limits().one_year, limits().two_years)
    if months not in allowed:
        raise typer.BadParameter(f"--months {months} is not one of: {', '.join(map(str, allowed))}.")
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    folder = risk_calibration_view.claimed(out, store) if out else None
    with opened("risk calibration", store, user, purpose) as session:
        made = calibrate(session.store, as_at=day, months=months, known_at=moment, now=session.now)
    files = risk_calibration_view.write(folder, made) if folder else ()
    output.emit(
        as_json,
        calibration_data(made, files),
        lambda: risk_calibration_view.show(made, files),
    )


@risk.command()
def recalibrate(
    as_at: AsAtOption,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Propose an intercept and a slope that would fit this store better, and what they would do to the bands.

    Nothing is changed. Scores of two years: OGRS3, ARP and VRP. Shows no person; nothing is kept but a line
    in the audit log.
    """
    from iom.cli import output, risk_calibration_view
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.session import opened
    from iom.reports.calibration_data import proposals_data
    from iom.risk.calibration import recalibrate as propose

    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    with opened("risk recalibrate", store, user, purpose) as session:
        made = propose(session.store, as_at=day, known_at=moment, now=session.now)
    output.emit(
        as_json,
        proposals_data(made),
        lambda: risk_calibration_view.show_proposals(made),
    )
