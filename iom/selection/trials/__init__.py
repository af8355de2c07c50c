"""Trials of a criteria document: what it would do were it otherwise, and what it would have done before."""

from iom.measures.definition import BASES
from iom.selection.trials.backtest import Backtest, Followed, Month, backtest, month_ends
from iom.selection.trials.figures import Figure, Pool
from iom.selection.trials.sensitivity import Outcome, Sensitivity, Standing, sensitivity
from iom.selection.trials.variants import Part, Reach, parts, values

__all__ = [
    "BASES",
    "Backtest",
    "Figure",
    "Followed",
    "Month",
    "Outcome",
    "Part",
    "Pool",
    "Reach",
    "Sensitivity",
    "Standing",
    "backtest",
    "month_ends",
    "parts",
    "sensitivity",
    "values",
]
