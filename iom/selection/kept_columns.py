"""One SHA-256 over all columns of a table: cheap for a million rows, and changed by any change of one.

Rows are taken in order of their first column, an id. Each column gives name, type and three streams of bytes:
where it is NULL, its values at their fixed width (of text: the lengths), and of text the letters. Each stream
is hashed on its own, so that it does not matter in which portions the database hands the rows over.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ROWS = 122_880
_Streams = tuple["hashlib._Hash", "hashlib._Hash", "hashlib._Hash"]


@dataclass(frozen=True)
class Digest:
    """Of how many rows, and their SHA-256."""

    rows: int
    sha256: bytes


def digest(
    cursor: duckdb.DuckDBPyConnection, text: str, params: Mapping[str, object] | None = None
) -> Digest:
    """The digest of what a SELECT gives, whose first column is an id: each once, above 0, in any order."""
    in_order, found = _digest(cursor.execute(text, params).to_arrow_reader(_ROWS))
    if not in_order:
        # they are kept in that order; a database that was copied may hold them otherwise
        _, found = _digest(cursor.execute(f"{text}\norder by all", params).to_arrow_reader(_ROWS))
    return found


def _digest(batches: pa.RecordBatchReader) -> tuple[bool, Digest]:
    streams: list[_Streams] = [(hashlib.sha256(), hashlib.sha256(), hashlib.sha256()) for _ in batches.schema]
    in_order, last, rows = True, 0, 0
    for batch in batches:
        ids = batch.column(0).to_numpy()
        if len(ids):
            in_order = in_order and bool(ids[0] > last) and bool((ids[1:] > ids[:-1]).all())
            last = ids[-1]
        rows += len(ids)
        for column, three in zip(batch.columns, streams, strict=True):
            _hash(column, three)
    whole = hashlib.sha256(f"{rows}".encode())
    for field, three in zip(batches.schema, streams, strict=True):
        whole.update(f"|{field.name}|{field.type}|".encode())
        for stream in three:
            whole.update(stream.digest())
    return in_order, Digest(rows, whole.digest())


def _hash(column: pa.Array, streams: _Streams) -> None:
    nulls, values, letters = streams
    nulls.update(_bytes(pc.cast(column.is_null(), pa.uint8())))
    if pa.types.is_string(column.type):
        text = pc.fill_null(column, "") if column.null_count else column
        ends = np.frombuffer(text.buffers()[1], np.int32)[text.offset : text.offset + len(text) + 1]
        values.update(np.diff(ends).tobytes())
        if len(ends) and ends[-1] > ends[0]:
            letters.update(memoryview(text.buffers()[2])[ends[0] : ends[-1]])
        return
    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.uint8())
    # what stands in the place of a NULL is not defined
    values.update(_bytes(pc.fill_null(column, pa.scalar(0, column.type)) if column.null_count else column))


def _bytes(column: pa.Array) -> memoryview:
    """The values of an array without NULLs, at their fixed width."""
    width = column.type.bit_width // 8
    return memoryview(column.buffers()[1])[column.offset * width : (column.offset + len(column)) * width]
