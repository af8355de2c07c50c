"""How calibration looks on screen, in JSON, and in the folder of its files."""

from collections.abc import Sequence
from pathlib import Path

from iom.cli import output, written
from iom.cli.paragraphs import paragraph
from iom.errors import IomError
from iom.reports import calibration_tables as tables
from iom.risk.calibration import Calibration, Recalibration, title, words
from iom.risk.models import SCORES

_REPORT, _NUMBERS = "calibration.md", "calibration.csv"
_HISTORIES = tuple(words.HISTORIES)


def claimed(folder: Path, store: Path | None) -> Path:
    """The folder, made if it is not there, in which no file of the report lies yet.

    Raises IomError when it cannot be made, lies where it must not, or holds such a file.
    """
    away = [store] if store else []
    fresh = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise IomError(f"{folder} cannot be made: {error.strerror or type(error).__name__}.") from None
    names = [tables.picture_name(score, history) for score in SCORES for history in _HISTORIES]
    try:
        paths = [written.claim(folder / name, away_from=away) for name in (_REPORT, _NUMBERS, *names)]
    except IomError:
        if fresh:
            folder.rmdir()
        raise
    return paths[0].parent


def write(folder: Path, made: Calibration) -> tuple[Path, ...]:
    """Write the report, the numbers and a picture for each score and history that has enough events."""
    from iom.reports.calibration_pictures import calibration_picture

    content = {_REPORT: tables.markdown(made), _NUMBERS: tables.figures_csv(made)}
    for one in made.given:
        for basis in one.bases:
            if not basis.too_few:
                content[tables.picture_name(one.score, basis.history)] = calibration_picture(one, basis)
    for name, whole in content.items():
        written.write(folder / name, whole)
    return tuple(folder / name for name in content)


def show(made: Calibration, files: Sequence[Path]) -> None:
    """Words and tables of each score, then what must be known before any of it is quoted."""
    paragraph(words.opening(made))
    for one in made.scores:
        output.say("")
        for basis in one.bases:
            paragraph(words.paragraph(one, basis))
            if basis.too_few:
                continue
            for heading, columns, rows in tables.tables(basis):
                output.table(f"\n{heading}", columns, rows, columns[1:])
            output.say("")
        for said in words.caveats(one):
            paragraph(said, 2, 4)
    output.say("")
    for said in words.general():
        paragraph(said)
    for file in files:
        output.say(f"Written: {file}")


def show_proposals(made: Recalibration) -> None:
    """What is proposed for each score, what it would do to the bands, and that nothing was changed."""
    paragraph(words.about(made.as_at, made.known_at))
    for one in made.proposals:
        output.say("")
        paragraph(words.proposal_words(one, made.months))
        if one.line:
            columns, rows = tables.moves_table(one)
            output.table(
                f"\nBands, {title(one.score)}, {words.HISTORIES[one.history]}", columns, rows, columns
            )
    output.say("")
    for said in words.proposal_caveats(made):
        paragraph(said)
