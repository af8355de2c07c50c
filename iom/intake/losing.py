"""What people and offences lose because a document has no column for it: fields and counts, no values."""

from collections import Counter

import duckdb

from iom.intake.loading import Terms
from iom.intake.notices import counted
from iom.intake.records import TABLES
from iom.store import sql

# The tables whose records a narrower document of the same system replaces, and what one record is called.
NOUNS = {
    "subject_version": ("person", "people"),
    "subject_name_version": ("person", "people"),
    "offence_version": ("offence", "offences"),
}


def losses(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> tuple[str, ...]:
    """A notice when records replaced by this import lose fields that the document maps no column to.

    Nothing is known of a field that no column is mapped to, so the new version of the record leaves it blank.
    """
    found = _fields_lost(cursor, terms)
    if not found:
        return ()
    each = ", ".join(f"{field} of {counted(n, *NOUNS[table])}" for (table, field), n in found.items())
    return (
        f"Values are lost: an earlier import of {terms.system} gave {each}, and this document maps no column "
        "to them, so that they are blank from now on. Map them, or give this file a system name of its own.",
    )


def _fields_lost(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> Counter[tuple[str, str]]:
    lost: Counter[tuple[str, str]] = Counter()
    for record in terms.mapping.records:
        for table in NOUNS.keys() & set(record.type.tables):
            unmapped = [
                f for f in TABLES[table].keeps if record.type.field(f) is not None and f not in record.fields
            ]
            values = {
                "table_name": table,
                "system": terms.system,
                "record_no": record.number,
                "moment": terms.moment,
                "fields": unmapped,
            }
            rows = cursor.execute(sql("intake/fields_lost", table=table), values).fetchall()
            lost.update({(table, field): records for field, records in rows})
    return Counter(dict(sorted(lost.items())))
