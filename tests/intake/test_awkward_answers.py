"""What an import answers to awkward cells: one reason for each, and the remedy that mends that one."""

from datetime import date

import pytest

from iom.intake import InputError, import_file, load_mapping

from .conftest import OFFENCES, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, broken
from .workbooks import Book

HEAD = tuple(PEOPLE_HEADER.split(","))
ROW = ("007", "Ashdown", date(1991, 7, 4), "M", "0000/0000101J", 2, date(2020, 2, 1))
SHEET = '[file]\nsheet = "People"\n'
UNMERGE = "Unmerge the cells at source and fill the value down."


def merged(bench: Bench, *columns: int):
    """Three rows of people, some columns of which are merged over all of them."""
    made = Book(bench.folder / "export.xlsx")
    rows = [
        tuple(
            None if at in columns and n else cell for at, cell in enumerate((f"00{n}", *ROW[1:4], *ROW[4:]))
        )
        for n in range(3)
    ]
    sheet = made.sheet("People", HEAD, *rows)
    for at in columns:
        sheet.merge_range(1, at, 3, at, "0000/0000101J" if at == 4 else "001")
    return made.done()


@pytest.mark.parametrize("column", [0, 2, 3, 4, 5, 6])
def test_a_merged_cell_breaks_one_rule_with_a_remedy_of_its_own(bench: Bench, column: int):
    report = bench.load(SHEET + PEOPLE, merged(bench, column))
    told = [rule for rule in report.rules if 3 in rule.first_lines]
    assert [(rule.rule, rule.column, rule.first_lines) for rule in told] == [
        ("cell_without_value", HEAD[column], (3, 4))
    ]
    assert told[0].message.startswith("the cell holds no value: it is part of a merged range")
    assert told[0].remedy == UNMERGE


def test_rows_that_share_a_merged_key_are_no_conflict(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    head = ("crime", "id", "on", "recorded", "code", "victims", "charged", "convicted")
    rows = [(None if n else "C1", None if n else "007", date(2024, 3, 3), *[None] * 5) for n in range(3)]
    sheet = made.sheet("Crimes", head, *rows)
    sheet.merge_range(1, 0, 3, 0, "C1")
    sheet.merge_range(1, 1, 3, 1, "007")
    bench.people(SOMEONE)
    report = bench.load('[file]\nsheet = "Crimes"\n' + OFFENCES, made.done())
    assert broken(report) == [("cell_without_value", None, (3, 4))] * 2
    assert report.rows_loaded == 1


def test_an_error_in_a_cell_is_no_wrong_date_or_identifier_too(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", HEAD, ROW, ("008", *ROW[1:]))
    for column in (2, 3, 4):
        sheet.write_formula(2, column, "=NA()", None, "#N/A")
    report = bench.load(SHEET + PEOPLE, made.done())
    assert broken(report) == [("cell_without_value", None, (3,))] * 3
    assert {rule.remedy for rule in report.rules} != {UNMERGE}


def test_a_wrong_check_letter_is_said_to_be_one(bench: Bench):
    rows = [
        SOMEONE,
        *(f"00{n},Ashdown,,,{pnc},," for n, pnc in enumerate(("0000/0000101K", "0000/101X", "12/A"))),
    ]
    report = bench.people(*rows)
    told = {rule.message: rule.first_lines for rule in report.rules if rule.rule == "identifier_form"}
    letter = "its check letter does not fit its number: one of its signs is mistyped"
    assert told[letter] == (3, 4)
    (other,) = told.keys() - {letter}
    assert other.startswith("expected a PNC ID: year, slash")
    assert told[other] == (5,)


def test_each_kind_of_identifier_is_answered_with_what_is_wrong_of_it(bench: Bench):
    body = PEOPLE.replace('pnc_id = "pnc"', 'noms_number = "pnc"\ncro_number = "surname"')
    document = bench.document(body)
    path = bench.file(PEOPLE_HEADER, "1,900001/00Z,,,A1234,,", "2,SF00/90001Z,,,,,", "3,x,,,,,")
    report = import_file(bench.store, path, load_mapping(document), now=bench.now)
    told = [(rule.column, rule.message[:26], rule.first_lines) for rule in report.rules]
    assert ("pnc", "expected a NOMS number: a ", (2,)) in told
    assert ("surname", "expected a CRO number: up ", (4,)) in told
    assert ("surname", "its check letter does not ", (2, 3)) in told


def another_sheet(bench: Bench, *, at: int = 0, columns: tuple[str, ...] = HEAD):
    """A workbook whose second sheet holds the people; its third keeps a person's name on its tab."""
    made = Book(bench.folder / "export.xlsx")
    made.sheet("People", ("Note",), ("Copied by hand",))
    made.sheet("Export", columns, ROW, at=at)
    made.sheet("Zzyzx, A", ("id", "surname"), ("7", "Zzyzx"))
    return made.done()


@pytest.mark.parametrize(("at", "says"), [(0, "sheet = 2."), (3, "sheet = 2, header_row = 4.")])
def test_where_the_columns_are_on_another_sheet_it_is_named_by_its_place(bench: Bench, at: int, says: str):
    with pytest.raises(InputError) as told:
        bench.load(SHEET + PEOPLE, another_sheet(bench, at=at))
    assert str(told.value).endswith(f" Sheet 2 has all of these columns: [file] {says}")
    assert "Zzyzx" not in str(told.value)


def test_a_sheet_that_has_some_of_the_columns_is_not_named(bench: Bench):
    with pytest.raises(InputError) as told:
        bench.load(SHEET + PEOPLE, another_sheet(bench, columns=HEAD[:5]))
    assert "has all of these columns" not in str(told.value)


def test_a_wrong_encoding_may_be_left_out(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE.replace("Ashdown", "Zzyźx"), encoding="cp1250")
    body = '[file]\nencoding = "utf-8"\n' + PEOPLE
    with pytest.raises(InputError, match=r"Export it again, or leave out \[file\] encoding in the mapping"):
        bench.load(body, path)
    marked = bench.folder / "marked.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with pytest.raises(InputError, match=r"Export it again\.$"):
        bench.load(PEOPLE, marked)
