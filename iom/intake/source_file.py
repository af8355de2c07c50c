"""What intake asks of a file, whatever its kind: a header, its rows as text in chunks, and where they are."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Protocol

from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError
from iom.intake.reading import Chunk, CsvFile, Row, without

MOST_COMPARED = 500  # columns among which a name that is almost the wanted one is looked for


class SourceFile(Protocol):
    """A file open for reading. Row 1 is its first row of data; line is where a row is in the file."""

    facts: FileFacts
    header: list[str]

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        ...

    def require(self, columns: tuple[str, ...], mapping_name: str) -> None:
        """Refuse the file if a column that the mapping reads is not there once (rule header_missing)."""
        ...

    def chunks(self, columns: tuple[str, ...]) -> Iterator[Chunk]:
        """The rows in order, some at a time, with these columns as text."""
        ...

    def rows(self) -> Iterator[Row]:
        """Every data row: number, line, its fields or the rule that it breaks, its fields as far as known."""
        ...


def rows_of(file: SourceFile, numbers: Collection[int]) -> Iterator[Row]:
    """The data rows of these numbers, in order: of CSV without reading all between, once chunks were read."""
    if isinstance(file, CsvFile):
        return file.rows_of(numbers)
    return (row for row in file.rows() if row[0] in numbers)


def require_columns(
    place: str, header: list[str], columns: tuple[str, ...], mapping_name: str, remedy: str
) -> None:
    """Refuse a file that is no CSV, if a column that the mapping reads is not in its header once.

    What the header holds is not repeated: without one it is a person's record. remedy: what to do when none
    of the columns is there.
    """
    columns = tuple(dict.fromkeys(columns))
    for column in columns:
        if (found := header.count(column)) > 1:
            raise InputError(f'{place} the column "{column}" is there {found} times; rename one.')
    missing = [column for column in columns if column not in header]
    if not missing:
        return
    named = ", ".join(f'"{column}"' for column in missing)
    which = "there is no column" if len(missing) == 1 else "there are no columns"
    width = len(header)
    held = f"It names {width} column{'' if width == 1 else 's'}"
    if len(missing) == len(columns):
        hint = f"{held}, none of them one of those {len(columns)}. {remedy}"
    else:
        alike = [
            f'column {header.index(near[0]) + 1} is almost "{column}"'
            for column in (missing if width <= MOST_COMPARED else ())
            if (near := get_close_matches(column, [n for n in header if n and n not in columns], 1, 0.6))
        ]
        hint = f"{held}: {'; '.join(alike)}." if alike else f"{held}. Is it this export? {without(missing)}"
    raise InputError(f"{place} {which} {named}, which {mapping_name} reads. {hint}")
