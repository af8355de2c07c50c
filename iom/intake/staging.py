"""From chunks of rows to the working tables of an import: canonical records, and rules broken."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import duckdb
import polars as pl
import pyarrow as pa

from iom.intake import canonical
from iom.intake.canonical import Plan
from iom.intake.mapping import Mapping, RecordMapping
from iom.intake.reading import LINE, ROW_NO, Chunk
from iom.intake.records import TABLES
from iom.intake.rules import RULES, Check
from iom.intake.source_file import SourceFile
from iom.store import sql

# Columns that a corrections file has beside those of the source.
QUARANTINE_ID, OCCURRENCE = "iom_quarantine_id", "iom_occurrence"
# Where a row's fields cannot be told apart, what there is of them goes under this name.
UNREAD = "iom_row"
LIFE = "with the birth or death that another row or an earlier file gives, the life ends before it begins"
ZEROS = "with zeros added in front or taken away, the key is a known one: did a spreadsheet take them?"

# Rows of a frame that one thread takes in at a time: a multiple of DuckDB's vector of 2,048.
PART = 32_768

# Called with the bytes of the file read so far, and its size.
Progress = Callable[[int, int], None]


@dataclass
class Checks:
    """The checks that rows of this import broke or may break, numbered in the order in which they are met."""

    numbers: dict[Check, int] = field(default_factory=dict)

    def number(self, check: Check) -> int:
        """The number of a check."""
        return self.numbers.setdefault(check, len(self.numbers))

    def of_reader(self, rule: str) -> Check:
        """A rule that the reader of the file applies to whole rows."""
        return _of_reader(rule)


def _of_reader(rule: str) -> Check:
    return Check(RULES[rule], -1, "row", None, None, RULES[rule].says)


def stage(
    cursor: duckdb.DuckDBPyConnection,
    file: SourceFile,
    mapping: Mapping,
    *,
    extract: date,
    corrects: bool,
    progress: Progress | None,
) -> tuple[int, Checks]:
    """Fill the working tables from a file; return its number of data rows and the checks met.

    extract is the day that the file speaks of: what is dated later has not happened.
    """
    for name in ("arrived", "working"):
        cursor.execute(sql(f"intake/{name}"))
    tables = dict.fromkeys(name for record in mapping.records for name in record.type.tables)
    parts = (_staged_of(name) for name in tables)
    cursor.execute(sql("store/temporary_view", view="staged") + "union all\n".join(parts))
    plans = [canonical.plan(mapping, record, extract) for record in mapping.records]
    checks = Checks()
    columns = tuple(dict.fromkeys(c for record in mapping.records for c in record.columns))
    if corrects:
        columns = (*columns, QUARANTINE_ID, OCCURRENCE, *(n for n in (UNREAD,) if n in file.header))
    rows = 0
    for chunk in _ahead(_Staged(plans, one, corrects) for one in file.chunks(columns)):
        rows += chunk.rows
        _append_chunk(cursor, chunk, checks)
        if progress:
            progress(chunk.bytes_read, file.facts.size)
    _digest(cursor, plans, checks)
    return rows, checks


def _staged_of(table: str) -> str:
    first, last = TABLES[table].days or ("null", "null")
    return sql("intake/staged", table=table, arrived=f"arrived_{table}", first_day=first, last_day=last)


class _Staged:
    """A chunk of rows made into records: frames for the working tables, and the rows that break rules."""

    def __init__(self, plans: list[Plan], chunk: Chunk, corrects: bool):
        self.rows, self.bytes_read, self.faults = chunk.rows, chunk.bytes_read, chunk.faults
        self.frames: list[tuple[str, pl.DataFrame]] = []
        self.broken: list[tuple[Check, pl.DataFrame]] = []
        frame = chunk.frame.with_columns(_given_occurrence(corrects))
        if corrects:
            given = (
                pl.col(f"column {QUARANTINE_ID}").str.extract(r"^\s*[Qq]-([0-9]{1,9})\s*$", 1).cast(pl.Int32)
            )
            self.frames.append(("correction", frame.select(ROW_NO, given.alias("quarantine_id"))))
            frame = self._completed(frame, plans)
        for plan in plans:
            held = plan.apply(frame)
            self.broken += plan.broken(held)
            self.frames.append(("record", canonical.records_of_rows(plan, held)))
            self.frames += canonical.versions(plan, held).items()

    def _completed(self, frame: pl.DataFrame, plans: list[Plan]) -> pl.DataFrame:
        """The corrected rows but those of which the columns are still blank, which are refused as a whole."""
        if f"column {UNREAD}" not in frame.columns:
            return frame
        columns = {f"column {name}" for plan in plans for name in plan.record.columns}
        blank = {name: pl.col(name).str.strip_chars() == "" for name in (*columns, f"column {UNREAD}")}
        left = ~blank.pop(f"column {UNREAD}") & pl.all_horizontal(blank.values())
        self.broken.append((_of_reader("row_not_completed"), frame.filter(left).select(ROW_NO, LINE)))
        return frame.filter(~left)


def _ahead(chunks: Iterable[_Staged]) -> Iterator[_Staged]:
    """The same chunks, the next made while the last is taken in; one waits, so memory stays bounded."""
    coming = iter(chunks)
    with ThreadPoolExecutor(max_workers=1) as worker:
        waiting = worker.submit(next, coming, None)
        while (chunk := waiting.result()) is not None:
            waiting = worker.submit(next, coming, None)
            yield chunk


def _append_chunk(cursor: duckdb.DuckDBPyConnection, chunk: _Staged, checks: Checks) -> None:
    failures = [(f.row_no, f.line, checks.number(_of_reader(f.rule))) for f in chunk.faults]
    _append(cursor, "failure", pl.DataFrame(failures, FAILURE, orient="row"))
    for check, rows in chunk.broken:
        number = pl.lit(checks.number(check), pl.Int32)
        _append(cursor, "failure", rows.with_columns(number.alias("check_no")))
    for table, frame in chunk.frames:
        _append(cursor, table, frame)


FAILURE = {ROW_NO: pl.Int64, LINE: pl.Int64, "check_no": pl.Int32}


def _given_occurrence(corrects: bool) -> pl.Expr:
    if not corrects:
        return pl.lit(None, pl.Int64).alias("given_occurrence")
    return (
        pl.col(f"column {OCCURRENCE}")
        .str.extract(r"^\s*([0-9]{1,9})\s*$", 1)
        .cast(pl.Int64)
        .alias("given_occurrence")
    )


def _append(cursor: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    if len(frame):
        # in several parts, so that several threads of the database may take it in
        parts = frame.to_arrow().to_batches(max_chunksize=PART)
        cursor.register("chunk", pa.Table.from_batches(parts))
        cursor.execute(sql(f"intake/arrive_{table}"))
        cursor.unregister("chunk")


def _life(record: RecordMapping) -> Check:
    """The rule on a life of which one row gives the beginning and another, or an earlier file, the end."""
    given = [record.fields[name].columns for name in ("birth_date", "death_date") if name in record.fields]
    where = " or ".join(dict.fromkeys(name for names in given for name in names)) or None
    return Check(RULES["spell_inverted"], record.number, record.type.name, "death_date", where, LIFE)


def _digest(cursor: duckdb.DuckDBPyConnection, plans: list[Plan], checks: Checks) -> None:
    for plan in plans:
        record = plan.record
        across: list[int | None] = [
            checks.number(
                Check(RULES[rule], record.number, record.type.name, name, column, says or RULES[rule].says)
            )
            for rule, name, column, says in (
                ("subject_unknown", "subject", record.subject, None),
                ("subject_unknown", "subject", record.subject, ZEROS),
                ("offence_unknown", "reference", record.reference, None),
            )
        ]
        across.append(checks.number(_life(record)) if record.type.name == "subject" else None)
        cursor.execute(
            "insert into mapped_record values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                record.number,
                record.type.name,
                record.type.table,
                record.keying,
                record.type.has_subject,
                record.registers_only,
                *across,
            ],
        )
    cursor.execute(sql("intake/number_records"))
    late = [plan.record.type.tables for plan in plans if plan.record.keying in canonical.LATE]
    for table in dict.fromkeys(name for tables in late for name in tables):
        cursor.execute(sql("intake/settle_keys", arrived=f"arrived_{table}"))
