"""Comparisons of scores with what people went on to do, as JSON-able values."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from iom.reports import calibration_tables as tables
from iom.risk.calibration import Calibration, Estimate, Proposal, Recalibration, words


def calibration_data(made: Calibration, files: Sequence[Path] = ()) -> Mapping[str, object]:
    """A calibration as JSON-able values. files: those that were written of it."""
    return {
        "as_at": made.as_at,
        "known_at": made.known_at,
        "scores": [
            {
                "score": one.score,
                "months": one.months,
                "followed_from": "start in the community" if one.from_start else "the date",
                "not_given": one.left_out.says() if one.left_out else None,
                "people": one.cohort,
                "without_score": one.without_score,
                "outcome_unknown": one.outcome_unknown,
                "histories": [
                    {
                        "history": basis.history,
                        "people": basis.people,
                        "too_few_events": basis.too_few,
                        "died": None if basis.too_few else basis.died,
                        "people_inside": None if basis.too_few else basis.people_inside,
                        "days_inside": None if basis.too_few else basis.days_inside,
                        "days_followed": None if basis.too_few else basis.days_followed,
                        "says": words.paragraph(one, basis),
                    }
                    for basis in one.bases
                ],
                "caveats": words.caveats(one),
            }
            for one in made.scores
        ],
        "figures": tables.figures_data(made),
        "how_to_read": words.general(),
        "files": [str(file) for file in files],
    }


def proposals_data(made: Recalibration) -> Mapping[str, object]:
    """A proposal to recalibrate as JSON-able values."""
    return {
        "as_at": made.as_at,
        "known_at": made.known_at,
        "months": made.months,
        "changed": False,
        "proposals": [_proposal(one) for one in made.proposals],
        "not_given": {score: gap.says() for score, gap in made.left_out.items()},
        "caveats": words.proposal_caveats(made),
    }


def _proposal(one: Proposal) -> Mapping[str, object]:
    return {
        "score": one.score,
        "history": one.history,
        "people": one.people,
        "events": one.events,
        "intercept": _estimate(one.line.intercept) if one.line else None,
        "slope": _estimate(one.line.slope) if one.line else None,
        "moves": [
            {"now": now, "then": then, "people": count} for (now, then), count in one.moves.items() if count
        ],
    }


def _estimate(estimate: Estimate) -> Mapping[str, object]:
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "standard_error": estimate.error,
    }
