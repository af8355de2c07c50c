"""A kept run done again on exactly what it saw, and where it differs, whether erasures account for it."""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

import iom
from iom.documents import parse_document
from iom.reference import in_force, load_as
from iom.selection import canonical
from iom.selection import compile as compiler
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria
from iom.selection.hidden import counted, hidden_of
from iom.selection.run import Step, no_such_run, restricted_then, work_out
from iom.store import Store, audit, sql


@dataclass(frozen=True)
class Total:
    """How many people remained after a step: as published, now, and of the published those who are hidden.

    back: of now, those whom the run did not consider: let in since, if anyone was restricted then.
    """

    says: str
    was: int
    now: int
    hidden: int
    back: int

    @property
    def agrees(self) -> bool:
        """Whether what was published is what there is now, and those who are hidden, without who is back."""
        return self.was == self.now + self.hidden - self.back


@dataclass(frozen=True)
class Repeated:
    """A run done again on what it saw: are the bytes the same, and has the software changed since?

    erased, restricted: how many of those it considered; of them the bytes cannot be given again.
    restricted_then: how many it did not consider for that. totals: where there are any, the published numbers
    beside those of now: considered, eligible, in a cohort.
    """

    run_id: int
    same: bool
    was: str
    now: str
    code_version_was: str
    code_version_now: str
    erased: int = 0
    restricted: int = 0
    restricted_then: int = 0
    totals: tuple[Total, ...] = ()

    @property
    def reconciles(self) -> bool:
        """Whether it gives the same, or the people hidden since account for how many fewer there are."""
        return self.same or (bool(self.totals) and all(total.agrees for total in self.totals))


def repeat(store: Store, run_id: int, *, now: datetime) -> Repeated:
    """Do a kept run again with its own moment, imports, criteria and reference tables; nothing new is kept.

    Raises IomError when there is no such run, ReferenceTableError when its tables are gone or altered.
    """
    with store.turn() as cursor:
        row = cursor.execute(sql("selection/run_to_repeat"), {"run_id": run_id}).fetchone()
        if row is None:
            raise no_such_run(run_id)
        as_at, known_at, seen_batch, area, text, fingerprint, code_version, was = row
        held = in_force(cursor)
        if held is None or held.fingerprint != fingerprint:
            load_as(cursor, fingerprint)
        criteria = parse_criteria(parse_document(f"criteria of run {run_id}", text))
        worked = work_out(
            cursor,
            criteria,
            as_at=as_at,
            known_at=known_at,
            seen_batch=seen_batch,
            area=area,
            fingerprint=fingerprint,
            # it was allowed then: what is asked now is whether the bytes are the same
            unheld_allowed=True,
        )
        hidden = hidden_of(cursor, run_id)
        then = restricted_then(cursor, run_id)
        totals = _totals(cursor, run_id, criteria, worked.steps, list(hidden)) if hidden or then else ()
        with store.transaction(cursor):
            audit.record(
                cursor, store, now=now, action="run.repeat", detail={"run_id": run_id}, people_table="judged"
            )
    again = canonical.sha256(worked.text)
    count = counted(hidden.values(), then)
    return Repeated(
        run_id,
        again == was,
        was,
        again,
        code_version,
        iom.__version__,
        count.erased,
        count.restricted,
        then,
        totals,
    )


def _totals(
    cursor: duckdb.DuckDBPyConnection,
    run_id: int,
    criteria: Criteria,
    steps: tuple[Step, ...],
    hidden: list[int],
) -> tuple[Total, ...]:
    """Considered, eligible, in a cohort: as published and now. Places move up, so those are not compared."""
    published = {
        row[0]: row[4] for row in cursor.execute(sql("selection/run_steps"), {"run_id": run_id}).fetchall()
    }
    cursor.register("hidden_person", pa.table({"person_id": pa.array(hidden, pa.int32())}))
    try:
        considered = compiler.kept_considered(run_id)
        row = cursor.execute(sql("selection/run_hidden_totals", considered=considered)).fetchone()
    finally:
        cursor.unregister("hidden_person")
    assert row is not None
    eligible = len(criteria.eligibility)
    return tuple(
        Total(says, published[number], steps[number].remaining, gone, back)
        for says, number, gone, back in zip(
            ("considered", "eligible", "in a cohort"),
            (0, eligible, eligible + 1),
            row[:3],
            row[3:],
            strict=True,
        )
    )
