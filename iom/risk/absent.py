"""Why a computed score does not count for a person, in words for the reasons of a selection."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from iom.risk.models import SCORES
from iom.risk.terms import work_out
from iom.risk.worked import Score, Worked

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

_NO_SANCTION = "no conviction or caution by the date is held"
_PROVISIONAL = "provisional, on a local history of sanctions that may lack convictions elsewhere: not counted"


def why_absent(
    cursor: "duckdb.DuckDBPyConnection",
    as_at: date,
    people: Sequence[int],
    known_at: "datetime",
    *,
    provisional: bool,
) -> dict[int, dict[str, str]]:
    """By person and score, why the computed one does not count; provisional: scores on local histories do.

    Fills risk_feature and risk_score anew, for these people alone.
    """
    if not people:
        return {}
    found = work_out(cursor, as_at, people, known_at)
    return {person: _of_person(found.get(person), provisional) for person in people}


def _of_person(worked: Worked | None, provisional: bool) -> dict[str, str]:
    if worked is None:
        return dict.fromkeys(SCORES, _NO_SANCTION)
    told = {score.name: _of_score(score, worked.provisional and not provisional) for score in worked.scores}
    return {name: why for name, why in told.items() if why}


def _of_score(score: Score, is_left_out: bool) -> str:
    if score.missing:
        said = "; ".join(reason.says.rstrip(".") for reason in score.missing)
        return said[0].lower() + said[1:]
    return _PROVISIONAL if is_left_out else ""
