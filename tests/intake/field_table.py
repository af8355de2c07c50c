"""The fields of each record type as a table for docs/import-rules.md, which so cannot lag behind."""

from iom.intake.records import RECORD_TYPES, Field, RecordType

WHAT = {
    "text": "text",
    "tool": "name of a tool",
    "date": "date",
    "yes_no": "yes or no",
    "whole": "whole number",
    "decimal": "number with at most 4 decimals",
    "identifier": "identifier",
    "code": "offence code",
    "list": "list: split says between what",
}


def field_table() -> str:
    """Markdown: one row per record type and field, in the order of RECORD_TYPES."""
    rows = [_row(record, field) for record in RECORD_TYPES.values() for field in record.fields]
    return "\n".join(("| record | field | takes |", "|---|---|---|", *rows))


def _row(record: RecordType, field: Field) -> str:
    takes = " ".join(f"`{word}`" for word in field.words) or WHAT[field.kind]
    if field.ahead:
        takes += ", may be to come"
    if field.blank is not None:
        takes += f"; blank: `{field.blank}`"
    name = f"**{field.name}**" if field.required else field.name
    return f"| {record.name} | {name} | {takes} |"
