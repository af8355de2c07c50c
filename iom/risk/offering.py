"""What selection may read of risk: computed scores, and of these and held ones what a document prefers."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from iom.measures import Covered
from iom.measures.coverage import Gap
from iom.risk.coverage import NobodySanctioned, gaps
from iom.risk.models import SCORES
from iom.risk.scoring import score
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb

# As far back as a held score may lie where a document does not say: all of them.
_ANY_AGE = 10**6


@dataclass(frozen=True)
class Preference:
    """Which scores count. held_at_most_days_old: None, of any age; provisional: on local histories too."""

    prefer: Literal["computed", "held"] = "computed"
    held_at_most_days_old: int | None = None
    provisional: bool = False
    source: str = ""


def offer(
    cursor: "duckdb.DuckDBPyConnection", preference: Preference, *, as_at: date, covered: Covered
) -> dict[str, Gap]:
    """Fill risk_feature, risk_score and risk_offered of a cursor that derived.as_known prepared.

    risk_offered has one row per person with a sanction or a held score. Returns, by name, why a computed
    score is absent for everyone; a preferred one is then the held one.
    """
    missing: dict[str, Gap] = {**gaps(as_at, covered)}
    score(cursor, as_at)
    if cursor.execute("select 1 from risk_score limit 1").fetchone() is None:
        missing = missing or dict.fromkeys(SCORES, NobodySanctioned(as_at))
    run_single(
        cursor,
        sql("store/temporary_relation", table="risk_offered") + sql("risk/offered"),
        {
            "as_at": as_at,
            "provisional": preference.provisional,
            "computed_known": not missing,
            "held_first": preference.prefer == "held",
            "held_at_most_days_old": preference.held_at_most_days_old
            if preference.held_at_most_days_old is not None
            else _ANY_AGE,
        },
    )
    return {f"risk.{name}": gap for name, gap in missing.items()}
