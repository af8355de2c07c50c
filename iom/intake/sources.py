"""The file of an import, opened as what its mapping document says it is, if that is what it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from iom.intake.encoding import CALLED, Content, digested, examine, kind_of
from iom.intake.errors import InputError
from iom.intake.mapping import Mapping
from iom.intake.reading import CsvFile
from iom.intake.source_file import SourceFile
from iom.settings import Settings

if TYPE_CHECKING:
    from iom.intake.workbook import WorkbookFile

WANTED = {"csv": "text", "workbook": "archive", "parquet": "parquet"}
SAVED = "Open it in Excel and save it as .xlsx (Excel Workbook)"


def open_source(path: Path, mapping: Mapping, settings: Settings) -> SourceFile:
    """The file of an import, examined and open. Raises InputError when it is not what its mapping reads."""
    table = mapping.file
    found = kind_of(path)
    if found != WANTED[table.kind]:
        raise _another(path, table.kind, found)
    if table.kind == "workbook":
        from iom.intake.workbook import WorkbookFile

        return WorkbookFile(digested(path, "xlsx"), table, settings)
    if table.kind == "parquet":
        from iom.intake.parquet_file import ParquetFile

        return ParquetFile(digested(path, "parquet"), settings)
    facts = examine(path, table.encoding)
    return CsvFile(facts, table.delimiter, settings.cell_limit, table.skip_lines)


def _another(path: Path, kind: str, found: Content) -> InputError:
    """What a file is by its content, beside what the mapping document takes it for."""
    is_one = f"{path.name} is {CALLED[found]} by its content"
    if found == "compound":
        return InputError(f"{path.name}: {of_compound(path)}")
    if found == "markup":
        return InputError(f"{is_one}, whatever it is called. {SAVED}, or as CSV (UTF-8).")
    says = {
        "archive": '[file] format = "workbook", with sheet = "…" and header_row = N',
        "parquet": '[file] format = "parquet"',
        "text": "no [file] format, and no sheet",
    }
    called = {"csv": "CSV", "workbook": "a workbook", "parquet": "Parquet"}[kind]
    return InputError(
        f"{is_one}, and the mapping document reads {called}. If that is what is meant, the document should "
        f"say: {says[found]}."
    )


def of_compound(path: Path) -> str:
    """An old workbook, or a new one behind a password: both begin alike."""
    protected = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        before = b""
        while block := file.read(1 << 20):
            if protected in before + block:
                return (
                    "it is protected by a password. Open it in Excel, take the password off (File, Info, "
                    "Protect Workbook), save it on an encrypted disk, and import that."
                )
            before = block[-64:]
    return f"it is a workbook of the old kind (.xls), in which errors cannot be told from blanks. {SAVED}."


def notes(file: SourceFile, mapping: Mapping) -> tuple[str, ...]:
    """What a reader of the file noticed that went in and yet may not be what was meant."""
    if mapping.file.kind != "workbook" or not hasattr(file, "held"):
        return ()
    from iom.intake import workbook

    book: WorkbookFile = file  # pyright: ignore[reportAssignmentType]
    return workbook.notes(book, _keys(mapping))


def _keys(mapping: Mapping) -> frozenset[str]:
    """Columns in which a zero in front or at the end matters: keys, references, codes, identifiers."""
    found: set[str] = set()
    for record in mapping.records:
        found.update(name for name in (record.subject, record.reference, *record.key) if name)
        for field in record.type.fields:
            if field.kind in ("identifier", "code") and field.name in record.fields:
                found.update(record.fields[field.name].columns)
    return frozenset(found)
