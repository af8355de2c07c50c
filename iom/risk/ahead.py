"""What the scores of one person would be at coming month ends, if nothing new happened."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from iom.risk.models import params
from iom.risk.scoring import rescore
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb

    from iom.risk.worked import Worked

MONTHS = 12


@dataclass(frozen=True)
class MonthEnd:
    """The scores at one month end; None where a model has no score. OGRS3 knows no months and stays."""

    month_end: date
    offence_free_months: int | None
    ogrs3_2y: Decimal | None
    ogrs3_2y_band: str | None
    arp: Decimal | None
    arp_band: str | None
    vrp: Decimal | None
    vrp_band: str | None


def ahead(cursor: "duckdb.DuckDBPyConnection", person: "Worked") -> tuple[MonthEnd, ...]:
    """The next twelve month ends; empty where the person has no score that moves.

    Reads, and replaces, the risk_feature and risk_score that work_out left of this one person.
    """
    absent = {score.model for score in person.scores if score.missing}
    if {"arp", "vrp"} <= absent:
        return ()
    run_single(
        cursor,
        sql("store/temporary_relation", table="risk_feature") + sql("risk/ahead"),
        {"as_at": person.as_at, "months": MONTHS, "months_at_most": params()["months_at_most"]},
    )
    rescore(cursor)
    return tuple(MonthEnd(*row) for row in cursor.execute(sql("risk/ahead_scores")).fetchall())
