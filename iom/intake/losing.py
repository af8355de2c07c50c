"""What people and offences lose because a document has no column for it: fields and counts, no values."""

from collections import Counter

import duckdb

from iom.intake.loading import Terms
from iom.intake.notices import counted
from iom.store import sql

# The tables whose records a narrower document of the same system replaces: the statement that counts what is
# lost, and what one record is called.
LOST_OF = {
    "subject_version": ("intake/lost_of_subjects", ("person", "people")),
    "subject_name_version": ("intake/lost_of_names", ("person", "people")),
    "offence_version": ("intake/lost_of_offences", ("offence", "offences")),
}


def losses(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> tuple[str, ...]:
    """A notice when records replaced by this import lose fields that the document maps no column to.

    Nothing is known of a field that no column is mapped to, so the new version of the record leaves it blank.
    """
    found = _fields_lost(cursor, terms)
    if not found:
        return ()
    each = ", ".join(f"{field} of {counted(n, *LOST_OF[table][1])}" for (table, field), n in found.items())
    return (
        f"Values are lost: an earlier import of {terms.system} gave {each}, and this document maps no column "
        "to them, so that they are blank from now on. Map them, or give this file a system name of its own.",
    )


def _fields_lost(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> Counter[tuple[str, str]]:
    lost: Counter[tuple[str, str]] = Counter()
    for record in terms.mapping.records:
        for table in LOST_OF.keys() & set(record.type.tables):
            values = {"system": terms.system, "record_no": record.number, "moment": terms.moment}
            for field, records in cursor.execute(sql(LOST_OF[table][0]), values).fetchall():
                # a column that is mapped and blank takes the value back: that is the source's own word
                if records and record.type.field(field) is not None and field not in record.fields:
                    lost[table, field] += records
    return Counter(dict(sorted(lost.items())))
