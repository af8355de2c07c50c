"""Relations derived from the records: stored for now, made afresh in temporary tables for other moments.

One statement per relation, sql/derived/<name>.sql, serves both. A temporary table hides the stored one of
the same name on its cursor, so whatever reads the relation does not know which moment it reads.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from iom.store import patching
from iom.store.errors import EmptyStoreError, StoreError
from iom.store.patching import Change
from iom.store.statements import sql

if TYPE_CHECKING:
    from iom.store.opened import Store

# Each may read those before it.
RELATIONS = (
    "hidden_subject",
    "person_of_subject",
    "home_area_current",
    "person_current",
    "coverage_current",
    "code_target",
    "code_candidate",
    "code_resolution",
    "code_in_class",
    "code_risk",
    "absence_current",
    "absence_merged",
    "offence_status_span",
    "offence_scored",
    "offence_victim_current",
    "supervision_current",
    "sanction_occasion",
    "held_score_current",
    "intelligence_current",
)

# Relations that have no row while none of these tables has one.
EMPTY_WITHOUT = {
    "hidden_subject": {"person_restriction"},
    "home_area_current": {"home_area_version"},
    "absence_current": {"absence_version"},
    "absence_merged": {"absence_version"},
    "offence_status_span": {"offence_status_event"},
    "offence_scored": {"offence_version"},
    "offence_victim_current": {"offence_victim_version"},
    "supervision_current": {"supervision_version"},
    "sanction_occasion": {"sanction_version", "offence_version"},
    "held_score_current": {"held_score_version"},
    "intelligence_current": {"intelligence_version"},
}

_FOREVER = datetime(9999, 12, 31)  # noqa: DTZ001  a store's TIMESTAMPs are naive UTC
_EVERY_BATCH = 2**31 - 1
_READ = re.compile(r"\b(?:from|join)\s+([a-z_]+)")
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Moment:
    """What a cursor reads: known_at (naive UTC), imports up to seen_batch, one severity vintage.

    stored: true when the stored tables were read, false when temporary ones had to be made (slower).
    """

    known_at: datetime
    seen_batch: int
    severity_vintage: str
    stored: bool


def rebuild(cursor: duckdb.DuckDBPyConnection, change: Change | None = None) -> None:
    """Make the derived tables again, inside the caller's transaction; change None: all of them.

    Else only those that read, themselves or through others, a table that changed; where few offences did,
    their rows alone.
    """
    vintage, fingerprint = _in_force(cursor)
    values = _values(_FOREVER, _EVERY_BATCH, vintage)
    if change is None or not _is_whole(cursor, vintage, fingerprint):
        _make(cursor, "store/stored_relation", values)
    else:
        _make_stale(cursor, change, values)
    _, built_batch = last_moment(cursor)
    cursor.execute("delete from derived_state")
    cursor.execute(
        "insert into derived_state values (?, ?, ?, ?)",
        [built_batch, vintage, fingerprint, statements_sha256()],
    )


def keep_up(cursor: duckdb.DuckDBPyConnection) -> None:
    """Note of an import that changed nothing they read that the derived tables are as it left them."""
    _, last_batch = last_moment(cursor)
    cursor.execute("update derived_state set built_batch = ?", [last_batch])


def depending(tables: Iterable[str]) -> tuple[str, ...]:
    """The relations that read any of these tables, themselves or through others, in order of making."""
    stale = set(tables)
    found = []
    for relation in RELATIONS:
        if reads(relation) & stale:
            stale.add(relation)
            found.append(relation)
    return tuple(found)


def reads(relation: str) -> set[str]:
    """The tables and relations that a relation's statement names after FROM or JOIN; its own parts too."""
    text = re.sub(r"--[^\n]*", "", sql(f"derived/{relation}"))
    # which import a period is covered by changes nothing that is known now, for ever
    return set(_READ.findall(text)) - {"import_batch"}


def _is_whole(cursor: duckdb.DuckDBPyConnection, vintage: str, fingerprint: str) -> bool:
    """Whether the stored relations were all made before, by these statements and of this reference."""
    row = cursor.execute(
        "select severity_vintage, reference_fingerprint, statements_sha256 from derived_state"
    ).fetchone()
    return row == (vintage, fingerprint, statements_sha256())


def _make_stale(cursor: duckdb.DuckDBPyConnection, change: Change, values: dict[str, object]) -> None:
    """Make again what reads the changed tables; of a patched relation, the rows of touched offences alone."""
    stale = depending(change.tables)
    few = patching.begin(cursor, change, stale)
    empty = _staying_empty(cursor, change, stale)
    for relation in stale:
        if relation in empty:
            continue
        if few and patching.can_be_patched(cursor, relation, stale):
            patching.hide(cursor, relation)
            _make(cursor, "store/added_to_relation", values, (relation,))
            patching.unhide(cursor, relation)
        else:
            _make(cursor, "store/stored_relation", values, (relation,))
    if few:
        patching.end(cursor)


