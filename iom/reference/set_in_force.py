"""Which set of reference tables a store uses, and older sets brought back to repeat an old run."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from iom.moments import naive_utc
from iom.reference.checks import DECIMAL_DIGITS
from iom.reference.entries import Entry, ReferenceTableError, digest, parse, registry, shipped_text
from iom.reference.own import own_tables, with_own
from iom.store import Actor, Store, audit, derived, sql
from iom.store.folder import DATABASE

if TYPE_CHECKING:
    import duckdb

# Catalogs, since "main" is also the schema of temporary tables. The store's is named after its file.
STORE, TEMPORARY = Path(DATABASE).stem, "temp"


@dataclass(frozen=True)
class InForce:
    """The set a store uses, the severity vintage its derived tables carry, and since when (UTC)."""

    fingerprint: str
    severity_vintage: str
    since: datetime


def shipped_set() -> dict[str, str]:
    """The text of every shipped table, by table id."""
    return {table_id: shipped_text(table_id) for table_id in registry().entries}


def fingerprint(texts: Mapping[str, str]) -> str:
    """SHA-256 over each table's id and digest in order of id: one value for a whole set."""
    lines = "".join(f"{table_id} {digest(texts[table_id])}\n" for table_id in sorted(texts))
    return hashlib.sha256(lines.encode()).hexdigest()


def in_force(cursor: "duckdb.DuckDBPyConnection") -> InForce | None:
    """What the store uses now; None before it was given its first set."""
    row = cursor.execute("select fingerprint, severity_vintage, since from reference_in_force").fetchone()
    return InForce(row[0], row[1], row[2].replace(tzinfo=UTC)) if row else None


def put_in_force(
    cursor: "duckdb.DuckDBPyConnection",
    now: datetime,
    severity_vintage: str | None = None,
    *,
    by: Actor | None = None,
    why: str = "software",
    table_id: str | None = None,
) -> InForce:
    """Make the shipped tables and the store's own the ones in force, in the caller's transaction.

    Nothing happens if they are. severity_vintage: what derived tables carry; by default the one in force, at
    first the registry's. Every table's text is kept by digest for ever, so that an old run can be repeated;
    derived tables are made again only if what they read has changed. by, why, table_id: for the history.
    Raises ReferenceTableError when the tables hold no weights of that vintage.
    """
    shipped = shipped_set()
    texts = with_own(shipped, own_tables(cursor))
    mark = fingerprint(texts)
    held = in_force(cursor)
    vintage = severity_vintage or (held.severity_vintage if held else registry().severity_vintage)
    brought = InForce(mark, vintage, now)
    if held and (held.fingerprint, held.severity_vintage) == (mark, vintage):
        if _rests_on(cursor) == (mark, fingerprint(shipped)):
            return held
        brought = held
    else:
        _replace(cursor, held, brought, texts)
    who = by or Actor("unknown", "not-stated", "")
    cursor.execute(
        sql("reference/keep_history"),
        {
            "fingerprint": mark,
            "severity_vintage": vintage,
            "since": naive_utc(now),
            "by_user": who.user,
            "purpose": who.purpose,
            "why": why,
            "table_id": table_id,
            "shipped_fingerprint": fingerprint(shipped),
        },
    )
    return brought


def _replace(
    cursor: "duckdb.DuckDBPyConnection", held: InForce | None, brought: InForce, texts: Mapping[str, str]
) -> None:
    was = (
        dict(cursor.execute(sql("reference/kept_set"), {"fingerprint": held.fingerprint}).fetchall())
        if held
        else {}
    )
    keep_texts(cursor, texts, brought.fingerprint)
    _fill(cursor, STORE, texts)
    vintage = brought.severity_vintage
    if not cursor.execute("select 1 from severity_weight where vintage = ? limit 1", [vintage]).fetchone():
        raise ReferenceTableError(
            f'There are no severity weights of vintage "{vintage}". See: iom reference show ons_css_weights'
        )
    cursor.execute("delete from reference_in_force")
    cursor.execute(
        "insert into reference_in_force values (?, ?, ?)",
        [brought.fingerprint, vintage, naive_utc(brought.since)],
    )
    if held is None or held.severity_vintage != vintage or read_differently(was, texts, vintage):
        derived.rebuild(cursor)
    else:
        cursor.execute("update derived_state set reference_fingerprint = ?", [brought.fingerprint])


def read_differently(was: Mapping[str, str], texts: Mapping[str, str], vintage: str) -> bool:
    """Whether derived tables of a severity vintage would read other rows of one set than of another."""
    for table_id, table in registry().entries.items():
        if table.fills is None or was.get(table_id) == texts.get(table_id):
            continue
        if table.beside is None or table_id not in was or table_id not in texts:
            return True
        one, other = (
            [row for row in parse(table, text[table_id]) if row[table.beside] == vintage]
            for text in (was, texts)
        )
        if one != other:
            return True
    return False


