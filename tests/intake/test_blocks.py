"""Rows read block by block are those that Python's csv module reads: values, numbers, lines, faults."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iom.intake import InputError
from iom.intake.blocks import plain_lines
from iom.intake.encoding import examine
from iom.intake.reading import CsvFile

LIMIT = 12
CELLS = st.sampled_from(
    [
        "", " ", "\t", "\x1c", "\x85", "\xa0", "1", "007", "é", "£", "’", "\ufeffx", '"q"', '"two\nlines"',
        '"a,b"', '"a""b"', '"x"y', 'o"k', '"', "\r", "x\ry", "longer than twelve", '"longer than twelve"',
    ]
)  # fmt: skip
LINES = st.tuples(
    st.lists(CELLS, min_size=0, max_size=4), st.sampled_from(["\n", "\r\n", "\n", "\r\n", "\r", "\n\n", ""])
)
FILES = st.tuples(
    st.sampled_from(["a,b,c\n", "a,b,c\r\n", '"a","b",c\n', "a\n", "a,b\r\n"]),
    st.lists(LINES, max_size=30).map(lambda lines: "".join(",".join(cells) + end for cells, end in lines)),
)
REGULAR = st.lists(
    st.lists(st.sampled_from(["", " ", "1", "é", "x\x1c", "007"]), min_size=3, max_size=3), max_size=40
).map(lambda rows: ("a,b,c\n", "".join(",".join(row) + "\n" for row in rows)))


def by_the_csv_module(path: Path, encoding: str, skip_lines: int) -> list[tuple] | str:
    """What the rows are, as the plainest program says; a word where the file is refused."""
    found = []
    with path.open(encoding=encoding, newline="") as lines:
        for _ in range(skip_lines):
            next(lines, None)
        reader = csv.reader(lines, strict=True)
        width = len(next(reader))
        while True:
            line = skip_lines + reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return found
            except csv.Error as error:
                if "expected after" not in str(error):
                    return "refused"
                found.append((len(found) + 1, line, "quoting_broken"))
                continue
            if not any(cell.strip() for cell in row):
                continue
            says: tuple[str, ...] | str = tuple(row)
            if max(map(len, row)) > LIMIT:
                says = "field_too_long"
            elif len(row) != width:
                says = "too_few_fields" if len(row) < width else "too_many_fields"
            found.append((len(found) + 1, line, says))


def by_the_engine(path: Path, encoding: str, skip_lines: int) -> list[tuple] | str:
    found = []
    try:
        file = CsvFile(examine(path, encoding), ",", LIMIT, skip_lines)
        columns = tuple(file.header)
        for chunk in file.chunks(columns):
            found += [(fault.row_no, fault.line, fault.rule) for fault in chunk.faults]
            found += [(number, line, tuple(values)) for number, line, *values in chunk.frame.iter_rows()]
            assert chunk.rows == len(chunk.faults) + len(chunk.frame)
    except InputError:
        return "refused"
    found.sort()
    numbers = [number for number, _, _ in found][::3]
    again = {
        (number, line, tuple(says) if isinstance(says, list) else says)
        for number, line, says, _ in file.rows_of(numbers)
    }
    assert again == {row for row in found if row[0] in numbers}
    return found


def compare(text: str, encoding: str, block: int, skip_lines: int = 0) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("iom.intake.blocks.BLOCK", block)
        patch.setattr("iom.intake.reading.CHUNK", 5)
        path = Path(folder) / "export.csv"
        path.write_bytes(('title,of "it"\n' * skip_lines + text).encode(encoding, "replace"))
        engine = by_the_engine(path, encoding, skip_lines)
        assert engine == by_the_csv_module(path, encoding, skip_lines)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@example(("a,b\n", " 1,2\n,\n\xa0,\n3,4"), "utf-8", 9, 0)
@example(("a,b\n", "\ufeff1,2\n"), "utf-8", 1000, 0)
@example(("a\n", "1\n\n2\n \n3"), "utf-8", 1000, 0)
@given(
    FILES | REGULAR,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "iso-8859-1", "cp850"]),
    st.sampled_from([7, 30, 64, 1000]),
    st.sampled_from([0, 2]),
)
def test_blocks_give_the_rows_that_the_csv_module_gives(parts, encoding, block, skip_lines):
    compare("".join(parts), encoding, block, skip_lines)


@pytest.mark.long
@settings(max_examples=20_000, suppress_health_check=[HealthCheck.too_slow])
@given(
    FILES | REGULAR,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "iso-8859-1", "cp850"]),
    st.integers(5, 200),
    st.sampled_from([0, 1, 2]),
)
def test_blocks_give_the_rows_that_the_csv_module_gives_on_many_files(parts, encoding, block, skip_lines):
    compare("".join(parts), encoding, block, skip_lines)


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (b"1,2,3\n4,5,6\n", 2),
        (b"1,2,3\r\n4,5,6\r\n", 2),
        (b"1,2,3\n4,5,6\r\n", 2),
        (b"1,2,3\n4,5\n", None),
        (b"1,2,3\n4,5,6,7\n", None),
        # as many delimiters in all as there should be, and on the wrong lines
        (b"1,2\n3,4,5,6\n", None),
        (b"1,2,3\n\n4,5,6\n", None),
        (b'1,"2",3\n', None),
        (b"1,2\r,3\r\n", None),
        (b"1,2,3\r\r\n", None),
        (b"1,2,longer than twelve\n", None),
    ],
)
def test_a_block_is_plain_only_when_every_line_is_whole(block, lines):
    assert plain_lines(block, ",", 3, LIMIT) == lines
