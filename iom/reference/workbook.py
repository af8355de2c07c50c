"""One sheet of a workbook as rows of cells, read without running anything in it."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from iom.reference.entries import ReferenceTableError
from iom.reference.table_file import raw_bytes

Cell = str | int | float | bool | date | time | timedelta

# ONS's tool unpacks to some 30 million bytes. A file that unpacks to much more is made to fill the memory.
MOST_UNPACKED = 256 * 1024 * 1024
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its rows from the first of the sheet on; '' for an empty cell."""

    name: str
    rows: list[list[Cell]]
    file_name: str
    file_bytes: bytes


def read_sheet(path: Path, wanted: str) -> Sheet:
    """The sheet of that name, told without regard to case and blanks.

    A formula counts as the value that was last worked out for it. Raises ReferenceTableError for a file that
    is no workbook, is protected by a password, or has no such sheet.
    """
    # here, not above: only this needs it
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    raw = raw_bytes(path)
    _refuse_swelling(path, raw)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        named = {_plain(name): name for name in workbook.sheet_names}
        if _plain(wanted) not in named:
            held = ", ".join(f'"{name}"' for name in workbook.sheet_names)
            raise ReferenceTableError(
                f'{path.name} has no sheet "{wanted}". It has: {held}. Name the right one with --sheet.'
            )
        name = named[_plain(wanted)]
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError:
        raise ReferenceTableError(
            f"{path.name} is protected by a password: save a copy without one, and load that."
        ) from None
    except CalamineError:
        raise ReferenceTableError(
            f"{path.name} cannot be read as a workbook (.xlsx, .xls, .xlsb or .ods). Is it damaged, or a "
            "CSV file?"
        ) from None
    except BaseException as error:
        # what the reader's own language calls a panic is no Exception
        if type(error).__name__ == "PanicException":
            raise ReferenceTableError(f"{path.name} is damaged: fetch or save it again.") from None
        raise
    return Sheet(name, rows, path.name, raw)


def text_of(cell: Cell) -> str:
    """A cell as text: outer blanks gone, runs of blanks and line breaks as one, 1.0 as 1."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return " ".join(str(cell).split())


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _refuse_swelling(path: Path, raw: bytes) -> None:
    """Raise ReferenceTableError for a packed file that would fill the memory, whatever size it states."""
    if raw[:2] != b"PK":
        return
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for member in packed.infolist():
                with packed.open(member) as content:
                    while chunk := content.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MOST_UNPACKED:
                            raise ReferenceTableError(
                                f"{path.name} unpacks to more than {MOST_UNPACKED:,} bytes, which no list of "
                                "weights needs: it was not opened."
                            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise ReferenceTableError(f"{path.name} is damaged or protected: fetch or save it again.") from None
