"""Features and scores of everyone sanctioned, one row each, for an analyst's own tools."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from iom.errors import IomError
from iom.measures import covered_days, nobody_in
from iom.moments import naive_utc, refuse_far_ahead
from iom.risk.coverage import NobodySanctioned
from iom.risk.missing import find_missing
from iom.risk.models import SCORES, models
from iom.risk.scoring import score
from iom.risk.terms import work_out
from iom.store import Store, audit, derived, run_single, sql

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_NAMED = 5  # people named in an error


@dataclass(frozen=True)
class Exported:
    """What was exported. frame: a row per person, terms: a row per person asked for, score and term.

    absent: by score, why it is absent for everyone.
    """

    frame: "pl.DataFrame"
    terms: "pl.DataFrame | None"
    known_at: datetime
    absent: dict[str, str]


def export(
    store: Store,
    *,
    as_at: date,
    known_at: datetime | None,
    area: str | None,
    now: datetime,
    terms_of: Sequence[int] = (),
) -> Exported:
    """Score everyone sanctioned by the date, or those who live in an area; logged before it is given.

    terms_of: people of whom the terms of each sum are wanted too. Raises IomError when nobody lives in the
    area as at the date, or one of those people is not among the exported; TooFarAhead as refuse_far_ahead
    does.
    """
    refuse_far_ahead(as_at, store.latest(now))
    with store.turn() as cursor:
        moment = derived.as_known(cursor, naive_utc(known_at) if known_at else None)
        if area is not None:
            _find_living_in(cursor, area, as_at)
        score(cursor, as_at, among=None if area is None else "living_there")
        gaps = find_missing(cursor, as_at, covered_days(cursor))
        versions = {f"{model.id}_version": model.version for model in models().values()}
        run_single(
            cursor,
            sql("store/temporary_relation", table="risk_exported") + sql("risk/exported"),
            {"as_at": as_at, **versions},
        )
        frame = cursor.table("risk_exported").order("person_id").pl()
        _refuse_others(terms_of, frame["person_id"].to_list())
        terms = _terms(cursor, as_at, terms_of, moment.known_at) if terms_of else None
        with store.transaction(cursor, notes_alone=True):
            audit.record(
                cursor,
                store,
                now=now,
                action="risk.export",
                detail={
                    "as_at": as_at,
                    "known_at": moment.known_at,
                    "columns": frame.columns,
                    "terms_of": sorted(set(terms_of)),
                },
                people_table="risk_exported",
            )
    absent = {name: gap.says() for name, gap in gaps.items()}
    if frame.is_empty() and area is None:
        absent = absent or dict.fromkeys(SCORES, NobodySanctioned(as_at).says())
    return Exported(frame, terms, moment.known_at, absent)


def _find_living_in(cursor: "duckdb.DuckDBPyConnection", area: str, as_at: date) -> None:
    home = sql("store/temporary_relation", table="person_home") + sql("measures/home_area_as_at")
    run_single(cursor, home, {"as_at": as_at})
    living = sql("store/temporary_relation", table="living_there") + sql("risk/living_in")
    run_single(cursor, living, {"as_at": as_at, "area": area})
    if cursor.table("living_there").fetchone() is None:
        raise nobody_in(cursor, area, as_at)


def _refuse_others(asked: Sequence[int], exported: list[int]) -> None:
    others = sorted(set(asked) - set(exported))
    if others:
        named = ", ".join(str(one) for one in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        raise IomError(
            f"No terms can be given of person {named}{more}: not among those exported, who are sanctioned by "
            "the date and, with --area, live there."
        )


def _terms(
    cursor: "duckdb.DuckDBPyConnection", as_at: date, people: Sequence[int], known_at: datetime
) -> "pl.DataFrame":
    import polars as pl

    rows = [
        (person, score.name, term.name, term.label, float(term.value), term.coefficient, term.added)
        for person, worked in sorted(work_out(cursor, as_at, people, known_at).items())
        for score in worked.scores
        for term in score.terms
    ]
    schema = {
        "person_id": pl.Int32,
        "score": pl.String,
        "term": pl.String,
        "label": pl.String,
        "value": pl.Float64,
        "coefficient": pl.Float64,
        "added": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
