"""The figures of calibration as CSV, as Markdown and as rows for a screen. No person is in them."""

import csv
import io
from collections.abc import Iterator, Sequence

from iom.risk.calibration import ALL, Basis, Calibration, Estimate, Figure, Proposal, bands, title, words
from iom.spreadsheet import guarded

CELL_COLUMNS = ("group", "people", "offended", "observed", "predicted")
GROUP_COLUMNS = (*CELL_COLUMNS, "AUC", "slope", "intercept", "intercept, slope 1", "Brier", "Brier, scaled")
_ESTIMATES = ("observed", "auc", "slope", "intercept", "in_the_large")
CSV_COLUMNS = (
    "score",
    "months",
    "history",
    "kind",
    "group",
    "people",
    "events",
    "predicted",
    *(f"{name}{end}" for name in _ESTIMATES for end in ("", "_low", "_high")),
    "brier",
    "brier_scaled",
)


def figures_csv(made: Calibration) -> bytes:
    """One row per figure; UTF-8 with the mark by which Excel knows it. Of too few events: people alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for row in figures_data(made):
        writer.writerow([guarded(row[column]) for column in CSV_COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def figures_data(made: Calibration) -> list[dict[str, object]]:
    """The figures as values for other programs, numbers to nine significant digits."""
    return [
        {"score": one.score, "months": one.months, "history": basis.history} | _data(figure)
        for one in made.given
        for basis in one.bases
        for figure in basis.figures
    ]


def _data(figure: Figure) -> dict[str, object]:
    line = figure.line
    estimates = {
        "observed": figure.observed,
        "auc": figure.auc,
        "slope": line.slope if line else None,
        "intercept": line.intercept if line else None,
        "in_the_large": figure.in_the_large,
    }
    found: dict[str, object] = {
        "kind": figure.kind,
        "group": figure.group,
        "people": figure.people,
        "events": figure.events,
        "predicted": _nine(figure.predicted),
        "brier": _nine(figure.brier),
        "brier_scaled": _nine(figure.brier_scaled),
    }
    for name, estimate in estimates.items():
        found[name] = _nine(estimate.value if estimate else None)
        found[f"{name}_low"] = _nine(estimate.low if estimate else None)
        found[f"{name}_high"] = _nine(estimate.high if estimate else None)
    return found


def tables(basis: Basis) -> Iterator[tuple[str, Sequence[str], list[tuple[str, ...]]]]:
    """Each table of one score on one history: heading, columns, rows."""
    yield "Everyone", GROUP_COLUMNS, [_cells(figure, GROUP_COLUMNS) for figure in basis.of(ALL)]
    for kind in basis.kinds:
        figures = basis.of(kind)
        wide = any(figure.auc or figure.brier for figure in figures)
        columns = GROUP_COLUMNS if wide else CELL_COLUMNS
        yield words.kind_words(kind), columns, [_cells(figure, columns) for figure in figures]


def _cells(figure: Figure, columns: Sequence[str]) -> tuple[str, ...]:
    if figure.observed is None or figure.predicted is None:
        blanks = ("",) * (len(columns) - 3)
        return (figure.group, f"{figure.people:,}", words.fewer(), *blanks)
    line = figure.line
    cells = (
        figure.group,
        f"{figure.people:,}",
        f"{figure.events:,}",
        words.shares(figure.observed),
        words.per_cent(figure.predicted),
        words.shares(figure.auc) if figure.auc else "",
        _number(line.slope if line else None),
        _number(line.intercept if line else None),
        _number(figure.in_the_large),
        "" if figure.brier is None else f"{figure.brier:.3f}",
        "" if figure.brier_scaled is None else f"{figure.brier_scaled:.3f}",
    )
    return cells[: len(columns)]


def moves_table(one: Proposal) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """Columns and rows of how many people would go from which band to which."""
    names = bands(one.score)
    rows = [
        (now, *(f"{one.moves[now, then]:,}" for then in names), f"{sum(one.moves[now, t] for t in names):,}")
        for now in names
    ]
    return ("now", *(f"then {name}" for name in names), "all"), rows


def markdown(made: Calibration) -> bytes:
    """The whole report: words, tables, and the pictures beside it by name."""
    parts = ["# Calibration of the computed scores", words.opening(made)]
    for one in made.scores:
        parts.append(f"## {title(one.score)}")
        if one.left_out:
            parts += words.caveats(one)
            continue
        for basis in one.bases:
            parts.append(f"### {words.HISTORIES[basis.history].capitalize()}")
            parts.append(words.paragraph(one, basis))
            if basis.too_few:
                continue
            parts.append(f"![Observed against predicted]({picture_name(one.score, basis.history)})")
            for heading, columns, rows in tables(basis):
                parts += [f"**{heading}**", _grid(columns, rows)]
        parts.append("\n".join(f"- {said}" for said in words.caveats(one)))
    parts += ["## How to read it", "\n".join(f"- {said}" for said in words.general())]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def picture_name(score: str, history: str) -> str:
    """The file of a picture."""
    return f"calibration-{score}-{history}.svg"


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] + ["--:"] * (len(columns) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(estimate: Estimate | None) -> str:
    return "" if estimate is None else words.numbers(estimate)


def _nine(value: float | None) -> float | None:
    """Nine significant digits (DOMAIN.md 15)."""
    return None if value is None else float(f"{value:.9g}")
