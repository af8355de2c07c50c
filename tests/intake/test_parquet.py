"""A Parquet file is read by the names of its columns, each value as the text that says it exactly."""

import csv
import io
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from iom.intake import InputError, import_corrections, quarantine_export
from iom.intake.encoding import digested
from iom.intake.parquet_file import ParquetFile
from iom.settings import settings

from .conftest import PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, broken

PARQUET = '[file]\nformat = "parquet"\n'
BORN = date(1991, 7, 4)


def people(bench: Bench, rows_per_group: int = 2, **other: pa.Array) -> Path:
    columns = {
        "id": pa.array(["007", "008", "009"]),
        "surname": pa.array(["Ashdown", "Bryce", "Ashdown"]).dictionary_encode(),
        "born": pa.array([BORN, date(1992, 1, 1), None]),
        "sex": pa.array(["M", "F", "X"]),
        "pnc": pa.array(["0000/0000101J", None, None]),
        "mappa": pa.array([2, None, 1], pa.int8()),
        "recorded": pa.array([datetime(2020, 2, 1, 9, 30)] * 3, pa.timestamp("ms")),
    } | other
    path = bench.folder / "people.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=rows_per_group)
    return path


def read(path: Path, column: str) -> list[str | None]:
    file = ParquetFile(digested(path, "parquet"), settings())
    file.require((column,), "m.toml")
    return [value for chunk in file.chunks((column,)) for value in chunk.frame[f"column {column}"]]


def test_rows_are_imported_and_numbered_across_row_groups(bench: Bench):
    report = bench.load(PARQUET + PEOPLE, people(bench))
    assert (report.rows_total, report.rows_loaded, report.encoding, report.place) == (3, 2, "parquet", "row")
    assert broken(report) == [("code_not_listed", "sex", (3,))]
    assert bench.ask("select birth_date, line from subject_version order by line") == [
        (BORN, 1),
        (date(1992, 1, 1), 2),
    ]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([12, None, -3], pa.int64()), ["12", None, "-3"]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([12.0, 0.1, 1e16, 1e-7]), ["12", "0.1", "10000000000000000", "0.0000001"]),
        (pa.array([Decimal("12.500"), Decimal(100)], pa.decimal128(12, 3)), ["12.5", "100"]),
        (pa.array([Decimal(10**37)], pa.decimal128(38, 0)), ["1" + "0" * 37]),
        (pa.array(["0012", "", None]), ["0012", "", None]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array([b"caf\xc3\xa9"]), ["café"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([BORN, date(9999, 12, 31)]), ["1991-07-04", "9999-12-31"]),
        (
            pa.array([datetime(2024, 3, 3), datetime(2024, 3, 3, 10, 30), datetime(9999, 12, 31)]),
            ["2024-03-03", "2024-03-03 10:30:00", "9999-12-31"],
        ),
        # 23:00 of universal time in summer is midnight here: a day that was told as its beginning
        (pa.array([datetime(2024, 5, 31, 23)], pa.timestamp("us", "UTC")), ["2024-06-01"]),
        (pa.array([datetime(2024, 1, 31, 23)], pa.timestamp("us", "UTC")), ["2024-01-31 23:00:00"]),
        (pa.array([time(9, 5)]), ["09:05:00"]),
        (pa.array([None, None], pa.null()), [None, None]),
    ],
    ids=lambda v: str(v.type) if isinstance(v, pa.Array) else "",
)
def test_each_type_has_one_text(tmp_path, values, texts):
    path = tmp_path / "one.parquet"
    pq.write_table(pa.table({"a.b": values}), path)
    assert read(path, "a.b") == texts


def test_old_timestamps_reach_beyond_the_years_that_nanoseconds_do(tmp_path):
    path = tmp_path / "old.parquet"
    stamps = pa.array([datetime(9999, 12, 31), datetime(2024, 3, 3, 10, 30)], pa.timestamp("us"))
    pq.write_table(pa.table({"v": stamps}), path, use_deprecated_int96_timestamps=True)
    assert read(path, "v") == ["9999-12-31", "2024-03-03 10:30:00"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (pa.array([["a"], ["b"], None]), "lists or structures"),
        (pa.array([{"a": 1, "b": 2}] * 3), "lists or structures"),
        (pa.array([datetime(2024, 1, 2) - datetime(2024, 1, 1)] * 3), "spans of time"),
        (pa.array([b"ab"] * 3, pa.binary(2)), "bytes that are no text"),
    ],
)
def test_a_column_that_no_text_can_say_is_refused_if_it_is_read_and_left_alone_if_not(
    bench: Bench, values, says
):
    with pytest.raises(InputError, match=f'"mappa" holds {says}'):
        bench.load(PARQUET + PEOPLE, people(bench, mappa=values))
    assert bench.load(PARQUET + PEOPLE, people(bench, other=values)).rows_loaded == 2


