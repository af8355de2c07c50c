"""What an import did, or would do: counts that add up, and no value of any row."""

from dataclasses import asdict, dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RuleCount:
    """A rule that rows broke: how many, where the first are, what was expected, what to do.

    other_lines: for each of the first lines the first other line that says otherwise, where that is the rule.
    """

    rule: str
    record_type: str
    field: str | None
    column: str | None
    rows: int
    first_lines: tuple[int, ...]
    message: str
    remedy: str
    other_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class RecordCount:
    """What became of the records of one type; table tells details apart from their record.

    repeated: said by an earlier row of the file too.
    """

    record_type: str
    table: str
    new: int
    replaced: int
    unchanged: int
    repeated: int


@dataclass(frozen=True)
class ImportReport:
    """One import. Rows are data rows of the file (blank lines are none): loaded + updated + unchanged +
    quarantined = total. Records count a file's records and their details; withdrawn: current versions of a
    full file's period that it no longer holds, by table.

    warnings: sentences for a person to read: what went in and yet may not be what was meant.
    closed_before: refused rows that were corrected or given up earlier, and stay so.
    not_covered: record types for which the period does not count as covered, because nothing of them is
    dated within it or the file is not complete; nothing_dated: those of which it was said that there really
    was nothing, so that it does.
    complete: false when so many rows are refused that the file does not pass for complete.
    place: what is said before the number of a line or of a sheet's row.
    checked_only: nothing was kept. batch_id and quarantine ids are then None and empty.
    """

    checked_only: bool
    batch_id: int | None
    known_from: datetime
    file_name: str
    encoding: str
    mapping: str
    system: str
    scope: str
    rows_total: int
    rows_loaded: int
    rows_updated: int
    rows_unchanged: int
    rows_quarantined: int
    rows_without_record: int
    records: tuple[RecordCount, ...]
    withdrawn: tuple[tuple[str, int], ...]
    rules: tuple[RuleCount, ...]
    quarantine_ids: tuple[int, ...]
    corrected: int
    closed_before: int
    covers: tuple[date, date] | None
    coverage_added: int = 0
    not_covered: tuple[str, ...] = ()
    nothing_dated: tuple[str, ...] = ()
    new_people: int = 0
    joined_subjects: int = 0
    match_proposals: int = 0
    warnings: tuple[str, ...] = ()
    complete: bool = True
    place: str = "line"

    @property
    def changed(self) -> bool:
        """Whether any record came, changed or went."""
        return bool(self.changed_tables)

    @property
    def changed_tables(self) -> frozenset[str]:
        """The tables of versions in which any came, changed or went."""
        told = {count.table for count in self.records if count.new or count.replaced}
        return frozenset(told | {table for table, count in self.withdrawn if count})

    @property
    def records_withdrawn(self) -> int:
        """Current versions that ended because the file no longer holds them."""
        return sum(count for _, count in self.withdrawn)

    def as_data(self) -> dict[str, object]:
        """The report for --json."""
        return asdict(self) | {"records_withdrawn": self.records_withdrawn, "changed": self.changed}

    def as_logged(self) -> dict[str, object]:
        """What the audit log says of it: numbers and rules. No file name, which may hold a person's."""
        counts = ("total", "loaded", "updated", "unchanged", "quarantined")
        rules: dict[str, int] = {}
        for rule in self.rules:
            name = f"{rule.record_type}.{rule.rule}.{rule.field or ''}"
            rules[name] = rules.get(name, 0) + rule.rows
        return {
            "batch_id": self.batch_id,
            "system": self.system,
            "scope": self.scope,
            **{f"rows_{count}": getattr(self, f"rows_{count}") for count in counts},
            "records_withdrawn": self.records_withdrawn,
            "rules": rules,
            **{
                name: list(types)
                for name, types in (("not_covered", self.not_covered), ("nothing_dated", self.nothing_dated))
                if types
            },
        }
