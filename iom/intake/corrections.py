"""Corrected rows read back in: the file that quarantine_export wrote, mended."""

import csv
from datetime import date, datetime
from pathlib import Path

import duckdb

from iom.intake.encoding import FileFacts, examine
from iom.intake.errors import InputError
from iom.intake.importing import CORRECTIONS, Order, run
from iom.intake.mapping import Mapping
from iom.intake.mapping_document import parse_mapping
from iom.intake.quarantine import mapping_text, number
from iom.intake.reading import CsvFile
from iom.intake.report import ImportReport
from iom.intake.staging import QUARANTINE_ID, Progress
from iom.store import Store

DELIMITERS = ",;\t|"


def import_corrections(
    store: Store,
    path: Path,
    *,
    now: datetime,
    mapping: Mapping | None = None,
    check: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import corrected rows: those that pass close their refused row, the others stay open.

    mapping: a mended document; otherwise the one that refused them. Never withdraws anything. Raises
    InputError when the file is not a quarantine export or names rows that this store did not refuse.
    """
    facts = examine(path, "auto")
    file = CsvFile(facts, _delimiter(facts), store.settings.cell_limit)
    ids = _ids(file)
    with store.cursor() as cursor:
        text, title, batch_id = mapping_text(cursor, ids)
        covers = _covers(cursor, batch_id)
    chosen = mapping or parse_mapping(f'the mapping "{title}"', text)
    if chosen.title != title:
        raise InputError(
            f'{path.name}: the rows were refused under the mapping "{title}", and {chosen.name} is another.'
        )
    order = Order(chosen, CORRECTIONS, covers, store.latest(now), check, progress)
    return run(store, file, order)


def _delimiter(facts: FileFacts) -> str:
    """A spreadsheet may have saved the file with another delimiter than it was written with."""
    with facts.path.open(encoding=facts.encoding, newline="") as lines:
        first = lines.readline()
    for delimiter in DELIMITERS:
        if QUARANTINE_ID in [
            name.strip() for row in csv.reader([first], delimiter=delimiter) for name in row
        ]:
            return delimiter
    raise InputError(
        f'{facts.path.name}: there is no column "{QUARANTINE_ID}", so this is not a file of corrections. '
        "Write one with: iom quarantine export --out FILE"
    )


def _ids(file: CsvFile) -> list[int]:
    place = file.header.index(QUARANTINE_ID)
    ids = []
    for row_no, line, _, fields in file.rows():
        if place >= len(fields) or not fields[place].strip():
            raise InputError(f'{file.name}, line {line}: row {row_no} has no "{QUARANTINE_ID}".')
        ids.append(number(fields[place]))
    return ids


def _covers(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> tuple[date, date] | None:
    row = cursor.execute(
        "select covers_from, covers_to from import_batch where batch_id = $batch_id", {"batch_id": batch_id}
    ).fetchone()
    return (row[0], row[1]) if row and row[0] is not None else None
