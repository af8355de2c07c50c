"""Rows of people who were erased: refused, and kept without a word of what they said."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from iom.intake.staging import Checks
from iom.store import Store, erasure_list, sql

RULE = "erased"


@dataclass(frozen=True)
class Known:
    """The store's list of erasures as one import needs it: the key, the hashes, the system."""

    key: bytes
    hashes: frozenset[str]
    system: str

    def is_erased(self, source_key: str) -> bool:
        """Whether a person of this key was erased."""
        return erasure_list.hash_of(self.key, self.system, source_key) in self.hashes

    def names_any(self, fields: Sequence[str]) -> bool:
        """Whether any field of a row that could not be told apart is the key of someone erased."""
        return any(self.is_erased(field.strip()) for field in fields)

    def row_hash(self, raw_sha256: str) -> str:
        """What a row is known by of which nothing is kept: it tells whether the same row comes again."""
        return erasure_list.row_hash(self.key, raw_sha256)


def known(cursor: duckdb.DuckDBPyConnection, store: Store, system: str) -> Known:
    """The list of erasures, for files of a system. Raises AuditError when it is spoilt or gone."""
    _, key = erasure_list.place_of(store)
    return Known(key, erasure_list.hashes(erasure_list.of_store(store, cursor)), system)


def refuse(cursor: duckdb.DuckDBPyConnection, people: Known, checks: Checks) -> None:
    """Refuse the rows that speak of someone erased, for that and nothing else."""
    check_no = number(checks)
    if not people.hashes:
        return
    keys = cursor.execute(sql("intake/keys_named")).fetchall()
    erased = [key for (key,) in keys if people.is_erased(key)]
    if not erased:
        return
    cursor.register("erased_key", pl.DataFrame({"source_key": erased}, {"source_key": pl.String}).to_arrow())
    try:
        cursor.execute(sql("intake/refuse_erased"), {"check_no": check_no})
        cursor.execute(sql("intake/forget_other_failures"), {"check_no": check_no})
    finally:
        cursor.unregister("erased_key")


def number(checks: Checks) -> int:
    """The number of the check that refuses them."""
    return checks.number(checks.of_reader(RULE))
