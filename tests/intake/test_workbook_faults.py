"""Workbooks that are not what they seem, or would fill the memory, are refused in words."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from iom.intake import InputError
from iom.settings import Settings

from .conftest import PEOPLE, PEOPLE_HEADER, SOMEONE, Bench
from .workbooks import BOOK, LINKS, MAIN, Book, raw_workbook, sheet_xml, text_cell

WORKBOOK = "[file]\nsheet = 1\n" + PEOPLE
CELL = '<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
# What the engine loads takes some hundred million bytes of addresses by itself.
ROOM = 6_000_000_000


def refusal(bench: Bench, path: Path, body: str = WORKBOOK, **limits: int) -> str:
    bench.store.settings = bench.store.settings.model_copy(update=limits)
    with pytest.raises(InputError) as told:
        bench.load(body, path)
    assert bench.ask("select count(*) from import_batch") == [(0,)]
    for value in ("Ashdown", "007", "1991"):
        assert value not in str(told.value)
    return str(told.value)


def rows_of_people() -> str:
    return "".join(
        f"<row>{''.join(map(text_cell, row.split(',')))}</row>" for row in (PEOPLE_HEADER, SOMEONE)
    )


def test_a_csv_file_called_a_workbook_is_said_to_be_text(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE, name="people.xlsx")
    assert "people.xlsx is a text file by its content" in refusal(bench, path)
    assert bench.load(PEOPLE, path).rows_loaded == 1


def test_a_workbook_called_csv_is_said_to_be_a_workbook(bench: Bench):
    made = Book(bench.folder / "people.csv")
    made.sheet("People", tuple(PEOPLE_HEADER.split(",")), tuple(SOMEONE.split(",")))
    path = made.done()
    told = refusal(bench, path, PEOPLE)
    assert "people.csv is a workbook" in told
    assert '[file] format = "workbook"' in told
    assert bench.load(WORKBOOK, path).rows_loaded == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000_000, "old kind"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_048_560 + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 and no more", "no whole workbook"),
        (b"\xef\xbb\xbf<html><table><tr><td>Ashdown", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "web page or XML"),
    ],
)
def test_what_only_looks_like_a_workbook_is_called_by_its_name(bench: Bench, content, says):
    path = bench.folder / "people.xlsx"
    path.write_bytes(content)
    assert says in refusal(bench, path)


def test_a_workbook_cut_off_in_the_middle_is_refused(bench: Bench):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(rows_of_people()))
    path.write_bytes(path.read_bytes()[:-200])
    assert "no whole workbook" in refusal(bench, path)


def test_a_workbook_with_a_bit_turned_is_refused(bench: Bench):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(rows_of_people() * 50))
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        whole[packed.getinfo("xl/worksheets/sheet1.xml").header_offset + 120] ^= 0xFF
    path.write_bytes(bytes(whole))
    assert "no whole workbook" in refusal(bench, path)


def test_another_archive_is_no_workbook(bench: Bench):
    path = bench.folder / "people.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("people.csv", PEOPLE_HEADER)
    assert "no whole workbook" in refusal(bench, path)


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet><sheetData><row><c><v>1",
        b"not xml at all",
        sheet_xml('<row r="0"><c r="A0"><v>1</v></c></row>'),
        sheet_xml('<row r="2000000"><c r="A2000000"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="AAAA1"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A2"><v>1</v></c></row>'),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>' + sheet_xml(rows_of_people()).split(b"?>", 1)[1],
    ],
)
def test_a_sheet_that_excel_would_not_write_is_refused(bench: Bench, sheet):
    assert "no whole workbook" in refusal(bench, raw_workbook(bench.folder / "people.xlsx", sheet))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/worksheets/Sheet1.xml", "xl\\workbook.xml"])
def test_two_parts_of_one_name_are_refused(bench: Bench, name):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(rows_of_people()))
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, sheet_xml(""))
    assert "no whole workbook" in refusal(bench, path)


def test_two_sheets_of_one_name_are_refused(bench: Bench):
    twice = BOOK.replace("</sheets>", '<sheet name="sheet1" sheetId="2" r:id="rId2"/></sheets>')
    links = LINKS.replace(
        "</Relationships>",
        LINKS[LINKS.index("<Relationship Id") :].replace("rId1", "rId2").replace("sheet1", "sheet2"),
    )
    path = bench.folder / "people.xlsx"
    raw_workbook(path, sheet_xml(""))
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts |= {"xl/workbook.xml": twice.encode(), "xl/_rels/workbook.xml.rels": links.encode()}
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(rows_of_people())
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert "no whole workbook" in refusal(bench, path)


def test_an_empty_sheet_is_said_to_have_no_header(bench: Bench):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(""))
    assert "has no row 1 on the sheet" in refusal(bench, path)


def test_a_part_that_unpacks_to_far_more_than_its_size_is_refused(bench: Bench):
    blown = sheet_xml(rows_of_people() + " " * 30_000_000)
    path = raw_workbook(bench.folder / "people.xlsx", blown)
    assert path.stat().st_size < 100_000
    assert "more than 200 times its size" in refusal(bench, path)
    bench.store.settings = bench.store.settings.model_copy(update={"workbook_ratio_limit": 10_000})
    assert bench.load(WORKBOOK, path).rows_loaded == 1


def test_an_archive_that_lies_about_a_size_is_measured_and_not_believed(bench: Bench):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(rows_of_people() + " " * 30_000_000))
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    told = size.to_bytes(4, "little")
    assert whole.count(told) >= 2
    path.write_bytes(whole.replace(told, (1000).to_bytes(4, "little")))
    assert "more than 200 times its size" in refusal(bench, path)


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(bench: Bench):
    path = raw_workbook(bench.folder / "people.xlsx", sheet_xml(rows_of_people()))
    assert "more than 1,000 bytes" in refusal(bench, path, workbook_bytes_limit=1000)


def test_two_cells_far_apart_are_refused_by_where_the_last_one_stands(bench: Bench):
    far = CELL.format(row=1, column="A") + CELL.format(row=1_048_576, column="XFD")
    told = refusal(bench, raw_workbook(bench.folder / "people.xlsx", sheet_xml(far)))
    assert "reach to XFD1048576" in told
    assert "IOM_WORKBOOK_CELLS_LIMIT" in told


def test_a_sheet_that_says_it_is_huge_and_is_not_is_read(bench: Bench):
    rows = '<dimension ref="A1:XFD1048576"/>'
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = sheet_xml(rows_of_people() + styled, before=rows)
    assert bench.load(WORKBOOK, raw_workbook(bench.folder / "people.xlsx", sheet)).rows_loaded == 1


def test_links_to_other_workbooks_are_not_followed(bench: Bench):
    cell = "<c><f>[1]Sheet1!A1</f><v>2</v></c>"
    rows = rows_of_people().replace(text_cell("2"), cell, 1)
    links = f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'.encode()
    outside = raw_workbook(
        bench.folder / "people.xlsx", sheet_xml(rows), **{"xl__externalLinks__externalLink1.xml": links}
    )
    assert bench.load(WORKBOOK, outside).rows_loaded == 1
    assert bench.ask("select mappa_level from subject_version") == [(2,)]


SCRIPT = f"""
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({ROOM}, {ROOM}))
from iom.intake.encoding import digested
from iom.intake.errors import InputError
from iom.intake.mapping_file import FileTable
from iom.intake.workbook import WorkbookFile
from iom.settings import settings
try:
    file = WorkbookFile(digested(Path(sys.argv[1]), "xlsx"), FileTable("workbook", frozenset()), settings())
    print("read", sum(1 for _ in file.rows()))
except InputError as told:
    print("refused", told)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print("peak", int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of addresses are Linux's")
@pytest.mark.parametrize("kind", ["blank", "far", "cells"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, kind):
    path = tmp_path / "bomb.xlsx"
    if kind == "blank":
        # more blanks than the limit lets a workbook unpack to, in some million bytes
        raw_workbook(path, b"")
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
        ):
            for _ in range(101):
                part.write(b" " * 10_000_000)
    elif kind == "far":
        raw_workbook(path, sheet_xml(CELL.format(row=1, column="A") + CELL.format(row=900_000, column="ZZ")))
    else:
        row = "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>"
        raw_workbook(path, sheet_xml(row * 1_500))
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith("refused"), ran.stdout + ran.stderr
    assert int(ran.stdout.split()[-1]) < 600


def test_every_limit_of_workbooks_and_parquet_is_in_the_handbook():
    text = (Path(__file__).parents[2] / "docs/import-rules.md").read_text(encoding="utf-8")
    limits = [name for name in Settings.model_fields if name.startswith(("workbook_", "parquet_"))]
    assert len(limits) == 4
    assert [name for name in limits if f"`IOM_{name.upper()}`" not in text] == []
