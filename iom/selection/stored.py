"""Runs that the store keeps: listed, and shown again as they were."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import duckdb

from iom.documents import parse_document
from iom.selection.criteria import Criteria
from iom.selection.criteria_reader import parse_criteria
from iom.selection.gain import Alone, kept_near, kept_rules
from iom.selection.hidden import (
    Hidden,
    HiddenCount,
    counted,
    hidden_of,
    without_reasons,
    without_words,
)
from iom.selection.keeping import kept_digest
from iom.selection.reasons_json import reasons_of_json
from iom.selection.run import Listed, Step, no_such_run, restricted_then, standing_of
from iom.selection.withheld import names_withheld, near_without, reasons_without
from iom.selection.words import Reasons, unexplained
from iom.store import Store, StoreError, audit, sql

# Stands where the reasons of someone on a list are not read yet.
_NOT_READ = Reasons("", (), (), (), "", None)


@dataclass(frozen=True)
class RunHead:
    """One line of the list of runs. considered, proposed: numbers of people."""

    run_id: int
    made_at: datetime
    by_user: str
    as_at: date
    known_at: datetime
    area: str | None
    criteria_title: str
    criteria_version: str
    criteria_sha256: str
    considered: int
    proposed: int
    canonical_sha256: str


@dataclass(frozen=True)
class KeptRun:
    """A run as it is kept: its particulars, its attrition and everyone on one of its lists.

    absent: by measure, why it was absent for everyone. hidden: who of it is shown by number and place alone.
    """

    run_id: int
    known_at: datetime
    particulars: dict[str, object]
    steps: tuple[Step, ...]
    listed: tuple[Listed, ...]
    absent: dict[str, str]
    alone: Alone
    hidden: dict[int, Hidden]
    restricted_then: int

    @property
    def hidden_count(self) -> HiddenCount:
        """How many of those it considered were erased since or are restricted, and how many were then."""
        return counted(self.hidden.values(), self.restricted_then)


@dataclass(frozen=True)
class Parts:
    """What of a run's people is read: those on a list, what was counted of each, who just misses a rule."""

    listed: bool = False
    counted: bool = False
    near: bool = False


WHOLE = Parts(listed=True, counted=True, near=True)
NOBODY = Parts()


def kept_runs(store: Store) -> tuple[RunHead, ...]:
    """The runs of a store, the latest first. No person's record is shown."""
    with store.cursor() as cursor:
        return tuple(RunHead(*row) for row in cursor.execute(sql("selection/runs")).fetchall())


def kept_run(
    store: Store,
    run_id: int,
    *,
    now: datetime,
    shown: Callable[[KeptRun], KeptRun] = lambda kept: kept,
    without: Collection[str] = (),
    parts: Parts = WHOLE,
) -> KeptRun:
    """A run with everyone it listed; the look is logged first, where people are read. shown: what of it is
    shown, and so logged; the reasons are read after it. without: what is drawn from records of these types
    is left out.
    parts: what of its people is read.

    Raises NotThereError when there is no such run, StoreError when it is not as it was made.
    """
    with store.cursor() as cursor:
        kept = without_people(store, cursor, run_id)
        if parts.listed:
            kept = replace(kept, listed=_listed(cursor, kept))
        if parts.near:
            alone = without_words(replace(kept.alone, near=kept_near(cursor, run_id)), kept.hidden)
            criteria = criteria_kept(kept.particulars)
            near = near_without(alone.near, criteria, names_withheld(criteria, without))
            kept = replace(kept, alone=replace(alone, near=near))
        kept = shown(kept)
        # of those who are shown alone: they are most of what is read
        if kept.listed:
            kept = replace(kept, listed=_with_reasons(cursor, kept, parts, without))
    if parts == NOBODY:
        # numbers alone: no person's record is shown
        return kept
    people = {*(person.person_id for person in kept.listed), *kept.alone.people}
    audit.look(store, now=now, action="run.show", detail={"run_id": run_id}, people=sorted(people))
    return kept


