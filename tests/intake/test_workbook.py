"""A sheet of a workbook is read by stated rules: what each kind of cell becomes, and what is refused."""

import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from iom.documents import DocumentError
from iom.intake import InputError, import_corrections, parse_mapping, quarantine_export
from iom.intake.cells import spelt
from iom.intake.quarantine import quarantine_list
from iom.intake.sheet_scan import scan

from .conftest import HEAD as HEAD_TEXT
from .conftest import OFFENCES, PEOPLE, Bench, broken
from .workbooks import Book, raw_workbook, sheet_xml, text_cell

SHEET = '[file]\nsheet = "People"\n'
HEAD = ("id", "surname", "born", "sex", "pnc", "mappa", "recorded")
BORN = date(1991, 7, 4)
ROW = ("007", "Ashdown", BORN, "M", None, 2, date(2020, 2, 1))


def book(bench: Bench, *rows: tuple, at: int = 0, name: str = "People") -> Path:
    made = Book(bench.folder / "export.xlsx")
    made.sheet(name, *rows, at=at)
    return made.done()


def test_a_sheet_is_imported_with_its_dates_as_the_dates_they_are(bench: Bench):
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, ROW))
    assert (report.rows_loaded, report.encoding, report.place) == (1, "xlsx", 'sheet "People", row')
    assert bench.ask("select birth_date, birth_precision, mappa_level from subject_version") == [
        (BORN, "day", 2)
    ]
    assert bench.ask(
        "select row_no, line, source_key from subject_version join subject using (subject_id)"
    ) == [(1, 2, "007")]


def test_text_beside_date_cells_is_read_in_the_formats_of_its_column(bench: Bench):
    rows = (("008", "B", "05/08/1992", "F", None, None, None), ("009", "C", "1992-08-05x", "F", *3 * (None,)))
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, ROW, *rows))
    assert broken(report) == [("date_format", "birth_date", (4,))]
    assert "a date cell" in report.rules[0].message
    assert bench.ask("select birth_date from subject_version order by row_no") == [
        (BORN,),
        (date(1992, 8, 5),),
    ]


def test_a_date_with_its_time_counts_for_its_day(bench: Bench):
    row = ("007", "Ashdown", datetime(1991, 7, 4, 23, 59, 59), "M", None, 2, datetime(2020, 2, 1))
    bench.load(SHEET + PEOPLE, book(bench, HEAD, row))
    assert bench.ask("select birth_date from subject_version") == [(BORN,)]


def test_a_format_may_be_left_out_where_all_dates_are_date_cells(bench: Bench):
    body = PEOPLE.replace(', format = ["uk", "month"]', "").replace(', format = "uk"', "")
    assert bench.load(SHEET + body, book(bench, HEAD, ROW)).rows_loaded == 1
    with pytest.raises(DocumentError, match="a date needs format"):
        bench.load(body, bench.file(",".join(HEAD)))


def test_dates_of_the_1904_system_are_the_same_days(bench: Bench):
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    assert made.active is not None
    made.active.append(HEAD)
    made.active.append(("007", "Ashdown", BORN, "M", None, 2, datetime(2020, 2, 1, 9, 30)))
    made.save(bench.folder / "export.xlsx")
    report = bench.load("[file]\nformat = 'workbook'\n" + PEOPLE, bench.folder / "export.xlsx")
    assert report.rows_loaded == 1
    assert bench.ask("select birth_date from subject_version") == [(BORN,)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (4.1, "4.1"),
        (1e14, "100000000000000"),
        (123456789012345.0, "123456789012345"),
        (1.2e15, "#DIGITS!"),
        (1e-7, "0.0000001"),
        (100.0, "100"),
        (True, "true"),
        (False, "false"),
        ("0012", "0012"),
        (date(2026, 10, 31), "2026-10-31"),
        (datetime(2026, 10, 31), "2026-10-31"),
        (datetime(2026, 10, 31, 9, 5), "2026-10-31 09:05:00"),
        (time(9, 5), "09:05:00"),
        (datetime(2026, 1, 1, 6) - datetime(2025, 12, 31), "30:00:00"),
    ],
)
def test_each_kind_of_cell_has_one_text(value, text):
    assert spelt(value) == text


def test_numbers_in_key_columns_are_named_for_the_zeros_they_may_have_lost(bench: Bench):
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, (12, *ROW[1:]), ("0013", *ROW[1:])))
    note = next(said for said in report.warnings if "zeros in front" in said)
    assert note.endswith('"id" (1).')
    assert bench.ask("select source_key from subject order by source_key") == [("0013",), ("12",)]


def test_a_column_of_dates_and_texts_is_asked_about(bench: Bench):
    rows = [(str(n), "X", d, *ROW[3:]) for n, d in enumerate((date(1991, 3, 2), "13/02/1991", "25/12/1990"))]
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, *rows))
    note = next(said for said in report.warnings if "took the day for the month" in said)
    assert note.startswith('"born" holds 1 dates as dates and 2 as text')
    assert "could be turned about" in note


