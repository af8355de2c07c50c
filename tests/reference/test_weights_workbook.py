"""ONS's list of weights is found on its sheet, read exactly, and what is not loaded is named."""

import datetime
from decimal import Decimal

import pytest
import xlsxwriter

from iom.reference import ReferenceTableError, shipped_rows
from iom.reference.set_in_force import exact, shipped_set
from iom.reference.weights_matching import match, parts_of
from iom.reference.weights_workbook import weight_list
from iom.reference.workbook import MOST_UNPACKED, read_sheet

from .workbooks import HEADINGS, edition, workbook


def read(path, sheet="List of weights", **options):
    return weight_list(read_sheet(path, sheet), **options)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cssdatatool.xlsx"


ROBBERY = ("Victim based crime - Robbery", "34B", "Robbery of personal property", 993.55)
DEATH = ("Victim based crime - Violence against the person", 4.1, "Manslaughter", 7973.0)


@pytest.mark.parametrize("heading_row", [3, 5, 7, 40])
def test_the_headings_are_found_on_whatever_row_they_stand(file, heading_row):
    listed = read(workbook(file, [ROBBERY], heading_row=heading_row))
    assert listed.heading_line == heading_row
    assert [(row.line, row.code, row.weight) for row in listed.rows] == [(heading_row + 1, "34B", "993.55")]


def test_every_weight_of_the_shipped_edition_comes_back_to_its_last_decimal(file):
    rows = [(c, code, title, weight) for c, code, title, weight in edition("1") if "Robbery" not in c]
    matched = match(read(workbook(file, rows)).rows, shipped_set(), "new")
    shipped = {
        row["offence_code"]: exact(row["weight"], 10)
        for row in shipped_rows("ons_css_weights")
        if row["ons_group"] != "Robbery"
    }
    assert {row["offence_code"]: exact(row["weight"], 10) for row in matched.rows} == shipped
    assert not matched.fits_none
    assert not matched.retitled
    assert {one.code for one in matched.without_weight} == {
        "34A", "34B", "4.10", "AF", "CIFAS", "FFA UK", "UK Finance"
    }  # fmt: skip


def test_the_group_of_a_weight_is_the_one_of_the_published_scores(file):
    matched = match(read(workbook(file, edition())).rows, shipped_set(), "new")
    groups = {row["offence_code"]: row["ons_group"] for row in shipped_rows("ons_css_weights")}
    assert {row["offence_code"]: row["ons_group"] for row in matched.rows} == groups


@pytest.mark.parametrize(
    ("cell", "weight"),
    [
        (799.6288702314769, "799.6288702314769"),
        ("1,849.520062262193", "1849.520062262193"),
        (" 7 ", "7"),
        (8.0, "8"),
        ("12.50", "12.50"),
    ],
)
def test_a_weight_is_read_as_it_is_written(file, cell, weight):
    rows = [("Robbery", "34B", "Robbery", cell)]
    assert [row.weight for row in read(workbook(file, rows)).rows] == [weight]


@pytest.mark.parametrize("cell", ["1,84.5", "12 points", "1.849,52", -3, 0, "-4", True, "£12"])
def test_a_weight_that_is_none_refuses_the_whole_workbook(file, cell):
    with pytest.raises(ReferenceTableError, match='line 6, column "weight": must be a number above 0'):
        read(workbook(file, [("Robbery", "34B", "Robbery", cell), ROBBERY]))


@pytest.mark.parametrize("cell", ["", "-", "..", "n/a", "[x]", "not available"])
def test_a_code_whose_weight_ons_does_not_give_is_named_and_not_loaded(file, cell):
    listed = read(workbook(file, [("Robbery", "34A", "Robbery of business property", cell), ROBBERY]))
    assert [row.code for row in listed.rows] == ["34B"]
    assert [(row.line, row.code) for row in listed.without_weight] == [(6, "34A")]


@pytest.mark.parametrize(
    ("cell", "code"), [(1, "1"), (37.2, "37.2"), ("8n", "8N"), (" 105A ", "105A"), ("28\u00a0E", "28 E")]
)
def test_a_code_may_be_a_number_or_text(file, cell, code):
    assert [row.code for row in read(workbook(file, [("Robbery", cell, "Robbery", 1)])).rows] == [code]


def test_a_code_that_the_spreadsheet_made_a_date_of_is_refused(file):
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("List of weights")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_datetime(1, 1, datetime.datetime(2026, 1, 4), book.add_format({"num_format": "d/m/yy"}))
        sheet.write_row(1, 2, ["Manslaughter", 10])
    with pytest.raises(ReferenceTableError, match='line 2, column "code": the spreadsheet made a date of it'):
        read(file)


def test_rows_that_split_an_offence_by_age_and_sex_have_no_code_and_are_not_loaded(file):
    block = "Victim based crime - Sexual offences"
    rows = [
        (block, "20A", "Sexual assault on a female aged 13 and over", 459.07),
        (block, "", "Male offender aged 10 to 17", 301.5),
        (block, "", "Male offender aged 18 and over", 470.25),
        (block, "88E", "Exposure and voyeurism", 39.9),
    ]
    listed = read(workbook(file, rows))
    assert [(row.code, row.weight) for row in listed.rows] == [("20A", "459.07"), ("88E", "39.9")]
    assert [row.title for row in listed.without_code] == [title for _, code, title, _ in rows if not code]


def test_a_code_listed_twice_with_one_weight_counts_once(file):
    listed = read(workbook(file, [ROBBERY, ROBBERY]))
    assert [row.line for row in listed.rows] == [6]
    assert [row.line for row in listed.repeated] == [7]


