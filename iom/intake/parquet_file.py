"""A Parquet file as chunks of text columns, each row with its number, read one row group after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from iom.intake.encoding import FileFacts
from iom.intake.errors import InputError
from iom.intake.reading import LINE, ROW_NO, Chunk, Fault
from iom.intake.source_file import require_columns
from iom.settings import Settings

CHUNK = 50_000
# A moment with a zone is read as clocks showed it here: its day is what the source means.
HERE = "Europe/London"
ENCRYPTED = b"PARE"
NUL = "\0"
AT_A_TIME = 200_000_000  # bytes of text


@dataclass
class ParquetFile:
    """A Parquet file open for reading: columns by name, every row a row. line is the row's number too.

    Values as text: whole numbers in digits, decimals without zeros at their end, dates as 2026-10-31 with a
    time of day where there is one, true and false. Columns that hold lists or structures cannot be read.
    """

    facts: FileFacts
    settings: Settings
    header: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self._read() as file:
            schema = file.schema_arrow
            self.header = [name.strip() for name in schema.names]
            self._types = list(schema.types)
            groups = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
            self._total = sum(group.num_rows for group in groups)
            most = max((group.total_byte_size for group in groups), default=0)
            # places of leaves: a column that is no structure is one leaf of its own name
            self._leaves = [file.schema.column(n).path for n in range(len(file.schema))]
        if most > self.settings.parquet_bytes_limit:
            raise InputError(
                f"{self.name}: a row group of it unpacks to more than {self.settings.parquet_bytes_limit:,} "
                "bytes. Write it with smaller row groups, or set IOM_PARQUET_BYTES_LIMIT."
            )

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.facts.path.name

    @property
    def kinds(self) -> list[tuple[str, pa.DataType]]:
        """Each column's name with its type."""
        return list(zip(self.header, self._types, strict=True))

    def require(self, columns: tuple[str, ...], mapping_name: str) -> None:
        """Refuse the file if a column is not there once, or holds what no text can say."""
        require_columns(f"{self.name}:", self.header, columns, mapping_name, "Is it this export?")
        for column in dict.fromkeys(columns):
            kind = self._types[self.header.index(column)]
            if not readable(kind):
                raise InputError(
                    f'{self.name}: the column "{column}" holds {_called(kind)}, which no field takes. Have '
                    "it written as a column of its own, one value a row."
                )

    def chunks(self, columns: tuple[str, ...]) -> Iterator[Chunk]:
        """The rows in order, at most CHUNK at a time."""
        done = 0
        for frame in self._frames([self.header.index(column) for column in columns]):
            frame.columns = [f"column {column}" for column in columns]
            numbered = frame.select(
                pl.int_range(done + 1, done + 1 + len(frame), dtype=pl.Int64).alias(ROW_NO),
                pl.int_range(done + 1, done + 1 + len(frame), dtype=pl.Int64).alias(LINE),
                *frame.columns,
            )
            done += len(frame)
            long = pl.any_horizontal(
                pl.col(c).str.len_chars() > self.settings.cell_limit for c in frame.columns
            ).fill_null(False)
            faulty = numbered.filter(long)[ROW_NO].to_list() if columns else []
            faults = [Fault(number, number, "field_too_long") for number in faulty]
            good = numbered.filter(~pl.col(ROW_NO).is_in(faulty)) if faulty else numbered
            yield Chunk(good, faults, len(frame), self.facts.size * done // max(self._total, 1))

    def rows(self) -> Iterator[tuple[int, int, list[str] | str, list[str]]]:
        """Every row: its number twice, its fields (blank where no text can say them), its fields again."""
        places = [n for n, kind in enumerate(self._types) if readable(kind)]
        number = 0
        for frame in self._frames(places):
            for values in frame.fill_null("").iter_rows():
                number += 1
                fields = [""] * len(self.header)
                for place, value in zip(places, values, strict=True):
                    fields[place] = value
                long = max(map(len, fields), default=0) > self.settings.cell_limit
                yield number, number, "field_too_long" if long else fields, fields

    def _frames(self, places: list[int]) -> Iterator[pl.DataFrame]:
        """Some rows at a time of the columns in these places, all text."""
        with self._read() as file:
            names = file.schema_arrow.names
            leaves = [self._leaves.index(names[place]) for place in places]
            order = sorted(range(len(places)), key=lambda n: leaves[n])
            for group in range(file.metadata.num_row_groups):
                # the public call finds columns by name, and takes a dot in one for a path
                table = file.reader.read_row_group(group, column_indices=sorted(leaves), use_threads=False)
                limit = self.settings.cell_limit
                for batch in table.to_batches(max_chunksize=self._at_a_time(table)):
                    columns = [_text(batch.column(n), self.name, limit) for n in range(batch.num_columns)]
                    frame = pl.DataFrame({str(order[n]): column for n, column in enumerate(columns)})
                    yield frame.select(str(n) for n in range(len(places)))

    def _at_a_time(self, table: pa.Table) -> int:
        """So many rows that their texts, each as long as the longest of its column, fit into memory."""
        longest = 0
        for column in table.columns:
            kept = [part.dictionary for part in column.chunks if isinstance(part, pa.DictionaryArray)]
            longest += max(
                (_longest(values) for values in kept if not pa.types.is_null(values.type)), default=0
            )
        return max(1, min(CHUNK, AT_A_TIME // max(longest, 1)))

    @contextmanager
    def _read(self) -> Iterator[pq.ParquetFile]:
        """The file; whatever the library stumbles over in it is an InputError without a value."""
        with self.facts.path.open("rb") as start:
            if start.read(4) == ENCRYPTED:
                raise self._encrypted()
        try:
            with pq.ParquetFile(self.facts.path) as first:
                texts = [
                    first.schema.column(n).path
                    for n in range(len(first.schema))
                    if first.schema.column(n).physical_type == "BYTE_ARRAY"
                ]
            # each text once, however often it is there: a small file may hold a long one a million times
            with pq.ParquetFile(
                self.facts.path, read_dictionary=texts, pre_buffer=False, coerce_int96_timestamp_unit="us"
            ) as file:
                yield file
        except (pa.ArrowException, OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
            if "decrypt" in str(error).lower() or "encrypt" in str(error).lower():
                raise self._encrypted() from None
            raise InputError(
                f"{self.name} is no whole Parquet file: was it cut off while it was copied? Export it again."
            ) from None

    def _encrypted(self) -> InputError:
        return InputError(
            f"{self.name} is encrypted. Have it exported without, and keep it on an encrypted disk."
        )


def readable(kind: pa.DataType) -> bool:
    """Whether values of a type can be said as text."""
    if pa.types.is_dictionary(kind):
        return readable(kind.value_type)
    return not (
        pa.types.is_nested(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_duration(kind)
        or pa.types.is_interval(kind)
    )


def _called(kind: pa.DataType) -> str:
    if pa.types.is_nested(kind):
        return "lists or structures"
    return "spans of time" if pa.types.is_duration(kind) else "bytes that are no text"


def _longest(values: pa.Array) -> int:
    """The most bytes that a text of a dictionary has."""
    if not pa.types.is_large_string(values.type) and not _is_text(values.type):
        return 0
    longest = pl.Series(values.cast(pa.large_binary())).bin.size().max()
    return longest if isinstance(longest, int) else 0


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)


def _text(column: pa.Array, name: str, limit: int) -> pl.Series:
    """A column as text, exactly; a text longer than the limit is cut off one character beyond it."""
    if isinstance(column, pa.DictionaryArray) and _longest(column.dictionary):
        words = pl.Series(column.dictionary.cast(pa.large_string())).str.slice(0, limit + 1)
        column = pa.DictionaryArray.from_arrays(column.indices, words.to_arrow().cast(pa.large_string()))
    values = pl.Series("v", column)
    kind = values.dtype
    v = pl.col("v")
    if isinstance(kind, pl.Datetime):
        clock = v.dt.convert_time_zone(HERE).dt.replace_time_zone(None) if kind.time_zone else v
        midnight = (clock.dt.time() == pl.time(0, 0, 0)).fill_null(False)
        seconds = clock.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        text = pl.when(midnight).then(clock.dt.strftime("%Y-%m-%d")).otherwise(seconds)
    elif kind == pl.Date:
        text = v.dt.strftime("%Y-%m-%d")
    elif kind == pl.Time:
        text = v.dt.strftime("%H:%M:%S%.f")
    elif isinstance(kind, pl.Decimal) or kind.is_float():
        plain = v.cast(pl.String) if isinstance(kind, pl.Decimal) else v.map_elements(_float, pl.String)
        text = plain.str.replace(r"(\.[0-9]*?)0+$", "$1").str.strip_suffix(".")
    elif kind == pl.Binary:
        text = v.cast(pl.String, strict=True)
    else:
        text = v.cast(pl.String)
    told = pl.DataFrame({"v": values}).select(text.alias("v"))["v"]
    if told.str.contains(NUL, literal=True).any():
        raise InputError(f"{name}: a text in it holds a NUL character. Export it again without.")
    return told


def _float(value: float) -> str:
    """In digits, as few as tell the number from its neighbours."""
    from decimal import Decimal

    return f"{Decimal(repr(value)):f}" if value - value == 0 else str(value)
