"""Rows of one key that say different things: which they are, in what they differ, and how that is told."""

import duckdb

from iom.intake.columns import quoted
from iom.intake.mapping import Mapping, RecordMapping, Source
from iom.intake.records import FILLED, TABLES
from iom.intake.rules import RULES, Check
from iom.intake.staging import Checks
from iom.store import sql

# Said before the line of the first row that says otherwise.
FIRST = "; the first is {} "
# What is not mapped itself is read from another field's column.
READ_FROM = {"birth_precision": "birth_date"}
MAPPING = (
    "If the row is right, mend the mapping document: let one column or record say it, or leave one of the "
    "two out. Else correct the row."
)


def refuse_conflicts(cursor: duckdb.DuckDBPyConnection, mapping: Mapping, checks: Checks) -> None:
    """Refuse rows that have the key of another row, or of themselves, and say otherwise: none is believed.

    Of people a blank says nothing, so it goes with any value; two different values are a conflict.
    """
    tables = [name for record in mapping.records for name in record.type.tables]
    doubled: dict[str, bool] = dict(cursor.execute(sql("intake/doubled_tables")).fetchall())
    clashing = [name for name in dict.fromkeys(tables) if doubled.get(name)]
    for name in clashing:
        for field in TABLES[name].keeps:
            cursor.execute(
                sql("intake/find_differing", arrived=f"arrived_{name}", field=field),
                {"table_name": name, "field": field, "blank_says": name not in FILLED},
            )
        if name in FILLED:
            cursor.execute(sql("intake/agree_in_blanks"), {"table_name": name})
    if not clashing:
        return
    cursor.execute(sql("intake/conflicts"))
    records = {record.number: record for record in mapping.records}
    for record_no, of_itself, told in cursor.execute(sql("intake/conflicts_told")).fetchall():
        check = _check(records[record_no], told, of_itself=of_itself)
        cursor.execute(
            "insert into said_conflict values (?, ?, ?, ?)",
            [record_no, of_itself, told, checks.number(check)],
        )
    cursor.execute(sql("intake/refuse_conflicts"))
    cursor.execute(sql("intake/place_conflicts"))


def _check(record: RecordMapping, told: str, *, of_itself: bool) -> Check:
    """The rule as it is told of these differences: names of columns or fields, never a value."""
    parts = [part.split(" ") for part in told.split(",") if part]
    names = list(dict.fromkeys(_name(record, table, int(item), field) for table, item, field in parts))
    noun = record.type.name.replace("_", " ")
    statuses = bool(parts) and all(table == "offence_status_event" for table, _, _ in parts)
    if not of_itself:
        says = f"another row of the file has the same key and says otherwise of the {noun}"
    elif statuses:
        says = f"the row itself gives one status of the {noun} two dates"
    else:
        says = f"the row itself tells of the same {noun} twice and says otherwise"
    where = record.reference or ", ".join(record.key) or None
    return Check(
        RULES["key_conflict"],
        record.number,
        record.type.name,
        None,
        where,
        says + (f": {', '.join(names)}" if names else ""),
        MAPPING if of_itself else None,
    )


def _name(record: RecordMapping, table: str, item: int, field: str) -> str:
    source = _source(record, table, item, field)
    return quoted(source.columns) if source is not None and source.columns else field


def _source(record: RecordMapping, table: str, item: int, field: str) -> Source | None:
    if table == "offence_status_event" and record.statuses:
        return record.statuses[item].on
    if table == "subject_identifier_version":
        return record.fields.get(record.type.fields[item].name)
    if field == "code_kind" and field not in record.fields:
        return record.fields.get("code_given") or record.fields.get("code")
    return record.fields.get(READ_FROM.get(field, field))
