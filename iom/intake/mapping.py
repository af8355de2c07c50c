"""A mapping document once read: which column of a source's export is what. See docs/import-rules.md."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from iom.intake.dates import DateFormat
from iom.intake.mapping_file import FileTable
from iom.intake.records import RecordType

Scope = Literal["full", "changes", "corrections"]


@dataclass(frozen=True)
class Source:
    """Where a field's value comes from: the first of its columns that is not blank, or a constant.

    words turns what the source writes (lower case) into our words; the word "" says that nothing is recorded,
    the source value "*" stands for any other. missing: values that mean blank. split: parts of a list.
    """

    columns: tuple[str, ...] = ()
    formats: tuple[DateFormat, ...] = ()
    words: Dictionary[str, str] | None = None
    list_name: str | None = None
    missing: frozenset[str] = frozenset()
    value: str | date | None = None
    split: str | None = None
    line: int = 0


@dataclass(frozen=True)
class StatusSource:
    """A status event told by an offence row: a constant status with its date column, or both from columns."""

    status: Source
    on: Source
    line: int


@dataclass(frozen=True)
class Presence:
    """A row holds the record only when this column is not blank, or is one of some values (lower case)."""

    column: str
    missing: frozenset[str] = frozenset()
    one_of: frozenset[str] | None = None


@dataclass(frozen=True)
class RecordMapping:
    """One [[record]]: a record that each row of the file may hold."""

    number: int
    type: RecordType
    subject: str | None
    reference: str | None
    key: tuple[str, ...]
    occurrence: bool
    fields: Dictionary[str, Source]
    statuses: tuple[StatusSource, ...]
    when: Presence | None
    open_ended_from: date
    line: int

    @property
    def keying(self) -> str:
        """What tells records apart: reference, counted (key and occurrence), made (key), natural, numbered.

        numbered: the natural key, and what differs under it by its order in the file.
        """
        if self.reference:
            return "reference"
        if self.key:
            return "counted" if self.occurrence else "made"
        return "numbered" if self.type.numbered else "natural"

    @property
    def registers_only(self) -> bool:
        """Whether it only says that the person exists: a subject record without a field of its own."""
        return self.type.name == "subject" and not set(self.fields) - {"recorded_on"}

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it reads."""
        sources = [*self.fields.values(), *(s for pair in self.statuses for s in (pair.status, pair.on))]
        named = [self.subject, self.reference, *self.key, self.when.column if self.when else None]
        return tuple(dict.fromkeys([n for n in named if n] + [c for s in sources for c in s.columns]))


@dataclass(frozen=True)
class Mapping:
    """A whole mapping document. text is kept with every import that used it."""

    name: str
    text: str = field(repr=False)
    title: str
    system: str
    scope: Scope
    history: Literal["complete", "local"] | None
    first_historical_load: bool
    covers: tuple[date, date] | None
    file: FileTable
    records: tuple[RecordMapping, ...]

    @property
    def missing(self) -> frozenset[str]:
        """Values that mean blank, in every column."""
        return self.file.missing

    @property
    def delimiter(self) -> str:
        """What stands between the values of a CSV file of this mapping."""
        return self.file.delimiter
