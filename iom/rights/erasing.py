"""A person erased: records and all that derives from them go, numbers stay, the file is written anew.

The order makes a stop harmless. The keyed hashes of the source keys go on the list outside the store first,
so that from then on no import brings the person back, and the next command finishes what is not finished.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from iom.moments import naive_utc
from iom.rights import kept_runs, refused, subjects
from iom.rights.errors import RightsError
from iom.store import Store, audit, derived, erasure_list, rewriting, sql
from iom.store.backup import Progress
from iom.store.folder import ASIDE
from iom.store.kept_answers import let_go_of_answers

ACTION = "rights.erase"
LEAST_LETTERS = 3  # of a name, for it to be looked for in a reason


@dataclass(frozen=True)
class Preview:
    """What an erasure would remove: rows by table, refused rows, runs in which only the place stays."""

    person_id: int
    rows: Mapping[str, int]
    refused_rows: int
    runs: tuple[int, ...]


@dataclass(frozen=True)
class Erased:
    """What an erasure removed. people: the numbers that ended; altered_runs: not as made before, still so."""

    erasure_id: int
    people: tuple[int, ...]
    rows: Mapping[str, int]
    refused_rows: int
    runs: tuple[int, ...]
    altered_runs: tuple[int, ...]

    @property
    def rows_removed(self) -> int:
        """Rows of all tables together, refused rows that were blanked among them."""
        return sum(self.rows.values()) + self.refused_rows


def preview(store: Store, person_id: int, *, now: datetime) -> Preview:
    """What would go if a person were erased; nothing is changed, and the look is logged.

    Raises PersonError where there is no such person.
    """
    with store.cursor() as cursor:
        subjects.mark(cursor, subjects.subjects_of(cursor, person_id))
        runs = kept_runs.mark_considered(cursor)
        rows = subjects.held_of(cursor)
        refused_rows = len(refused.of_keys(cursor, [(system, key) for _, system, key in _keys(cursor)]))
    detail = {"rows": sum(rows.values()), "runs": len(runs), "fields": sorted(rows)}
    audit.look(store, now=now, action="rights.show", detail=detail, people=[person_id])
    return Preview(person_id, rows, refused_rows, tuple(runs))


def erase(store: Store, person_id: int, *, reason: str, now: datetime, progress: Progress) -> Erased:
    """Erase a person for good, and write the store's file anew; no cursor of the store may be open.

    Raises PersonError where there is no such person, RightsError for a reason that is blank or names the
    person, or while a store kept aside lies in the folder; NotRewritten when only the file is not done.
    """
    refuse_aside(store)
    with store.erasing:
        told = _erase(store, person_id, reason=reason, now=now)
        complete(store, progress)
    return told


def _erase(store: Store, person_id: int, *, reason: str, now: datetime) -> Erased:
    with store.transaction() as cursor:
        found = subjects.subjects_of(cursor, person_id)
        subjects.mark(cursor, found)
        _refuse_reason(cursor, reason)
        now = _not_before_backups(cursor, now)
        folder, key = erasure_list.place_of(store)
        hashes = tuple(erasure_list.hash_of(key, system, held) for _, system, held in _keys(cursor))
        before = erasure_list.of_store(store, cursor)
        told = erase_marked(cursor, store, now=now, reason=reason.strip(), replayed=False)
        # last before the commit, and never taken back: a stop from here on leaves an erasure to be finished
        entry = erasure_list.Erased(naive_utc(now), store.actor.user, str(store.store_id), hashes, False)
        erasure_list.keep(folder, key, [*before, entry])
    return told


def _not_before_backups(cursor: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """The moment to date an erasure with: one that waited comes after the backups begun meanwhile."""
    row = cursor.execute(sql("rights/last_backup_begun")).fetchone()
    begun = row[0] if row else None
    return begun.replace(tzinfo=UTC) if begun is not None and begun > naive_utc(now) else now


def complete(store: Store, progress: Progress) -> None:
    """Write the file anew and note that erasures are finished. Raises NotRewritten."""
    audit.anchor(store)
    rewriting.rewrite(store, progress)
    erasure_list.finish(store)


def erase_marked(
    cursor: duckdb.DuckDBPyConnection, store: Store, *, now: datetime, reason: str, replayed: bool
) -> Erased:
    """Remove all that is held of the marked subjects, leave tombstones and an audit line.

    In the caller's transaction; the derived relations are made again.
    """
    moment = naive_utc(now)
    row = cursor.execute("select coalesce(max(erasure_id), 0) + 1 from erasure").fetchone()
    assert row is not None
    erasure_id: int = row[0]
    runs = kept_runs.mark_considered(cursor)
    rows = subjects.held_of(cursor)
    refused_rows = list(refused.of_keys(cursor, [(system, key) for _, system, key in _keys(cursor)]))
    digests = kept_runs.leave_tombstones(cursor, runs)
    for name in ("blank_refused", "drop_refused_keys"):
        cursor.execute(sql(f"rights/{name}"), {"quarantine_ids": refused_rows})
    # in this order: what decisions wrote elsewhere is known by those that have lost their words
    for name in ("blank_decisions", "blank_assignments", "blank_answers"):
        cursor.execute(sql(f"rights/{name}"))
    for name in ("blank_proposals", "blank_restrictions"):
        cursor.execute(sql(f"rights/{name}"), {"moment": moment})
    for table in rows:
        cursor.execute(sql("rights/erase_rows", table=table))
    cursor.execute(sql("rights/erase_offence_references"))
    let_go_of_answers(cursor)
    cursor.execute(
        sql("rights/keep_erasure"),
        {
            "erasure_id": erasure_id,
            "erased_at": moment,
            "by_user": store.actor.user,
            "purpose": store.actor.purpose,
            "reason": reason,
            "replayed": replayed,
            "rows_removed": sum(rows.values()) + len(refused_rows),
        },
    )
    for name in ("people", "subjects", "run_people"):
        cursor.execute(sql(f"rights/keep_erased_{name}"), {"erasure_id": erasure_id})
    derived.rebuild(cursor)
    people = [one for (one,) in cursor.execute("select person_id from erasing_person").fetchall()]
    detail = {
        "erasure": erasure_id,
        "replayed": replayed,
        "rows": rows,
        "refused_rows": len(refused_rows),
        # in the sealed log: a run from which someone was taken is shown, one that is altered later is not
        "runs": {str(run_id): digest for run_id, digest in digests.items()},
    }
    audit.record(cursor, store, now=now, action=ACTION, detail=detail, people_table="erasing_person")
    subjects.unmark(cursor)
    altered = tuple(run_id for run_id in runs if run_id not in digests)
    return Erased(erasure_id, tuple(sorted(people)), rows, len(refused_rows), tuple(runs), altered)


def refuse_aside(store: Store) -> None:
    """Raise RightsError while a store that a restore kept aside lies in the folder: it may hold them too."""
    aside = sorted(entry.name for entry in store.folder.glob(f"{ASIDE}*"))
    if aside:
        raise RightsError(
            f"{aside[0]} in the store's folder holds the store that was there before a restore, and may hold "
            "the person too. Delete it, or move it to where backups are kept; then erase again. Nothing was "
            "erased."
        )


def _keys(cursor: duckdb.DuckDBPyConnection) -> Sequence[tuple[int, str, str]]:
    return cursor.execute(sql("rights/keys_of_erasing")).fetchall()


def _refuse_reason(cursor: duckdb.DuckDBPyConnection, reason: str) -> None:
    if not reason.strip():
        raise RightsError("Say why, with --reason. Nothing was erased.")
    words = {one for (one,) in cursor.execute(sql("rights/naming_words")).fetchall()}
    for word in words:
        if len(word) >= LEAST_LETTERS and re.search(
            rf"(?<!\w){re.escape(word)}(?!\w)", reason, re.IGNORECASE
        ):
            raise RightsError(
                "The reason names the person, by a name, identifier or key that is held of them; it would "
                "outlast the erasure. Say why without it. Nothing was erased."
            )