def test_an_error_and_a_formula_not_worked_out_refuse_their_rows_by_cell(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", HEAD, ROW, ("008", *ROW[1:]), ("009", *ROW[1:]))
    sheet.write_formula(2, 5, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 5, "=1+1", None, 3)
    path = made.done()
    report = bench.load(SHEET + PEOPLE, path)
    assert ("cell_without_value", None, (3,)) in broken(report)
    assert [rule.column for rule in report.rules if rule.rule == "cell_without_value"] == ["mappa"]
    # openpyxl writes formulas and no values, as a program does that made the file without Excel
    unworked = openpyxl.load_workbook(path)
    unworked["People"]["F2"] = "=1+1"
    unworked.save(path)
    again = bench.load(SHEET + PEOPLE, path)
    assert (2, 3, 4) in [rule.first_lines for rule in again.rules if rule.rule == "cell_without_value"]


def test_an_error_in_a_column_or_row_that_holds_no_record_refuses_nothing(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", (*HEAD, "other"), ROW, ("", "", "", "", "", "", "", "x"))
    sheet.write_formula(1, 7, "=NA()", None, "#N/A")
    sheet.write_formula(2, 5, "=SUM(F2)", None, "#REF!")
    body = PEOPLE.replace('subject = "id"', 'subject = "id"\nwhen = "surname"')
    report = bench.load(SHEET + body, made.done())
    assert (broken(report), report.rows_loaded, report.rows_without_record) == ([], 1, 1)


def test_a_formula_counts_for_what_excel_worked_out(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", HEAD, ROW)
    sheet.write_formula(1, 1, '="Ash"&"down"', None, "Worked")
    assert bench.load(SHEET + PEOPLE, made.done()).rows_loaded == 1
    assert bench.ask("select surname from subject_name_version") == [("Worked",)]


def test_a_formula_whose_result_is_an_empty_text_is_blank_and_one_without_a_result_is_not():
    formulas = '<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f>1</f></c>'
    found = scan(io.BytesIO(sheet_xml(f'<row r="1">{formulas}<c r="D1"><f>2</f><v>2</v></c></row>')))
    assert found.marks == {0: {1: "#UNCOMPUTED!", 2: "#UNCOMPUTED!"}}


def test_a_date_in_a_column_of_offence_codes_is_refused(bench: Bench):
    head = ("crime", "id", "on", "recorded", "code", "victims", "charged", "convicted")
    rows = (("C1", "007", date(2024, 3, 3), None, date(2026, 3, 28), *3 * (None,)),)
    bench.load(SHEET + PEOPLE, book(bench, HEAD, ROW))
    report = bench.load("[file]\nformat = 'xlsx'\n" + OFFENCES, book(bench, head, *rows))
    assert broken(report) == [("date_for_code", "code_given", (2,))]


def test_a_merged_range_counts_in_its_first_cell_and_refuses_the_rows_below(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    rows = [(f"00{n}", *ROW[1:5], 2 if n == 7 else None, ROW[6]) for n in (7, 8, 9)]
    sheet = made.sheet("People", HEAD, *rows)
    sheet.merge_range(1, 5, 2, 5, 2)
    report = bench.load(SHEET + PEOPLE, made.done())
    assert ("cell_without_value", None, (3,)) in broken(report)
    assert report.rows_loaded == 2
    assert any("merged (F2:F3)" in said for said in report.warnings)


def test_a_note_merged_across_its_row_is_a_row_of_its_first_cell(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", HEAD, ROW)
    sheet.merge_range(3, 0, 3, 6, "Source: the council")
    body = PEOPLE.replace('subject = "id"', 'subject = "id"\nwhen = "surname"')
    report = bench.load(SHEET + body, made.done())
    assert (broken(report), report.rows_loaded, report.rows_without_record) == ([], 1, 1)


def test_titles_stand_above_the_header_row_and_a_second_column_may_be_the_first(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", (None, *HEAD), (None, *ROW), at=3)
    sheet.merge_range(0, 1, 0, 7, "People, November")
    report = bench.load(SHEET + "header_row = 4\n" + PEOPLE, made.done())
    assert report.rows_loaded == 1
    assert bench.ask("select line from subject_version") == [(5,)]


def test_two_rows_of_a_header_are_read_as_one_name_a_column(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet(
        "People",
        ("id", "surname", "Person", None, "pnc", "mappa", "recorded"),
        (None, None, "born", "sex", None, None, None),
        ROW,
    )
    sheet.merge_range(0, 2, 0, 3, "Person")
    sheet.merge_range(0, 0, 1, 0, "id")
    body = PEOPLE.replace('"born"', '"Person born"').replace('column = "sex"', 'column = "Person sex"')
    assert bench.load(SHEET + "header_row = [1, 2]\n" + body, made.done()).rows_loaded == 1


def test_a_name_merged_down_into_the_header_row_names_its_column(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", ("id", *6 * (None,)), (None, *HEAD[1:]), ROW)
    sheet.merge_range(0, 0, 1, 0, "id")
    assert bench.load(SHEET + "header_row = 2\n" + PEOPLE, made.done()).rows_loaded == 1


def test_hidden_rows_columns_sheets_and_filters_are_read_like_all_others(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    made.sheet("Cover", ("nothing",))
    sheet = made.sheet("People", HEAD, ROW, ("008", *ROW[1:]))
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(5, 5, None, None, {"hidden": True})
    sheet.autofilter(0, 0, 2, 6)
    sheet.filter_column(0, "x == 008")
    sheet.hide()
    assert bench.load(SHEET + PEOPLE, made.done()).rows_loaded == 2
    assert bench.ask("select count(*) from subject_version where mappa_level = 2") == [(2,)]


def test_empty_rows_are_no_rows_and_numbers_stay_those_of_the_sheet(bench: Bench):
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, ROW, (), (" ",), ("008", "X", "31/02/1990")))
    assert report.rows_total == 2
    assert broken(report) == [("date_format", "birth_date", (5,))]


def test_a_total_row_is_asked_about(bench: Bench):
    report = bench.load(SHEET + PEOPLE, book(bench, HEAD, ROW, ("008",), ("Total", 1)))
    assert any("(row 4): is it a total row?" in said for said in report.warnings)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('sheet = "Peopel"', 'has 2 sheets, none of them called "Peopel"; sheet 2 is almost called so'),
        ("sheet = 3", "has 2 sheets, and sheet 3 is asked for"),
        ('format = "workbook"', "has 2 sheets. Which one is meant?"),
        ('sheet = "People"\nheader_row = 9', "no row 9 on the sheet"),
        ("sheet = 2\nheader_row = 2", "there are no columns"),
    ],
)
def test_a_wrong_sheet_or_row_is_said_without_repeating_what_a_person_may_be_called(
    bench: Bench, table, says
):
    made = Book(bench.folder / "export.xlsx")
    made.sheet("Declan O'Mara", ("x",))
    made.sheet("People", HEAD, ROW)
    with pytest.raises(InputError) as told:
        bench.load(f"[file]\n{table}\n" + PEOPLE, made.done())
    assert says in str(told.value)
    assert "Mara" not in str(told.value)
    assert "Ashdown" not in str(told.value)


def test_a_sheet_may_be_meant_by_its_place_and_in_any_case(bench: Bench):
    for table in ("sheet = 1", 'sheet = "people"'):
        assert bench.load(f"[file]\n{table}\n" + PEOPLE, book(bench, HEAD, ROW)).rows_total == 1


def test_refused_rows_of_a_workbook_come_back_corrected_through_csv(bench: Bench):
    made = Book(bench.folder / "export.xlsx")
    sheet = made.sheet("People", HEAD, ROW, ("008", "Bryce", BORN, "X", None, None, None))
    sheet.write_formula(2, 5, "=NA()", None, "#N/A")
    report = bench.load(SHEET + PEOPLE, made.done())
    assert report.rows_quarantined == 1
    given = quarantine_export(bench.store, now=bench.now)
    row = next(csv.DictReader(io.StringIO(given.content.decode("utf-8-sig"))))
    assert (row["born"], row["mappa"], row["id"]) == ("1991-07-04", "#N/A", "008")
    path = bench.folder / "corrected.csv"
    path.write_bytes(given.content.replace(b",X,", b",F,"))
    still = import_corrections(bench.store, path, now=bench.now)
    assert ("cell_without_value", None, (2,)) in broken(still)
    path.write_bytes(given.content.replace(b",X,", b",F,").replace(b"#N/A", b"1"))
    assert import_corrections(bench.store, path, now=bench.now).corrected == 1
    assert quarantine_list(bench.store) == []
    assert (BORN, 1) in bench.ask("select birth_date, mappa_level from subject_version")


def test_cells_without_a_place_of_their_own_stand_beside_the_one_before(bench: Bench):
    rows = "".join(
        f"<row>{''.join(text_cell(str(v or '')) for v in row)}</row>"
        for row in (HEAD, ("007", "Ashdown", "04/07/1991", "M", "", "2", ""))
    )
    path = raw_workbook(bench.folder / "export.xlsx", sheet_xml(rows))
    assert bench.load("[file]\nsheet = 1\n" + PEOPLE, path).rows_loaded == 1


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("sheet = 0", 8, "its place among the sheets"),
        ("header_row = [3, 5]", 8, "follow each other"),
        ("header_row = 0", 8, "header_row is the row"),
        ('sheet = "A"\nskip_lines = 2', 9, "skip_lines is for CSV files"),
        ('format = "csv"\nsheet = "A"', 9, "sheet is for workbooks"),
        ('format = "exel"', 8, "format must be csv, workbook"),
        ('shet = "A"', 8, "Did you mean sheet?"),
    ],
)
def test_a_mistake_in_the_file_table_is_named_with_its_line(table, line, says):
    top = HEAD_TEXT.format(name="t", system="s", scope="full", first="false")
    text = top.split("[covers]")[0] + f"[file]\n{table}\n[covers]" + top.split("[covers]")[1] + PEOPLE
    with pytest.raises(DocumentError, match=f"line {line}: .*{says}"):
        parse_mapping("m.toml", text)