def test_a_code_listed_with_two_weights_is_for_a_person_to_decide(file):
    other = (*ROBBERY[:3], 12.5)
    path = workbook(file, [ROBBERY, other, DEATH])
    with pytest.raises(ReferenceTableError, match=r"line 7.*the code 34B is on row 6 too.*--repeated first"):
        read(path)
    assert [row.weight for row in read(path, repeated="first").rows] == ["993.55", "7973"]
    assert [row.code for row in read(path, repeated="leave-out").rows] == ["4.1"]


def test_footnotes_titles_and_blank_rows_are_no_rows(file):
    notes = ("Source: ONS", "1. See the user guide.", "Offences recorded by Action Fraud have no weight", "2")
    listed = read(workbook(file, [ROBBERY, DEATH], after=notes))
    assert [row.code for row in listed.rows] == ["34B", "4.1"]
    assert not listed.without_weight


def test_columns_may_stand_in_another_order_and_between_others(file):
    headings = ("Weight", "Notes", "ONS offence code", "Offence description", "Offence group")
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet(" list of  WEIGHTS ")
        sheet.write_row(9, 2, headings)
        sheet.write_row(10, 2, [5.5, "revised", "34B", "Robbery of personal property", "Robbery"])
    (row,) = read(file).rows
    assert (row.code, row.title, row.category, row.weight) == (
        "34B", "Robbery of personal property", "Robbery", "5.5"
    )  # fmt: skip


def test_of_two_columns_of_weights_one_must_be_named(file):
    headings = (*HEADINGS[:3], "Weight 2018", "Weight 2022")
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("List of weights")
        sheet.write_row(0, 0, headings)
        sheet.write_row(1, 0, ["Robbery", "34B", "Robbery", 799.6, 993.55])
    with pytest.raises(ReferenceTableError, match=r'"Weight 2018", "Weight 2022".*--weight-column'):
        read(file)
    assert [row.weight for row in read(file, weight_column="weight 2022").rows] == ["993.55"]


def test_a_missing_sheet_is_answered_with_those_that_are_there(file):
    path = workbook(file, [ROBBERY], sheet="Weights 2024")
    with pytest.raises(ReferenceTableError, match='It has: "Contents", "Data", "Weights 2024", "Notes"'):
        read(path)
    assert read(path, "weights 2024").rows


def test_a_sheet_without_the_headings_says_what_was_looked_for(file):
    with pytest.raises(ReferenceTableError, match=r'"… code".*"weight …"'):
        read(workbook(file, [ROBBERY]), "Data")


@pytest.mark.parametrize("content", [b"", b"code,offence,weight\n34B,Robbery,1\n", b"PK\x03\x04 cut off"])
def test_what_is_no_workbook_is_refused_in_words(file, content):
    file.write_bytes(content)
    with pytest.raises(
        ReferenceTableError, match=r"cssdatatool\.xlsx (cannot be read as a workbook|is damaged)"
    ):
        read(file)


def test_a_workbook_that_would_fill_the_memory_is_not_opened(file):
    import zipfile

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/sheet1.xml", "w") as out:
        for _ in range(MOST_UNPACKED // 2**20 + 1):
            out.write(bytes(2**20))
    with pytest.raises(ReferenceTableError, match="unpacks to more than"):
        read(file)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("1, 4.1/2/10", {"1", "4.1", "4.2", "4.10"}),
        ("1/4.1/4.10/4.2", {"1", "4.1", "4.2", "4.10"}),
        ("1, 4.1, 4.2 and 4.10", {"1", "4.1", "4.2", "4.10"}),
        ("37.1", {"37.1"}),
        ("104", {"104"}),
    ],
)
def test_a_joint_code_is_the_codes_that_it_holds(written, codes):
    assert parts_of(written) == codes


@pytest.mark.parametrize(("code", "title"), [("1/4.1/4.10/4.2", "Homicide offences"), (1, "HOMICIDE")])
def test_homicide_may_be_coded_in_another_way(file, code, title):
    block = "Victim based crime - Violence against the person"
    matched = match(read(workbook(file, [(block, code, title, 8000)])).rows, shipped_set(), "new")
    assert [row["offence_code"] for row in matched.rows] == ["1, 4.1/2/10"]
    assert [(one.written, one.taken_as) for one in matched.read_as] == [
        ("1" if code == 1 else code, "1, 4.1/2/10")
    ]
    assert not {"1", "4.1", "4.2"} & {one.code for one in matched.without_weight}


def test_nothing_is_guessed_from_a_code_alone_or_a_title_alone(file):
    rows = [("Violence", 1, "Murder only", 8000), ("Robbery", "34Z", "Robbery of personal property", 9)]
    matched = match(read(workbook(file, rows)).rows, shipped_set(), "new")
    assert [one.code for one in matched.fits_none] == ["1", "34Z"]
    assert not matched.read_as
    assert {"1", "34B"} <= {one.code for one in matched.without_weight}


def test_an_offence_that_is_named_otherwise_is_put_before_a_person(file):
    rows = [("Robbery", "34B", "Robbery - of Personal property", 9), ("Robbery", "34A", "Shoplifting", 9)]
    matched = match(read(workbook(file, rows)).rows, shipped_set(), "new")
    assert [(one.code, one.was) for one in matched.retitled] == [("34A", "Robbery of business property")]


def test_a_weight_of_more_than_ten_decimals_is_kept_as_the_nearest(file):
    (row,) = read(workbook(file, [("Robbery", "34B", "Robbery", 186.66821832120084)])).rows
    assert exact(row.weight, 10) == Decimal("186.6682183212")
