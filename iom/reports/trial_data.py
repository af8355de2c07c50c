"""Trials of criteria documents as JSON-able values."""

from typing import TYPE_CHECKING

from iom.reports import trial_words as words
from iom.reports.trial_tables import figures_data

if TYPE_CHECKING:
    from iom.selection import Criteria
    from iom.selection.trials import Backtest, Sensitivity


def sensitivity_data(trial: "Sensitivity", criteria: "Criteria") -> dict[str, object]:
    """A sensitivity trial as JSON-able values, every setting and person."""
    return {
        "as_at": trial.as_at,
        "known_at": trial.known_at,
        "area": trial.area,
        "criteria": {"title": criteria.title, "version": criteria.version, "sha256": criteria.sha256},
        "range_per_cent": trial.reach.per_cent,
        "window_factor": trial.reach.factor,
        "considered": trial.considered,
        "with_a_place": trial.proposed,
        "harmful_outside": trial.harmful,
        "settings_tried": trial.tried,
        "finding": words.finding(trial),
        "absent": trial.absent,
        "settings": [
            {
                "list": one.part.on_list,
                "kind": one.part.kind,
                "where": one.part.place,
                "part": one.part.says,
                "unit": one.part.unit,
                "document_has": one.part.base,
                "setting": one.value,
                "people": one.members,
                "stayed": one.stayed,
                "came": one.came,
                "went": one.went,
                "same_share": one.overlap,
                "left_out": one.left_out,
            }
            for one in trial.outcomes
        ],
        "people": [
            {"person": one.person_id, "settings": one.settings, "has_a_place": one.in_base}
            for one in trial.people
        ],
    }


def backtest_data(trial: "Backtest", criteria: "Criteria") -> dict[str, object]:
    """A back-test as JSON-able values, every figure."""
    return {
        "criteria": {"title": criteria.title, "version": criteria.version, "sha256": criteria.sha256},
        "known_at": trial.known_at,
        "status": trial.followed.basis,
        "wait_months": trial.followed.wait,
        "severity_vintage": trial.severity_vintage,
        "chosen_by": {
            "count": trial.yardsticks.count,
            "severity": trial.yardsticks.severity,
            "risk": trial.yardsticks.risk,
        },
        "finding": words.backtest_finding(trial),
        "caveats": words.caveats(trial),
        "months": [
            {
                "month_end": month.as_at,
                "left_out": month.left_out,
                "eligible": month.pool.eligible if month.pool else None,
                "places": month.pool.places if month.pool else None,
                "offences_followed": month.pool.offences if month.pool else None,
                "severity_followed": month.pool.severity if month.pool else None,
            }
            for month in trial.months
        ],
        "figures": figures_data(trial),
    }
