"""The audit log: who looked at or changed which records, why and when; never what the records say.

Each line is sealed over its own content and the seal of the line before, so that a line cannot be changed,
taken out, put in or moved without breaking the chain (Data Protection Act 2018 s62).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb

from iom.moments import naive_utc
from iom.store import sealing
from iom.store.errors import StoreError
from iom.store.statements import sql

if TYPE_CHECKING:
    from iom.store.opened import Store

KEPT = (
    "What the command did IS kept, and so is its line in the audit log; the log is not anchored yet. "
    "Once this is mended, the next command that is logged anchors it."
)


def record(
    cursor: duckdb.DuckDBPyConnection,
    store: "Store",
    *,
    now: datetime,
    action: str,
    detail: Mapping[str, object],
    people: Sequence[int] = (),
    people_table: str | None = None,
) -> int:
    """Add a line in the caller's transaction and return its number.

    people_table names a temporary table with a person_id column on the same cursor, for many people.
    detail holds ids, field names, counts and dates, never a value from a person's record.
    Raises RuntimeError outside the store's transaction (two lines could follow the same one), AuditError
    when the log's key is gone, StoreError when the anchor could not be written afterwards.
    """
    if not store.is_writing(cursor):
        raise RuntimeError("an audit line is added inside store.transaction()")
    last, head = store.log_end or _head(cursor)
    folder = sealing.place(store.settings.keys, store.store_id)
    key = sealing.needed_key(folder)
    # once this is committed it is too late to refuse the command
    sealing.prove_writable(folder, to_the_disk=not store.anchored_apart)
    seq = last + 1
    numbers = sorted(set(people))
    if numbers:
        cursor.execute(sql("store/audit_people_listed"), {"seq": seq, "people": numbers})
    if people_table is not None:
        cursor.execute(sql("store/audit_people_from", people=people_table), {"seq": seq})
        people_count, people_sha256 = _one(cursor, "store/audit_people_seal", seq=seq)
    else:
        # what the statement would give for these numbers
        people_count = len(numbers)
        people_sha256 = hashlib.sha256(",".join(map(str, numbers)).encode()).hexdigest()
    line: dict[str, str | int | datetime] = {
        "seq": seq,
        "logged_at": naive_utc(now),
        "who": store.actor.user,
        "purpose": store.actor.purpose,
        "action": action,
        "detail": json.dumps(
            dict(detail), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_spelt
        ),
        "people_count": people_count,
        "people_sha256": people_sha256,
        "previous_mac": head,
    }
    mac = line_seal(key, line)
    cursor.execute(sql("store/audit_line_add"), {**line, "mac": mac})
    store.audit_lines_added = True
    store.log_end = seq, mac
    if store.own_lines is not None:
        store.own_lines.append(seq)
    return seq


def look(
    store: "Store", *, now: datetime, action: str, detail: Mapping[str, object], people: Sequence[int] = ()
) -> int:
    """Add a line of its own, committed, and anchored unless a service does it, before the answer is given."""
    with store.transaction(notes_alone=True) as cursor:
        seq = record(cursor, store, now=now, action=action, detail=detail, people=people)
    if not store.anchored_apart:
        anchor(store)
    return seq


def anchor(store: "Store") -> bool:
    """Note outside the store where its log ends now; false if it does not reach the anchor that is there.

    An anchor that the log no longer reaches stays as it is: it is the evidence that lines are missing.
    Raises AuditError when key or anchor are gone or spoilt, StoreError when the anchor cannot be written:
    what the lines tell of is kept all the same, and the text says so.
    """
    # in a transaction, so that two threads do not write an older anchor over a newer one
    with store.transaction(notes_alone=True) as cursor:
        last, head = _head(cursor)
        folder = sealing.place(store.settings.keys, store.store_id)
        key = sealing.needed_key(folder)
        store_id = str(store.store_id)
        noted = sealing.needed_anchor(folder, key, store_id)
        is_reached = noted.head == mac_of(cursor, noted.count)
        if is_reached:
            try:
                sealing.write_anchor(folder, key, store_id, sealing.Anchor(last, head))
            except StoreError as error:
                raise StoreError(f"{KEPT} {error}") from None
        store.audit_lines_added = False
    return is_reached


def reaches_anchor(store: "Store") -> bool:
    """Whether the log holds the line that was its last when the anchor was written: reads that line alone.

    Raises AuditError when key or anchor are gone or spoilt.
    """
    folder = sealing.place(store.settings.keys, store.store_id)
    noted = sealing.needed_anchor(folder, sealing.needed_key(folder), str(store.store_id))
    with store.cursor() as cursor:
        try:
            return noted.head == mac_of(cursor, noted.count)
        except duckdb.ProgrammingError:
            # the table is gone or altered
            return False


@dataclass(frozen=True)
class Line:
    """One line as it is shown. person_ids: the first of the people that it speaks of, by number."""

    line: int
    when: datetime
    who: str
    purpose: str
    action: str
    detail: str
    people: int
    person_ids: Sequence[int]


def search(
    store: "Store",
    *,
    who: str | None = None,
    purpose: str | None = None,
    action: str | None = None,
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    wanted: int = 100,
    before: int | None = None,
    oldest_first: bool = False,
) -> tuple[Line, ...]:
    """The lines that answer everything asked, the newest first, so many at most.

    action: how it begins. person_id: one of those that a line speaks of. since, until: both moments included.
    before: only lines of a lower number, to go on from the last line of an answer. oldest_first: the first
    lines of the log, not the last. The look is the caller's to log.
    """
    asked = {
        "who": who,
        "purpose": purpose,
        "action": action,
        "person_id": person_id,
        "since": naive_utc(since) if since else None,
        "until": naive_utc(until) if until else None,
        "wanted": wanted,
        "before": before,
        "oldest_first": oldest_first,
    }
    with store.cursor() as cursor:
        return tuple(Line(*row) for row in cursor.execute(sql("store/audit_search"), asked).fetchall())


def line_seal(key: bytes, line: Mapping[str, str | int | datetime]) -> str:
    """The seal of a line: over everything it says and the seal of the line before it."""
    fields = (
        "seq",
        "logged_at",
        "who",
        "purpose",
        "action",
        "detail",
        "people_count",
        "people_sha256",
        "previous_mac",
    )
    return sealing.seal(
        key, *(v.isoformat() if isinstance(v := line[name], datetime) else v for name in fields)
    )


def mac_of(cursor: duckdb.DuckDBPyConnection, seq: int) -> str | None:
    """The seal of a line by its number; of number 0, what the first line follows."""
    if seq == 0:
        return sealing.BEGINNING
    row = cursor.execute("select mac from audit_log where seq = $seq", {"seq": seq}).fetchone()
    return row[0] if row else None


def _head(cursor: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    row = cursor.execute(sql("store/audit_head")).fetchone()
    return row if row else (0, sealing.BEGINNING)


def _one(cursor: duckdb.DuckDBPyConnection, name: str, **params: object) -> tuple:
    row = cursor.execute(sql(name), params).fetchone()
    if row is None:
        raise LookupError(name)
    return row


def _spelt(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"an audit line holds ids, words, counts and dates, not {type(value).__name__}")
