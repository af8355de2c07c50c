"""What people and offences lose, having no column or a blank now: fields and counts, no values."""

from collections import Counter
from collections.abc import Callable

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


def losses(cursor: duckdb.DuckDBPyConnection, terms: Terms, replacing: set[str]) -> tuple[str, ...]:
    """Notices when records replaced by this import lose fields: not mapped, or blank in a full file.

    replacing: the tables of these records.

    Nothing is known of a field that no column is mapped to, so the new version of the record leaves it blank.
    A mapped column that is blank takes the value back: that is the source's own word, and yet worth a look.
    """
    unmapped, blank = _fields_lost(cursor, terms, replacing)
    told = []
    if unmapped:
        told.append(
            f"Values are lost: an earlier import of {terms.system} gave {_listed(unmapped, str)}, and this "
            "document maps no column to them, so that they are blank from now on. Map them, or give this "
            "file a system name of its own."
        )
    if blank and terms.scope == "full":
        fields = _listed(blank, lambda field: field.replace("_", " "))
        told.append(f"Blank in this file and held before: {fields}. A full file takes such values back.")
    return tuple(told)


def _listed(lost: Counter[tuple[str, str]], say: Callable[[str], str]) -> str:
    return ", ".join(
        f"{say(field)} of {counted(n, *LOST_OF[table][1])}" for (table, field), n in lost.items()
    )


def _fields_lost(
    cursor: duckdb.DuckDBPyConnection, terms: Terms, replacing: set[str]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many records lost each field that is not mapped, and each that is."""
    unmapped: Counter[tuple[str, str]] = Counter()
    blank: Counter[tuple[str, str]] = Counter()
    for record in terms.mapping.records:
        for table in LOST_OF.keys() & replacing.intersection(record.type.tables):
            values = {"system": terms.system, "record_no": record.number, "moment": terms.moment}
            for field, records in cursor.execute(sql(LOST_OF[table][0]), values).fetchall():
                if records and record.type.field(field) is not None:
                    (blank if field in record.fields else unmapped)[table, field] += records
    return Counter(dict(sorted(unmapped.items()))), Counter(dict(sorted(blank.items())))
