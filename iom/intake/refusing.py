"""Refused rows: read again from the file, numbered, kept until someone corrects them."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from iom.intake import conflicts, erased
from iom.intake.errors import InputError
from iom.intake.loading import Terms
from iom.intake.records import FILLED
from iom.intake.source_file import SourceFile, rows_of
from iom.intake.staging import UNREAD, Checks
from iom.store import sql

OWN = "iom_"
NOTHING = "{}"  # what is kept of a row of someone erased


@dataclass(frozen=True)
class Refusal:
    """What was refused: rows, the numbers they are kept under, how many older ones are corrected.

    closed_before: how many of the rows were corrected or given up earlier, and stay so.
    """

    rows: int
    quarantine_ids: tuple[int, ...]
    corrected: int
    closed_before: int


def keep(
    cursor: duckdb.DuckDBPyConnection, file: SourceFile, terms: Terms, checks: Checks, gone: erased.Known
) -> Refusal:
    """Put refused rows into quarantine with the rules they broke; close older ones that this file mends.

    A row that was refused before keeps its number, open or closed, and is not put there again. Of a row of
    someone erased only a keyed hash is kept.
    """
    refused = cursor.execute(sql("intake/refused_rows")).fetchall()
    names = {"system": terms.system, "mapping_title": terms.mapping.title}
    waiting = cursor.execute(sql("intake/any_open"), names).fetchone() is not None
    if not refused and not waiting:
        return Refusal(0, (), 0, 0)
    check_no = erased.number(checks)
    told = {row for (row,) in cursor.execute(sql("intake/rows_of_check"), {"check_no": check_no}).fetchall()}
    kept = _raw(file, {row_no: place for row_no, _, place in refused}, gone, told)
    _register(cursor, "refused_raw", kept)
    _register(cursor, "checks", _checks(checks))
    # numbered first: a row that is refused once more is not mended by another one of its key
    cursor.execute(sql("intake/number_quarantine"), names)
    corrected = 0
    if waiting:
        corrected = _closed(cursor, "intake/close_corrected", {"batch_id": terms.batch_id})
        corrected += _closed(cursor, "intake/close_mended", names | {"batch_id": terms.batch_id})
    batch = {"batch_id": terms.batch_id, "file_name": file.name}
    if refused:
        cursor.execute(sql("intake/keep_quarantine"), names | batch)
        place = "line" if terms.scope == "corrections" else terms.mapping.file.counts_in
        cursor.execute(sql("intake/keep_failures"), {"first": conflicts.FIRST.format(place)})
        cursor.execute(sql("intake/keep_refused_keys"), {"erased": check_no})
    found = cursor.execute(sql("intake/numbered_refusals")).fetchall()
    cursor.execute(sql("intake/close_erased"), {"check_no": check_no})
    closed = sum(state != "open" for _, state in found)
    return Refusal(len(refused), tuple(number for number, _ in found), corrected, closed)


def _closed(cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object]) -> int:
    row = cursor.execute(sql(statement), values).fetchone()
    return row[0] if row else 0


def require_known(cursor: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Refuse a corrections file with a row that names no refused row of this store."""
    row = cursor.execute(sql("intake/unknown_corrections")).fetchone()
    if row is not None:
        raise InputError(
            f'{file.name}, row {row[0]}: the column "iom_quarantine_id" names no refused row of this store. '
            "Leave that column as iom quarantine export wrote it."
        )


def refuse_overtaken(cursor: duckdb.DuckDBPyConnection, terms: Terms, checks: Checks) -> None:
    """Refuse corrected rows that would overwrite what a later file has said of the same record."""
    check_no = checks.number(checks.of_reader("overtaken"))
    cursor.execute(sql("intake/refuse_overtaken"), {"check_no": check_no})
    values = {"system": terms.system, "check_no": check_no}
    for table in FILLED:
        if table in terms.tables:
            cursor.execute(sql(f"intake/refuse_outdated_{table}"), values)
    for table in terms.tables:
        if table in FILLED:
            continue
        cursor.execute(
            sql("intake/refuse_outdated", table=table),
            values | {"table_name": table},
        )


def _raw(
    file: SourceFile, places: dict[int, str | None], gone: erased.Known, told: Collection[int]
) -> pl.DataFrame:
    """The refused rows as given; of those told to be of someone erased, and of those that may be, nothing."""
    found = []
    for row_no, line, _, fields in rows_of(file, places) if places else ():
        raw = json.dumps(_named(file.header, fields), ensure_ascii=False)
        sha256 = hashlib.sha256(raw.encode()).hexdigest()
        if row_no in told or (gone.hashes and len(fields) != len(file.header) and gone.names_any(fields)):
            found.append((row_no, line, NOTHING, gone.row_hash(sha256), None))
        else:
            found.append((row_no, line, raw, sha256, places[row_no]))
    schema = {
        "row_no": pl.Int64,
        "line": pl.Int64,
        "raw": pl.String,
        "raw_sha256": pl.String,
        "occurrence": pl.String,
    }
    return pl.DataFrame(found, schema, orient="row")


def _named(header: list[str], fields: list[str]) -> dict[str, str]:
    """The row as given, by column; our own columns of a corrections file left out.

    Where fields cannot be told apart every column is blank: nobody shall take a guess for the source's word.
    """
    told_apart = len(fields) == len(header)
    values = fields if told_apart else [""] * len(header)
    named = {
        name: value for name, value in zip(header, values, strict=True) if name and not name.startswith(OWN)
    }
    return named if told_apart else named | {UNREAD: json.dumps(fields, ensure_ascii=False)}


def _checks(checks: Checks) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (n, c.record_type, c.rule.name, c.field, c.column, c.message, c.remedy)
            for c, n in checks.numbers.items()
        ],
        {
            "check_no": pl.Int32,
            "record_type": pl.String,
            "rule": pl.String,
            "field": pl.String,
            "source_column": pl.String,
            "message": pl.String,
            "remedy": pl.String,
        },
        orient="row",
    )


def _register(cursor: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    cursor.register(name, frame.to_arrow())
