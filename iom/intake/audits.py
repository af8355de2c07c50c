"""Queries that must return no row: what indexes would have promised, asked instead."""

from collections.abc import Callable, Iterator

import duckdb

from iom.intake.records import TABLES
from iom.store import Store, sql
from iom.store.health import BROKEN, OK, Check

OF_EACH_TABLE = ("one_current_version", "versions_in_turn", "known_by_its_import", "subject_of_version")
OF_THE_STORE = (
    "subject_once",
    "offence_once",
    "quarantine_reasons",
    "assignments_in_turn",
    "offence_scored_once",
    "run_once",
    "decision_whole",
    "reference_kept",
)


def broken_audits(store: Store) -> dict[str, int]:
    """The audits that return rows, with how many; empty when all is well."""
    found = {}
    with store.cursor() as cursor:
        for audit in OF_EACH_TABLE:
            for table in TABLES:
                rows = cursor.execute(sql(f"audits/{audit}", table=table)).fetchall()
                found[f"{audit} {table}"] = len(rows)
        for audit in OF_THE_STORE:
            found[audit] = len(cursor.execute(sql(f"audits/{audit}")).fetchall())
    return {name: rows for name, rows in found.items() if rows}


def checks(store: Store, advance: Callable[[int, int], None]) -> Iterator[Check]:
    """One check for each audit: the question that it asks, and how many rows answer it, never which."""
    audits = [(audit, tuple(TABLES)) for audit in OF_EACH_TABLE] + [(audit, ()) for audit in OF_THE_STORE]
    with store.cursor() as cursor:
        for done, (audit, tables) in enumerate(audits, start=1):
            yield _check(cursor, audit, tables)
            advance(done, len(audits))


def _check(cursor: duckdb.DuckDBPyConnection, audit: str, tables: tuple[str, ...]) -> Check:
    name = audit.replace("_", " ")
    texts = [sql(f"audits/{audit}", table=table) for table in tables] or [sql(f"audits/{audit}")]
    question = texts[0].splitlines()[0].removeprefix("-- ").removesuffix(" Must return no row.")
    try:
        rows = sum(len(cursor.execute(text).fetchall()) for text in texts)
    except duckdb.Error:
        says = f"{question} It could not be asked: a table is gone, altered or damaged."
        return Check(name, BROKEN, says, "Restore the store from a backup.")
    if rows:
        remedy = "Restore a backup from before it, or report it: no import should be able to do this."
        return Check(name, BROKEN, f"{question} {rows:,} rows.", remedy)
    return Check(name, OK, f"{question} None.")