def _rests_on(cursor: "duckdb.DuckDBPyConnection") -> tuple[str, str] | None:
    return cursor.execute(sql("reference/last_history")).fetchone()


def ensure(store: Store, now: datetime) -> InForce:
    """Give a new store its reference set, and a store opened by other software that one's set and relations.

    What the store loaded itself stays in its set. A few short reads when nothing is to be done; a change is
    logged: it moves everyone's numbers.
    """
    with store.cursor() as cursor:
        held = in_force(cursor)
        rests_on = _rests_on(cursor)
        is_current = derived.is_of_this_software(cursor)
    if held and rests_on == (held.fingerprint, fingerprint(shipped_set())):
        if not is_current:
            _rebuild(store, held.fingerprint, now)
        return held
    with store.transaction() as cursor:
        brought = put_in_force(cursor, now, by=store.actor)
        if not derived.is_of_this_software(cursor):
            # what other software's statements made is not what these would make
            _make_again(cursor, brought.fingerprint)
        detail = {"fingerprint": brought.fingerprint, "severity_vintage": brought.severity_vintage}
        audit.record(cursor, store, now=now, action="reference.put_in_force", detail=detail)
    return brought


def _rebuild(store: Store, mark: str, now: datetime) -> None:
    with store.transaction() as cursor:
        _make_again(cursor, mark)
        detail = {"statements_sha256": derived.statements_sha256()}
        audit.record(cursor, store, now=now, action="derived.rebuild", detail=detail)


def _make_again(cursor: "duckdb.DuckDBPyConnection", mark: str) -> None:
    # a table that this software is the first to fill has no rows yet
    _fill(cursor, STORE, kept_set(cursor, mark))
    derived.rebuild(cursor)


def load_as(cursor: "duckdb.DuckDBPyConnection", mark: str) -> None:
    """Fill temporary tables from a kept set: on this cursor they stand before the real ones of their names.

    Raises ReferenceTableError when the store does not hold the set, or holds a text that has been altered.
    """
    texts = kept_set(cursor, mark)
    cursor.execute(sql("reference/shadow_tables"))
    _fill(cursor, TEMPORARY, texts)


def kept_set(cursor: "duckdb.DuckDBPyConnection", mark: str) -> dict[str, str]:
    """The text of every table of a kept set, checked against its fingerprint."""
    texts = dict(cursor.execute(sql("reference/kept_set"), {"fingerprint": mark}).fetchall())
    if not texts:
        raise ReferenceTableError(
            f"The store holds no reference set {mark[:12]}: the run was made by another store."
        )
    if fingerprint(texts) != mark:
        raise ReferenceTableError(
            f"The reference set {mark[:12]} kept in the store was altered: restore a backup."
        )
    return texts


def keep_texts(
    cursor: "duckdb.DuckDBPyConnection", texts: Mapping[str, str], mark: str | None = None
) -> None:
    """Keep the texts of tables by digest; with a fingerprint, as the set of that fingerprint."""
    kept = {
        "table_id": list(texts),
        "file_sha256": [digest(text) for text in texts.values()],
        "content": list(texts.values()),
    }
    cursor.register("reference_texts", pa.table(kept))
    try:
        cursor.execute(sql("reference/keep_file"))
        if mark is not None:
            cursor.execute(sql("reference/keep_set"), {"fingerprint": mark})
    finally:
        cursor.unregister("reference_texts")


def _fill(cursor: "duckdb.DuckDBPyConnection", catalog: str, texts: Mapping[str, str]) -> None:
    for table_id, table in registry().entries.items():
        if table.fills is None or table_id not in texts:  # a table that an older set did not have stays empty
            continue
        cursor.register("reference_rows", _rows_of(table_id, texts[table_id]))
        try:
            cursor.execute(sql(f"reference/{table.fills}", catalog=catalog))
        finally:
            cursor.unregister("reference_rows")


# a process that repeats runs or looks a store over fills tables from the same texts again and again
@lru_cache(maxsize=64)
def _rows_of(table_id: str, text: str) -> pa.Table:
    return as_arrow(registry().entries[table_id], text)


def as_arrow(table: Entry, text: str) -> pa.Table:
    """A table's rows as Arrow columns of text, blanks as NULL; its exact columns as DECIMAL(18, n).

    Exact columns never pass through a float: more decimals than are kept are rounded half to even.
    """
    rows = parse(table, text)
    columns = {}
    for name in table.columns:
        values = [row[name] or None for row in rows]
        if name in table.exact:
            kept = table.exact[name]
            columns[name] = pa.array([exact(v, kept) for v in values], pa.decimal128(DECIMAL_DIGITS, kept))
        else:
            columns[name] = pa.array(values, pa.string())
    return pa.table(columns)


def exact(text: str | None, decimals: int) -> Decimal | None:
    """A number as text, made a Decimal of so many decimals. Raises ReferenceTableError if it is none."""
    if text is None:
        return None
    try:
        return Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    except InvalidOperation:
        raise ReferenceTableError(f'"{text}" in a reference table is not a number.') from None
