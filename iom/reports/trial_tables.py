"""The numbers of trials as CSV: every setting, every figure. No person is in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from iom.reports.trial_words import LISTS
from iom.spreadsheet import guarded

if TYPE_CHECKING:
    from iom.selection.trials.backtest import Backtest
    from iom.selection.trials.intervals import Estimate
    from iom.selection.trials.sensitivity import Sensitivity

SETTING_COLUMNS = (
    "list",
    "kind",
    "where",
    "part",
    "unit",
    "document_has",
    "setting",
    "people",
    "stayed",
    "came",
    "went",
    "same_share",
    "left_out",
)
FIGURE_COLUMNS = (
    "month_end",
    "month_ends",
    "chosen",
    "outcome",
    "part",
    "whole",
    "share",
    "share_low",
    "share_high",
    "list_share",
    "difference",
    "difference_low",
    "difference_high",
    "times",
    "times_low",
    "times_high",
    "eligible",
    "places",
    "left_out",
)


def settings_csv(trial: "Sensitivity") -> bytes:
    """One row per setting of each part, in document order; UTF-8 with the mark by which Excel knows it."""
    return _written(
        SETTING_COLUMNS,
        (
            (
                LISTS[one.part.on_list],
                one.part.kind,
                one.part.place,
                one.part.says,
                one.part.unit,
                one.part.base,
                one.value,
                one.members,
                one.stayed,
                one.came,
                one.went,
                _nine(one.overlap),
                one.left_out,
            )
            for one in trial.outcomes
        ),
    )


def figures_csv(trial: "Backtest") -> bytes:
    """One row per month end, way and outcome, over all month ends first; then one per month end left out."""
    pools = {month.as_at: month.pool for month in trial.months}
    rows: list[Sequence[object]] = []
    for figure in trial.figures:
        pool = pools[figure.as_at] if figure.as_at else None
        listed = figure.list_part / figure.list_whole if figure.list_whole else None
        rows.append(
            (
                figure.as_at.isoformat() if figure.as_at else "all",
                figure.months,
                figure.way,
                figure.outcome,
                _nine(figure.part),
                _nine(figure.whole),
                *_three(figure.share),
                _nine(listed),
                *_three(figure.difference),
                *_three(figure.ratio),
                pool.eligible if pool else None,
                pool.places if pool else None,
                None,
            )
        )
    blank = [None] * (len(FIGURE_COLUMNS) - 2)
    rows += [(m.as_at.isoformat(), *blank, m.left_out) for m in trial.months if m.left_out]
    return _written(FIGURE_COLUMNS, rows)


def figures_data(trial: "Backtest") -> list[dict[str, object]]:
    """The figures as values for other programs, over all month ends first."""
    return [
        {
            "month_end": figure.as_at,
            "month_ends": figure.months,
            "chosen": figure.way,
            "outcome": figure.outcome,
            "part": figure.part,
            "whole": figure.whole,
            "share": _three(figure.share),
            "difference": _three(figure.difference),
            "times": _three(figure.ratio),
        }
        for figure in trial.figures
    ]


def _three(estimate: "Estimate | None") -> tuple[float | None, float | None, float | None]:
    if estimate is None:
        return None, None, None
    return _nine(estimate.value), _nine(estimate.low), _nine(estimate.high)


def _nine(value: float | None) -> float | None:
    """Nine significant digits (DOMAIN.md 15)."""
    return None if value is None else float(f"{value:.9g}")


def _written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
