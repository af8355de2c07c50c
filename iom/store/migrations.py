"""Numbered migrations of the store's schema: each in one transaction, checksummed, never changed later."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import duckdb

from iom.moments import naive_utc
from iom.store.errors import StoreError
from iom.store.statements import data_folder


@dataclass(frozen=True)
class Migration:
    """One file of sql/schema/."""

    version: int
    name: str
    text: str
    sha256: str


@cache
def shipped() -> Sequence[Migration]:
    """The migrations of this version of the software, in order."""
    found = []
    for file in sorted((data_folder("sql") / "schema").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql"):
            text = file.read_text(encoding="utf-8").replace("\r\n", "\n")
            stem = file.name.removesuffix(".sql")
            found.append(Migration(int(stem[:4]), stem[5:], text, hashlib.sha256(text.encode()).hexdigest()))
    return tuple(found)


def bring_up_to_date(
    root: duckdb.DuckDBPyConnection, now: datetime, begin: Callable[[datetime], object]
) -> None:
    """Apply what the store lacks; for a database without a single step, call begin(moment) inside the first.

    Raises StoreError when an applied migration differs from the shipped one, or the store is newer.
    """
    moment = naive_utc(now)
    try:
        # of nearly every store that is opened nothing more is asked
        held = applied(root)
    except duckdb.CatalogException:
        _refuse_foreign(root)
        root.execute(
            "create table schema_migration "
            "(version integer not null, name varchar not null, sha256 varchar not null, "
            "applied_at timestamp not null)"
        )
        held = {}
    refuse_other(held)
    migrations = shipped()
    for migration in migrations:
        if migration.version in held:
            continue
        root.execute("begin transaction")
        try:
            root.execute(migration.text)
            if not held and migration is migrations[0]:
                begin(moment)
            root.execute(
                "insert into schema_migration values (?, ?, ?, ?)",
                [migration.version, migration.name, migration.sha256, moment],
            )
            root.execute("commit")
        except BaseException as error:
            with suppress(duckdb.Error):
                root.execute("rollback")
            if not isinstance(error, duckdb.Error):
                raise
            raise StoreError(f"Schema step {migration.version} could not be applied: {error}") from error


def applied(root: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """The SHA-256 of each migration that a database says was applied to it, by number."""
    return dict(root.execute("select version, sha256 from schema_migration").fetchall())


def refuse_other(held: Mapping[int, str]) -> None:
    """Raise StoreError when what was applied is newer than the installed software's, or not its own."""
    ours = {migration.version: migration.sha256 for migration in shipped()}
    if newer := set(held) - set(ours):
        raise StoreError(
            f"This store was made by a newer version (schema step {max(newer)}): install that version."
        )
    for version in sorted(held):
        if held[version] != ours[version]:
            raise StoreError(
                f"Schema step {version} of this store is not the installed software's: "
                "install the version that made the store, or restore the store from a backup."
            )


def _refuse_foreign(root: duckdb.DuckDBPyConnection) -> None:
    if root.execute("select table_name from duckdb_tables()").fetchall():
        raise StoreError("The database in this folder is not a store: it was made by other software.")
