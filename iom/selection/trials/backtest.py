"""What those on the list at past month ends went on to do, against as many people chosen in simpler ways."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from iom.errors import IomError
from iom.measures import Covered, covered_days, is_covered
from iom.measures.coverage import days_missing, gaps
from iom.measures.definition import BASES
from iom.measures.names import BUILT_IN, risk_parts, sql_name
from iom.moments import naive_utc
from iom.periods import Window, add_months
from iom.risk import gaps as risk_gaps
from iom.selection.checking import check_reference
from iom.selection.choosing import choose
from iom.selection.criteria import Criteria
from iom.selection.trials.figures import Figure, Pool, figures
from iom.selection.trials.variants import deciding
from iom.selection.trials.yardsticks import COMPUTED, Yardsticks, yardsticks
from iom.selection.vocabulary import check_words, held_words
from iom.store import Store, audit, derived, sql

Advance = Callable[[int, int], None]
# A follow-up is 12 months (DOMAIN.md 10); so is the history behind measures that a document lacks.
FOLLOWED_MONTHS = 12


@dataclass(frozen=True)
class Followed:
    """How those chosen are followed: (as_at, as_at + 12 months], on a basis, some months waited.

    basis: proven, charged or suspected. wait: an offence has the status dated last by the end of the
    follow-up and that many months more.
    """

    basis: str
    wait: int

    def until(self, as_at: date) -> date:
        """The last day whose offences count."""
        return add_months(as_at, FOLLOWED_MONTHS)

    def status_at(self, as_at: date) -> date:
        """The day as at which their status is taken."""
        return add_months(as_at, FOLLOWED_MONTHS + self.wait)


@dataclass(frozen=True)
class Month:
    """One month end: who was eligible and had a place, what they all went on to do; or why it is left out."""

    as_at: date
    pool: Pool | None = None
    left_out: str | None = None


@dataclass(frozen=True)
class Backtest:
    """What came of the lists of past month ends."""

    known_at: datetime
    followed: Followed
    severity_vintage: str
    yardsticks: Yardsticks
    months: tuple[Month, ...]
    figures: tuple[Figure, ...]

    @property
    def used(self) -> tuple[Month, ...]:
        """The month ends that were tried."""
        return tuple(month for month in self.months if month.pool)

    def figure(self, way: str, outcome: str, as_at: date | None = None) -> Figure | None:
        """The figure of one way and outcome at a month end; None: over all of them."""
        return next(
            (one for one in self.figures if (one.way, one.outcome, one.as_at) == (way, outcome, as_at)), None
        )


def backtest(
    store: Store,
    criteria: Criteria,
    *,
    first: date,
    last: date,
    followed: Followed,
    risk: str | None = None,
    known_at: datetime | None = None,
    unheld_allowed: bool = False,
    now: datetime,
    advance: Advance = lambda done, total: None,
) -> Backtest:
    """Try a document as at each month end from first to last, as the store knows the records now.

    Nothing is kept but an audit line; no person is shown. Raises what a selection raises, and IomError where
    there is no month end, none can be tried, or nobody went on to do anything that counts.
    """
    ends = month_ends(first, last)
    with store.turn() as cursor:
        check_reference(cursor, criteria)
        moment = derived.as_known(
            cursor, naive_utc(known_at) if known_at else None, severity_vintage=criteria.severity_vintage
        )
        held = held_words(cursor)
        if not unheld_allowed:
            check_words(criteria, held)
        chosen_by = yardsticks(criteria, followed.basis, FOLLOWED_MONTHS, frozenset(held.bands), risk)
        document = _needed(criteria, chosen_by)
        covered = covered_days(cursor)
        months = [Month(end, left_out=_why_not(document, end, followed, covered)) for end in ends]
        _refuse_if_none(months)
        months = _choose(cursor, document, chosen_by, months, advance)
        _refuse_if_none(months)
        pools = _follow(cursor, months, followed)
        used = {number: month.as_at for number, month in enumerate(months, 1) if not month.left_out}
        found = figures(cursor, used, pools)
        with store.transaction(cursor):
            audit.record(
                cursor,
                store,
                now=now,
                action="criteria.backtest",
                detail={"from": first, "to": last, "months": len(used), "criteria_sha256": criteria.sha256},
            )
    tried = tuple(replace(month, pool=pools.get(number)) for number, month in enumerate(months, 1))
    if not any(month.pool and month.pool.total("offences") for month in tried):
        raise IomError(
            f"Nobody eligible has a {followed.basis} offence in the months that follow. Where sources do not "
            "say what became of offences none is proven: try --status charged or --status suspected."
        )
    return Backtest(moment.known_at, followed, moment.severity_vintage, chosen_by, tried, found)


def _needed(criteria: Criteria, chosen_by: Yardsticks) -> Criteria:
    """The document with what decides who has a place and what chooses in its stead, and no more."""
    needed = deciding(criteria) | {chosen_by.count, chosen_by.severity}
    kept = tuple(measure for measure in criteria.measures if measure.name in needed)
    return replace(criteria, measures=(*kept, *chosen_by.added), harmful=None, most_harmful=0)


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of months from one day to another, both included. Raises IomError where there is none."""
    end = add_months(first.replace(day=1), 1)
    found = []
    while (day := date.fromordinal(end.toordinal() - 1)) <= last:
        found.append(day)
        end = add_months(end, 1)
    if not found:
        raise IomError(
            f"There is no month end from {first} to {last}: give --from and --to with one between them."
        )
    return tuple(found)


