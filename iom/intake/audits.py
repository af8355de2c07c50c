"""Queries that must return no row: what indexes would have promised, asked instead."""

from iom.intake.records import TABLES
from iom.store import Store, sql

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
