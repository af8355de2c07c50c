"""The rules of intake by name: what each refuses and what mends it. docs/import-rules.md lists them."""

from dataclasses import dataclass
from dataclasses import field as uncompared
from types import MappingProxyType

import polars as pl


@dataclass(frozen=True)
class Rule:
    """A rule that refuses a row. says completes the sentence "the row is refused because …"."""

    name: str
    says: str
    remedy: str


RULES = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            Rule("too_few_fields", "the row has fewer fields than the header", "Complete the row at source."),
            Rule(
                "too_many_fields",
                "the row has more fields than the header",
                "Put quotes around a value that holds the delimiter.",
            ),
            Rule(
                "quoting_broken",
                "text follows the closing quote of a value",
                "Double the quotes inside the value.",
            ),
            Rule(
                "field_too_long",
                "a value has more characters than the limit",
                "Close the quotes of the value at source; a larger limit is set by IOM_CELL_LIMIT.",
            ),
            Rule(
                "row_not_completed",
                "its columns are still blank, and what there is of the row is in iom_row",
                "Fill in the row's columns from iom_row.",
            ),
            Rule(
                "cell_without_value",
                "a cell of the workbook holds no value but an error, a formula not worked out or part of a "
                "merged range",
                "Mend the cell at source: open the workbook in Excel, let it calculate, and save it.",
            ),
            Rule(
                "date_for_code",
                "a date stands where an offence code is expected, as when Excel makes 28 March of 28/3",
                "Make the column text at source, then write the code again.",
            ),
            Rule("required_missing", "a required value is blank", "Fill in the value at source."),
            Rule("date_missing", "a required date is blank", "Fill in the date at source."),
            Rule(
                "date_format",
                "the value is not a date in the format that the mapping names",
                "Correct the date, or name its format, or the value as missing, in the mapping document.",
            ),
            Rule(
                "date_too_early",
                "the date lies before 1 January 1900",
                "Correct it; if the system writes a blank so, list it as missing in the mapping document.",
            ),
            Rule(
                "date_in_future",
                "the date lies after the day of the extract",
                "Correct the date, or the end of the period that the file covers.",
            ),
            Rule(
                "code_not_listed",
                "the value is not in the list that the field takes",
                "Add the value to the code list of the mapping document, or correct it.",
            ),
            Rule(
                "number_format",
                "the value is not a plain number with at most 4 decimals",
                "Take signs such as < or commas out at source, or list the value as missing in the mapping.",
            ),
            Rule(
                "identifier_form",
                "the identifier does not have the form or check letter of its kind",
                "Correct the identifier at source, or leave it blank.",
            ),
            Rule(
                "tool_form",
                "the tool's name is not one that criteria can use, as held.<tool>",
                "Give the column a code list in the mapping document, with a name for each tool.",
            ),
            Rule(
                "spell_inverted", "the period or life ends before it begins", "Correct one of the two dates."
            ),
            Rule(
                "subject_unknown",
                "the person is neither in the store nor in this file for this system",
                "Import the system's file of people first, or correct the person's key: a spreadsheet may "
                "have taken zeros from its front.",
            ),
            Rule(
                "offence_unknown",
                "the offence is neither in the store nor in this file for this system and person",
                "Import the system's file of offences first, or correct the reference.",
            ),
            Rule(
                "key_conflict",
                "another row of the file, or the row itself, has the same key and says otherwise",
                "Leave one of the rows, or give the record a key that tells them apart.",
            ),
            Rule(
                "overtaken",
                "a file imported since this row was refused says otherwise of the same record",
                "If the later file is wrong, correct the record at source; else give the row up, if it is "
                "still open.",
            ),
            Rule(
                "erased",
                "the person was erased from this store, and nothing of the row is kept",
                "Ask the source to leave the person out of its export. Whether they may be held again is for "
                "the data protection officer to decide: docs/rights.md.",
            ),
        )
    }
)


@dataclass(frozen=True)
class Check:
    """A rule applied to one field of one mapped record. broken is true where a row breaks the rule.

    message holds names and formats, never a value of a row. other_remedy: what mends it here, where that is
    not what the rule says. broken is None for rules across rows, whose statements are in sql/intake/, and for
    those that the reader of the file applies itself.
    """

    rule: Rule
    record_no: int
    record_type: str
    field: str | None
    column: str | None
    message: str
    other_remedy: str | None = None
    broken: pl.Expr | None = uncompared(default=None, compare=False)

    @property
    def remedy(self) -> str:
        """What mends a row that breaks it."""
        return self.other_remedy or self.rule.remedy