def _why_not(document: Criteria, as_at: date, followed: Followed, covered: Covered) -> str | None:
    """Why a month end cannot be tried: what is read or what follows is not known; None if it can."""
    for name, gap in gaps(document.measures, as_at, covered).items():
        return f"{name} is not known: {gap.says()}"
    for name in sorted(document.names):
        if risk_parts(name) and (missing := risk_gaps(as_at, covered)):
            return f"{name} is not known: {next(iter(missing.values())).says()}"
    for name in sorted(document.names & BUILT_IN.keys()):
        record = BUILT_IN[name].silent_record
        if record and not is_covered(record, as_at, covered):
            return f"{name} is not known of everyone: no source covers {record} records on that day"
    asked = {
        "offence": followed.until(as_at),
        "absence": followed.until(as_at),
        "status": followed.status_at(as_at),
    }
    for record, until in asked.items():
        missing = days_missing(record, Window(as_at, until), covered)
        if missing:
            return (
                f"what followed is not wholly known: no source covers all {record} records "
                f"from {_day(missing[0])} to {_day(missing[1])}"
            )
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _refuse_if_none(months: list[Month]) -> None:
    if all(month.left_out for month in months):
        reasons = dict.fromkeys(month.left_out for month in reversed(months))
        raise IomError(
            f"None of the {len(months)} month ends can be tried. Of {_day(months[-1].as_at)}: "
            f"{next(iter(reasons))}. See: iom coverage"
        )


def _choose(
    cursor: duckdb.DuckDBPyConnection,
    document: Criteria,
    chosen_by: Yardsticks,
    months: list[Month],
    advance: Advance,
) -> list[Month]:
    """Select as at each month end and note the eligible; months with an empty list are left out."""
    cursor.execute(sql("store/temporary_relation", table="trial_pool") + sql("selection/trial_pool_empty"))
    add = sql(
        "selection/trial_pool_add",
        count=sql_name(chosen_by.count),
        severity=sql_name(chosen_by.severity),
        risk=sql_name(chosen_by.risk or chosen_by.count),
        computed=sql_name(COMPUTED),
    )
    tried = []
    for number, month in enumerate(months, start=1):
        if month.left_out:
            tried.append(month)
            continue
        also = {COMPUTED, *((chosen_by.risk,) if chosen_by.risk else ())}
        choose(cursor, document, as_at=month.as_at, also=also)
        if cursor.execute("select 1 from selected where list = 'proposed' limit 1").fetchone():
            cursor.execute(add, {"month_no": number, "has_risk": chosen_by.risk is not None})
            tried.append(month)
        else:
            tried.append(replace(month, left_out="nobody has a place"))
        advance(number, len(months) + 1)
    return tried


def _follow(cursor: duckdb.DuckDBPyConnection, months: list[Month], followed: Followed) -> dict[int, Pool]:
    """What everyone eligible went on to do, by number of month; all months in one statement."""
    used = [(number, month.as_at) for number, month in enumerate(months, 1) if not month.left_out]
    cursor.execute(
        sql("store/temporary_relation", table="trial_month") + sql("selection/trial_months"),
        {
            "month_no": [number for number, _ in used],
            "as_at": [as_at for _, as_at in used],
            "follow_to": [followed.until(as_at) for _, as_at in used],
            "status_at": [followed.status_at(as_at) for _, as_at in used],
        },
    )
    cursor.execute(
        sql("store/temporary_relation", table="trial_followed") + sql("selection/trial_followed"),
        {"least_standing": BASES[followed.basis]},
    )
    return {number: Pool(*rest) for number, *rest in cursor.execute(sql("selection/trial_pools")).fetchall()}
