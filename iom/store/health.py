"""Is an open store sound? Its schema, its values, its derived tables, its audit log; what a check is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import duckdb

from iom.store import backup_list, copies, derived, erasure_list, failures, migrations, sealing
from iom.store.audit_check import restores_of, verify_and_log
from iom.store.database import connect_to_nothing
from iom.store.errors import IomError, StoreError
from iom.store.opened import Store
from iom.store.statements import sql

OK, LOOK, BROKEN = "ok", "look", "broken"
RESTORE = "Restore the store from a backup: iom backup list"


@dataclass(frozen=True)
class Check:
    """What was found of one thing: ok, look (someone should) or broken; in words, with what to do about it.

    No word of it is from a person's record.
    """

    name: str
    state: str
    says: str
    remedy: str = ""


def checks(store: Store, now: datetime, advance: copies.Advance, *, may_name: bool = True) -> Iterator[Check]:
    """What can be asked of any open store, be it altered or damaged.

    may_name: whether who asks may name a folder for a backup.
    """
    yield _schema(store)
    yield _values(store, advance)
    yield _derived(store)
    yield from _log(store, now)
    yield erasures(store)
    yield _imports(store)
    yield _backups(store, now, may_name=may_name)


def _schema(store: Store) -> Check:
    name = "schema"
    shipped = migrations.shipped()
    try:
        with store.cursor() as cursor:
            held = migrations.applied(cursor)
            migrations.refuse_other(held)
            columns = _columns(cursor)
    except StoreError as error:
        return Check(name, BROKEN, str(error), "Install the version that made the store.")
    except duckdb.Error:
        return Check(name, BROKEN, "What was applied to the store cannot be read.", RESTORE)
    wanted = _columns_of(tuple(shipped))
    # derived tables are made by statements of their own
    altered = sorted({table for table, *_ in wanted - columns} - set(derived.RELATIONS))
    if altered:
        return Check(name, BROKEN, f"Tables that are gone or were altered: {', '.join(altered)}.", RESTORE)
    return Check(name, OK, f"Step {max(held)} of {shipped[-1].version}, as shipped.")


@lru_cache(maxsize=1)
def _columns_of(steps: tuple[migrations.Migration, ...]) -> frozenset[tuple[str, str, str]]:
    """The columns that a store has to which these steps were applied."""
    with connect_to_nothing() as anew:
        for migration in steps:
            anew.execute(migration.text)
        return frozenset(_columns(anew))


def _columns(cursor: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    return {tuple(row) for row in cursor.execute(sql("store/columns")).fetchall()}


def _values(store: Store, advance: copies.Advance) -> Check:
    name = "every value"
    try:
        with store.cursor() as cursor:
            held = copies.content(cursor, advance)
    except (StoreError, duckdb.Error) as error:
        damaged = failures.is_damage(error) or str(error) == failures.DAMAGED
        why = "A part of the file does not read as it was written" if damaged else "Not all of it can be read"
        return Check(name, BROKEN, f"{why}.", RESTORE)
    rows = sum(number for number, _ in held.values())
    return Check(name, OK, f"{rows:,} rows of {len(held)} tables were read to the last value.")


def _derived(store: Store) -> Check:
    name = "derived tables"
    remedy = "The next command makes them again."
    try:
        with store.cursor() as cursor:
            row = cursor.execute(sql("store/derived_from")).fetchone()
            ours = derived.is_of_this_software(cursor)
    except duckdb.Error:
        return Check(name, BROKEN, "What they were made from cannot be read.", RESTORE)
    if row is None:
        return Check(name, LOOK, "Not made yet.", remedy)
    if not ours:
        return Check(name, LOOK, "Made by the statements of other software.", remedy)
    built, last, of_set_in_force = row
    if not of_set_in_force or built != last:
        says = (
            f"Made after import {built:,}, and not since: the last is {last:,}, or the reference set changed."
        )
        return Check(name, BROKEN, says, "Report it: an import should make them again. Restore a backup.")
    return Check(name, OK, f"Made by this software after import {built:,}.")


def _log(store: Store, now: datetime) -> Iterator[Check]:
    try:
        report = verify_and_log(store, now)
    except (IomError, duckdb.Error) as error:
        says = str(error) if isinstance(error, IomError) else "It cannot be read or continued."
        yield Check("audit log", BROKEN, says, "See: iom audit verify")
        return
    if report.unchecked:
        says = " ".join(finding.says for finding in report.findings)
        yield Check("audit log", BROKEN, says, "Put the keys folder back from its backup, or set IOM_KEYS.")
    elif not report.good:
        says = f"Not as it was written: {report.findings[0].says}"
        yield Check("audit log", BROKEN, says, "Keep store and keys as they are. See: iom audit verify")
    else:
        yield Check("audit log", OK, f"{report.lines:,} lines, whole, and it reaches its anchor.")
    for restore in report.restores:
        state = LOOK if restore.agrees is False else OK
        says = f"On {restore.at:%Y-%m-%d}, from a backup of {restore.made_at[:10]} (line {restore.seq:,})."
        yield Check("restored", state, says, "See: iom audit verify" if state == LOOK else "")


def erasures(store: Store) -> Check:
    """Whether an erasure was stopped before all of it was done, so that someone may still be held."""
    name = "erasures"
    try:
        with store.cursor() as cursor:
            listed = erasure_list.of_store(store, cursor)
    except IomError as error:
        return Check(name, BROKEN, str(error))
    except duckdb.Error:
        return Check(name, BROKEN, "Whether anyone was erased cannot be read.", RESTORE)
    unfinished = sum(not one.finished for one in listed)
    if not unfinished:
        return Check(name, OK, f"{len(listed):,} on the list, all finished." if listed else "There was none.")
    if store.erasing.locked():
        return Check(name, LOOK, "One is at work.", "Look again when it has finished.")
    says = f"{unfinished:,} stopped: someone erased may still be held, or have bytes in the store's file."
    return Check(
        name, LOOK, says, "Give a command that does not only inspect, as iom rights list: it finishes it."
    )


def _imports(store: Store) -> Check:
    try:
        with store.cursor() as cursor:
            last, batch = derived.last_moment(cursor)
    except duckdb.Error:
        return Check("last import", BROKEN, "Which import was the last cannot be read.", RESTORE)
    if last is None:
        return Check("last import", OK, "Nothing was imported yet.")
    return Check("last import", OK, f"{batch:,}; last told anything {last:%Y-%m-%d %H:%M} UTC.")


def _backups(store: Store, now: datetime, *, may_name: bool) -> Check:
    name = "backups"
    try:
        place = sealing.place(store.settings.keys, store.store_id)
        made = backup_list.listed(place, sealing.needed_key(place))
    except IomError as error:
        return Check(name, BROKEN, str(error), "Put the keys folder back from its backup.")
    make = backup_list.how_to_make(store.settings, made, may_name=may_name)
    if not made:
        return Check(name, LOOK, "None was made yet.", f"Make one, on another disk: {make}")
    states = [one.state(now.date()) for one in made]
    kept = [one for one, state in zip(made, states, strict=True) if state != "missing"]
    if not kept:
        return Check(name, LOOK, f"None of {len(made):,} is where it was made.", f"Make one: {make}")
    last = kept[-1]
    since = last.lines
    says = f"The last is of {last.made_at:%Y-%m-%d %H:%M} UTC."
    try:
        with store.cursor() as cursor:
            if last.store_id != store.store_id:
                # of the store that this one was restored from, which may have gone another way since
                since = min(since, *(restore.lines for restore in restores_of(cursor)))
            row = cursor.execute(sql("store/changes_since"), {"lines": since}).fetchone()
    except duckdb.Error:
        row = None
    changes = row[0] if row else 0
    if expired := states.count("expired"):
        past = "1 is past its day" if expired == 1 else f"{expired:,} are past their day"
        return Check(name, LOOK, f"{says} {past}.", "Delete what is: iom backup list")
    if changes:
        came = "1 change" if changes == 1 else f"{changes:,} changes"
        return Check(name, LOOK, f"{says} {came} came after it.", f"Make another: {make}")
    return Check(name, OK, f"{says} Nothing was changed since.")