def without_people(store: Store, cursor: duckdb.DuckDBPyConnection, run_id: int) -> KeptRun:
    """A run without its people. Raises NotThereError when there is none, StoreError when it was altered."""
    return store.remembered(("run", run_id), lambda: _read_about(store, cursor, run_id))


def _read_about(store: Store, cursor: duckdb.DuckDBPyConnection, run_id: int) -> KeptRun:
    particulars = one_row(cursor, "selection/run_kept", run_id=run_id)
    if particulars is None:
        raise no_such_run(run_id)
    if ("run", run_id) not in store.proved:
        refuse_altered(cursor, run_id)
        store.proved.add(("run", run_id))
    steps = tuple(
        Step(*step) for step in cursor.execute(sql("selection/run_steps"), {"run_id": run_id}).fetchall()
    )
    known_at: datetime = particulars["known_at"]
    absent = json.loads(particulars.pop("inputs"))["absent"]
    hidden = hidden_of(cursor, run_id)
    then = restricted_then(cursor, run_id)
    alone = Alone(kept_rules(cursor, run_id))
    return KeptRun(run_id, known_at, particulars, steps, (), absent, alone, hidden, then)


def _listed(cursor: duckdb.DuckDBPyConnection, kept: KeptRun) -> tuple[Listed, ...]:
    """Everyone on a list, without reasons."""
    listed = (
        Listed(row["person_id"], standing_of(row), row["harmful_place"], row["proposal"], _NOT_READ)
        for row in _rows(cursor, "selection/run_listed", run_id=kept.run_id)
    )
    return tuple(without_reasons(one, kept.hidden) for one in listed)


def _with_reasons(
    cursor: duckdb.DuckDBPyConnection, kept: KeptRun, parts: Parts, without: Collection[str]
) -> tuple[Listed, ...]:
    people = [one.person_id for one in kept.listed]
    name = "selection/run_reasons" if parts.counted else "selection/run_reasons_alone"
    found = _rows(cursor, name, run_id=kept.run_id, people=people)
    said = {row["person_id"]: row["reasons"] for row in found}
    criteria = criteria_kept(kept.particulars)
    withheld = names_withheld(criteria, without)
    return tuple(
        one
        if one.person_id in kept.hidden
        else replace(
            one,
            reasons=reasons_without(reasons_of_json(text), criteria, withheld)
            if (text := said.get(one.person_id))
            else unexplained(criteria, one.standing),
        )
        for one in kept.listed
    )


def refuse_altered(cursor: duckdb.DuckDBPyConnection, run_id: int) -> None:
    """Raise StoreError for a run that is not as it was made."""
    try:
        whole = is_as_made(cursor, run_id)
    except duckdb.ProgrammingError:
        # a table of it is gone, or has other columns
        whole = False
    if not whole:
        raise StoreError(
            f"Run {run_id} is not as it was made: what is kept of it does not give the SHA-256 that the "
            "audit log noted then, so it was altered in the database. Check with iom audit verify; restore "
            "the store from a backup."
        )


def is_as_made(cursor: duckdb.DuckDBPyConnection, run_id: int) -> bool:
    """Whether what is kept of a run still gives the SHA-256 that the audit log noted when it was made."""
    logged = one_row(cursor, "selection/run_logged", run_id=run_id)
    return logged is not None and logged["digest"] == kept_digest(cursor, run_id)


def criteria_kept(particulars: dict[str, object]) -> Criteria:
    """The criteria document of a kept run."""
    return _parsed(str(particulars["criteria_text"]), f"criteria of run {particulars['run_id']}")


@lru_cache(maxsize=32)
def _parsed(text: str, name: str) -> Criteria:
    # a service is asked for the same run again and again
    return parse_criteria(parse_document(name, text))


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> list[dict[str, Any]]:
    found = cursor.execute(sql(name), params)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def one_row(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> dict[str, Any] | None:
    """The first row of a statement by column, if there is any."""
    found = _rows(cursor, name, **params)
    return found[0] if found else None