def _staying_empty(cursor: duckdb.DuckDBPyConnection, change: Change, stale: Iterable[str]) -> set[str]:
    """The stale relations that had no row and get none: of a kind of record that the store never held.

    Rows of records go by an erasure alone, after which all relations are made.
    """
    unsure = {
        name for name in stale if name in EMPTY_WITHOUT and EMPTY_WITHOUT[name].isdisjoint(change.tables)
    }
    if not unsure:
        return set()
    filled = {name for (name,) in cursor.execute(sql("store/tables_with_rows")).fetchall()}
    return {name for name in unsure if EMPTY_WITHOUT[name].isdisjoint(filled)}


def statements_sha256() -> str:
    """SHA-256 over each relation's name and statement, in the order in which they are made."""
    texts = "".join(f"{relation}\n{sql(f'derived/{relation}')}\n" for relation in RELATIONS)
    return hashlib.sha256(texts.encode()).hexdigest()


def is_of_this_software(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether the derived tables were made by the statements of the installed software."""
    row = cursor.execute("select statements_sha256 from derived_state").fetchone()
    return row is not None and row[0] == statements_sha256()


def as_known(
    cursor: duckdb.DuckDBPyConnection,
    known_at: datetime | None = None,
    seen_batch: int | None = None,
    severity_vintage: str | None = None,
) -> Moment:
    """Prepare a cursor to read the derived relations as known at a moment; default: all the store knows now.

    Raises EmptyStoreError when nothing was ever imported, StoreError when no weight of the vintage is loaded.
    """
    last, last_batch = last_moment(cursor)
    if last is None:
        raise EmptyStoreError(
            "The store holds no records yet. Import some: iom import FILE --mapping MAPPING"
        )
    in_force, _ = _in_force(cursor)
    vintage = severity_vintage or in_force
    if not cursor.execute("select 1 from severity_weight where vintage = ? limit 1", [vintage]).fetchone():
        raise StoreError(f"No severity weights of the vintage {vintage} are loaded. See: iom reference list")
    # A later moment is not known yet: kept as asked, it would mean something else after the next import.
    moment = min(known_at or last, last)
    batch = last_batch if seen_batch is None else min(seen_batch, last_batch)
    stored = moment >= last and batch == last_batch and vintage == in_force and not _shadowed(cursor)
    if not stored:
        _make(cursor, "store/temporary_relation", _values(moment, batch, vintage))
    return Moment(moment, batch, vintage, stored)


def as_known_of(
    store: "Store", cursor: duckdb.DuckDBPyConnection, known_at: datetime | None = None
) -> Moment:
    """As as_known, on a cursor on which nothing was made yet: what the store knows now is remembered."""
    now = store.remembered("moment", lambda: as_known(cursor))
    return now if known_at is None or known_at >= now.known_at else as_known(cursor, known_at)


def forget(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let a cursor read the stored relations again: those made on it for another moment are dropped."""
    for relation in RELATIONS:
        cursor.execute(sql("store/drop_temporary", table=relation))


def last_moment(cursor: duckdb.DuckDBPyConnection) -> tuple[datetime | None, int]:
    """When the store was last told anything (None: never), and the last import's number (0: none)."""
    row = cursor.execute(sql("store/last_moment")).fetchone()
    assert row is not None
    return row[0], row[1]


def _make(
    cursor: duckdb.DuckDBPyConnection,
    head: str,
    values: dict[str, object],
    relations: tuple[str, ...] = RELATIONS,
) -> None:
    for relation in relations:
        text = sql(f"derived/{relation}")
        wanted = set(_PARAMETER.findall(text))
        cursor.execute(
            sql(head, table=relation) + text,
            {name: value for name, value in values.items() if name in wanted},
        )


def _values(known_at: datetime, seen_batch: int, vintage: str) -> dict[str, object]:
    return {"known_at": known_at, "seen_batch": seen_batch, "severity_vintage": vintage}


def _in_force(cursor: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    row = cursor.execute("select severity_vintage, fingerprint from reference_in_force").fetchone()
    if row is None:
        raise StoreError("The store has no reference tables in force.")
    return row[0], row[1]


def _shadowed(cursor: duckdb.DuckDBPyConnection) -> bool:
    # An older reference set on this cursor (iom.reference.load_as) makes the stored relations wrong for it.
    return (
        cursor.execute(
            "select 1 from duckdb_tables() where temporary and table_name = 'severity_weight'"
        ).fetchone()
        is not None
    )