def test_refused_rows_come_back_corrected_through_csv(bench: Bench):
    bench.load(PARQUET + PEOPLE, people(bench, other=pa.array([["a"], ["b"], ["c"]])))
    given = quarantine_export(bench.store, now=bench.now).content
    row = next(csv.DictReader(io.StringIO(given.decode("utf-8-sig"))))
    assert (row["id"], row["recorded"], row["other"]) == ("009", "2020-02-01 09:30:00", "")
    path = bench.folder / "corrected.csv"
    path.write_bytes(given.replace(b",X,", b",F,"))
    assert import_corrections(bench.store, path, now=bench.now).corrected == 1
    assert bench.ask("select count(*) from subject_version") == [(3,)]


def test_columns_that_are_missing_or_there_twice_are_named_as_the_mapping_does(bench: Bench):
    path = people(bench)
    table = pq.read_table(path)
    pq.write_table(table.rename_columns([n if n != "born" else "borne" for n in table.column_names]), path)
    with pytest.raises(InputError, match=r'no column "born".*column 3 is almost "born"'):
        bench.load(PARQUET + PEOPLE, path)
    pq.write_table(table.rename_columns([n if n != "born" else "sex" for n in table.column_names]), path)
    with pytest.raises(InputError, match='"sex" is there 2 times'):
        bench.load(PARQUET + PEOPLE, path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda whole: whole[:-20], "no whole Parquet file"),
        (lambda whole: whole[:4] + b"\xff" * 40 + whole[44:], "no whole Parquet file"),
        (lambda whole: b"PARE" + whole[4:-4] + b"PARE", "encrypted"),
        (lambda whole: b"PAR1", "no whole Parquet file"),
    ],
)
def test_a_file_that_is_damaged_or_encrypted_is_refused_in_words(bench: Bench, spoil, says):
    path = people(bench)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(InputError, match=says) as told:
        bench.load(PARQUET + PEOPLE, path)
    assert "Ashdown" not in str(told.value)
    assert bench.ask("select count(*) from import_batch") == [(0,)]


def test_csv_called_parquet_and_parquet_under_a_document_of_csv_are_told_apart(bench: Bench):
    text = bench.file(PEOPLE_HEADER, SOMEONE, name="people.parquet")
    with pytest.raises(InputError, match=r"is a text file by its content, .* reads Parquet"):
        bench.load(PARQUET + PEOPLE, text)
    with pytest.raises(InputError, match=r'is a Parquet file .* format = "parquet"'):
        bench.load(PEOPLE, people(bench))


def test_a_text_longer_than_the_limit_refuses_its_row_alone(bench: Bench):
    bench.store.settings = bench.store.settings.model_copy(update={"cell_limit": 100})
    report = bench.load(PARQUET + PEOPLE, people(bench, surname=pa.array(["x" * 101, "x" * 100, "y"])))
    assert ("field_too_long", None, (1,)) in broken(report)
    assert bench.ask("select length(surname) from subject_name_version") == [(100,)]


def test_a_row_group_that_unpacks_to_more_than_the_limit_is_refused(bench: Bench):
    bench.store.settings = bench.store.settings.model_copy(update={"parquet_bytes_limit": 10})
    with pytest.raises(InputError, match="IOM_PARQUET_BYTES_LIMIT"):
        bench.load(PARQUET + PEOPLE, people(bench))


SCRIPT = """
import sys
from pathlib import Path
from iom.intake.encoding import digested
from iom.intake.parquet_file import ParquetFile
from iom.settings import settings
file = ParquetFile(digested(Path(sys.argv[1]), "parquet"), settings())
chunks = list((chunk.rows, len(chunk.faults)) for chunk in file.chunks(("v",)))
print(sum(rows for rows, _ in chunks), sum(faults for _, faults in chunks))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are read where Linux keeps them")
def test_a_small_file_that_says_a_long_text_many_times_is_read_in_bounded_memory(tmp_path: Path):
    path = tmp_path / "bomb.parquet"
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 6_000, pa.int32()), pa.array(["x" * 3_000_000]))
    pq.write_table(pa.table({"v": long}), path)
    assert path.stat().st_size < 1_000_000
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True
    )
    told, peak = ran.stdout.splitlines()
    assert told == "6000 6000"
    assert int(peak) < 1500
