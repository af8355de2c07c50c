"""Who is followed, what they scored, and what came of it: statements run, arrays handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iom.periods import add_months
from iom.risk.calibration.covering import Asked
from iom.risk.calibration.limits import limits
from iom.risk.calibration.statistics import Flags, Numbers
from iom.risk.scoring import score_each
from iom.store import run_single, sql

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Words = Sequence[str | None]


@dataclass(frozen=True)
class Cohort:
    """People followed together. dates: the table of whom from when; scores: those judged on them."""

    dates: str
    asked: Asked
    scores: tuple[str, ...]

    @property
    def is_from_start(self) -> bool:
        """Whether each is followed from their own start in the community."""
        return self.asked.start_months > 0


@dataclass(frozen=True)
class People:
    """Those of one history with a score and an outcome that is known; one place in each array a person."""

    z: Numbers
    outcome: Flags
    band: Words
    sex: Words
    age: NDArray[np.int64]
    self_defined: Words
    officer_defined: Words
    days_inside: NDArray[np.int64]
    days_followed: NDArray[np.int64]
    died: int


@dataclass(frozen=True)
class Followed:
    """What came of a cohort by one score. people: by history."""

    cohort: int
    without_score: int
    outcome_unknown: int
    people: Mapping[str, People]


def cohorts(months: int) -> tuple[Cohort, ...]:
    """Those to be followed: OGRS3 over 12 or 24 months, ARP and VRP over theirs."""
    one, two = limits().one_year, limits().two_years
    return (
        Cohort(
            "calibration_starts",
            Asked(months, limits().start_months),
            ("ogrs3_1y" if months == one else "ogrs3_2y",),
        ),
        Cohort("calibration_at_liberty", Asked(two, 0), ("arp", "vrp")),
    )


def follow(cursor: "duckdb.DuckDBPyConnection", cohort: Cohort, as_at: date) -> dict[str, Followed]:
    """By score, what came of everyone in a cohort, on a cursor that derived.as_known prepared."""
    given: dict[str, object] = {"as_at": as_at}
    if cohort.is_from_start:
        given["after"] = add_months(as_at, -cohort.asked.start_months)
    _make(cursor, cohort.dates, sql(f"risk/{cohort.dates}"), given)
    score_each(cursor, cohort.dates)
    _make(
        cursor,
        "calibration_followed",
        sql("risk/calibration_followed", dates=cohort.dates),
        {"months": cohort.asked.months, "wait_months": limits().wait_months},
    )
    for table in ("calibration_proven", "calibration_custody"):
        _make(cursor, table, sql(f"risk/{table}"), {})
    return {score: _followed(cursor, score) for score in cohort.scores}


def note_people(cursor: "duckdb.DuckDBPyConnection", followed: Sequence[Cohort]) -> str:
    """Make the table of everyone looked at; return its name."""
    first, last = followed[0].dates, followed[-1].dates
    _make(cursor, "calibration_looked_at", sql("risk/calibration_looked_at", one=first, other=last), {})
    return "calibration_looked_at"


def _followed(cursor: "duckdb.DuckDBPyConnection", score: str) -> Followed:
    # bands are those of two years, and a person's band is the same whichever time they are followed for
    band = "ogrs3_2y" if score == "ogrs3_1y" else score
    frame = cursor.execute(sql("risk/calibration_person", score=score, band=band)).pl()
    scored = frame.filter(frame["z"].is_not_null())
    known = scored.filter(~scored["violence_unknown"]) if score == "vrp" else scored
    return Followed(
        cohort=frame.height,
        without_score=frame.height - scored.height,
        outcome_unknown=scored.height - known.height,
        people={
            history: _people(known.filter(known["history"] == history), score)
            for history in ("complete", "local")
        },
    )


def _people(frame: "pl.DataFrame", score: str) -> People:
    outcome = "reoffended_violently" if score == "vrp" else "reoffended"
    return People(
        z=frame["z"].to_numpy().astype(np.float64),
        outcome=frame[outcome].to_numpy().astype(np.bool_),
        band=frame["band"].to_list(),
        sex=frame["sex"].to_list(),
        age=frame["age_at_start"].to_numpy().astype(np.int64),
        self_defined=frame["ethnicity_self"].to_list(),
        officer_defined=frame["ethnicity_officer"].to_list(),
        days_inside=frame["days_inside"].to_numpy().astype(np.int64),
        days_followed=frame["days_followed"].to_numpy().astype(np.int64),
        died=int(frame["died"].sum()),
    )


def _make(cursor: "duckdb.DuckDBPyConnection", table: str, text: str, given: Mapping[str, object]) -> None:
    run_single(cursor, sql("store/temporary_relation", table=table) + text, given)
