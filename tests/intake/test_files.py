"""What a file is written in, and where its rows are."""

import pytest

from iom.intake import InputError

from .conftest import PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, broken

ROW = "008,O’Mara £,04/07/1991,M,,2,01/02/2020"


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_each_common_encoding_is_found_out_and_recorded(bench: Bench, encoding, recorded):
    header = "\ufeff" + PEOPLE_HEADER if encoding == "utf-16-be" else PEOPLE_HEADER
    report = bench.load(PEOPLE, bench.file(header, ROW, encoding=encoding))
    assert report.encoding == recorded
    assert bench.ask("select surname from subject_name_version") == [("O’Mara £",)]
    assert bench.ask("select encoding from import_batch") == [(recorded,)]


def test_a_byte_that_no_encoding_knows_is_named_by_its_line(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE)
    path.write_bytes(path.read_bytes() + b"008,\x81\xa3,04/07/1991,M,,2,\r\n")
    with pytest.raises(InputError, match="line 3: neither UTF-8 nor cp1252"):
        bench.load(PEOPLE, path)


def test_a_nul_byte_is_named_by_its_line(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE)
    path.write_bytes(path.read_bytes() + b"008,\0,04/07/1991,M,,2,\r\n")
    with pytest.raises(InputError, match="line 3: a NUL byte"):
        bench.load(PEOPLE, path)


def test_a_quote_that_never_closes_refuses_the_file(bench: Bench):
    with pytest.raises(InputError, match="line 3: a quoted value begins in this row and does not end"):
        bench.load(PEOPLE, bench.file(PEOPLE_HEADER, SOMEONE, '008,"Open,04/07/1991,M,,2,', SOMEONE))
    assert bench.ask("select count(*) from subject") == [(0,)]


def test_a_line_break_inside_quotes_is_part_of_the_value_and_lines_stay_physical(bench: Bench):
    rows = ('008,"Two\nlines",04/07/1991,M,,2,', "", "009,Bad,31/02/1991,M,,2,")
    report = bench.load(PEOPLE, bench.file(PEOPLE_HEADER, *rows))
    assert broken(report) == [("date_format", "birth_date", (5,))]
    assert report.rows_total == 2
    assert bench.ask("select row_no, line from quarantine") == [(2, 5)]
    assert bench.ask("select surname from subject_name_version") == [("Two\nlines",)]


def test_other_formats_are_refused_by_name(bench: Bench):
    path = bench.folder / "people.csv"
    for start, named in (
        (b"PK\x03\x04", "a workbook"),
        (b"PAR1", "a Parquet file"),
        (b"<html>", "a web page"),
    ):
        path.write_bytes(start + b"\0" * 100)
        with pytest.raises(InputError, match=f"people.csv is {named}.* by its content"):
            bench.load(PEOPLE, path)


@pytest.mark.parametrize("name", ["PARENT", "PAR1", "PK", "pk\x03"])
def test_a_header_that_begins_as_other_files_do_is_a_header(bench: Bench, name):
    path = bench.file(f"{name},{PEOPLE_HEADER}", f"x,{SOMEONE}")
    assert bench.load(PEOPLE, path).rows_loaded == 1


def test_rows_of_several_chunks_keep_their_numbers(bench: Bench, monkeypatch):
    monkeypatch.setattr("iom.intake.reading.CHUNK", 3)
    rows = [f"{n:03},Name,04/07/1991,M,,2," for n in range(10)] + ["010,Bad,31/02/1991,M,,2,"]
    report = bench.load(PEOPLE, bench.file(PEOPLE_HEADER, *rows))
    assert broken(report) == [("date_format", "birth_date", (12,))]
    assert bench.ask("select min(row_no), max(row_no), count(*) from subject_version") == [(1, 10, 10)]


def refusal(bench: Bench, text: str, body: str = PEOPLE) -> str:
    path = bench.folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        bench.load(body, path)
    for value in ("Ashdown", "007", "1991", "surnam,", "0000/0000101J"):
        assert value not in str(told.value)
    return str(told.value)


def test_a_file_without_its_header_is_refused_without_repeating_the_person(bench: Bench):
    told = refusal(bench, SOMEONE + "\r\n")
    assert 'line 1: there are no columns "id", "surname"' in told
    assert "The line has 7 columns, none of them one of those 7: is it the header?" in told


@pytest.mark.parametrize(("mark", "named"), [(";", '";"'), ("\t", "a tab")])
def test_another_delimiter_is_named(bench: Bench, mark, named):
    told = refusal(bench, (PEOPLE_HEADER + "\n" + SOMEONE + "\n").replace(",", mark))
    assert "The line has 1 column" in told
    assert "[file] delimiter = " in told
    assert named in told


def test_a_column_there_twice_and_one_almost_there_are_said_in_the_names_of_the_mapping(bench: Bench):
    assert 'column "sex" is there 2 times' in refusal(bench, PEOPLE_HEADER.replace("born", "sex"))
    told = refusal(bench, PEOPLE_HEADER.replace("surname", "surnam"))
    assert 'no column "surname"' in told
    assert 'column 2 is almost "surname"' in told


def test_a_column_that_is_not_there_is_told_with_what_to_do(bench: Bench):
    told = refusal(bench, PEOPLE_HEADER.replace("surname", "x"))
    assert told.endswith("Export it again with this column, or take it out of the mapping document.")
    told = refusal(bench, PEOPLE_HEADER.replace("surname", "x").replace("pnc", "y"))
    assert told.endswith("Export it again with these columns, or take them out of the mapping document.")


@pytest.mark.parametrize("text", ["", "\ufeff"])
def test_a_file_without_a_line_is_said_to_be_empty(bench: Bench, text):
    assert "export.csv is empty" in refusal(bench, text)


def test_a_file_that_ends_before_its_header_is_said_to_be_empty_below_what_is_left_out(bench: Bench):
    told = refusal(bench, "Report\n", "[file]\nskip_lines = 2\n" + PEOPLE)
    assert "is empty but for what skip_lines leaves out" in told


def test_a_file_that_is_not_there_is_answered_with_one_of_almost_the_same_name(bench: Bench):
    bench.file(PEOPLE_HEADER, SOMEONE, name="people.csv")
    with pytest.raises(InputError, match=r"no file .*peeple\.csv\. Did you mean people\.csv\?"):
        bench.load(PEOPLE, bench.folder / "peeple.csv")


def test_a_folder_that_is_not_there_is_said(bench: Bench):
    with pytest.raises(InputError, match="There is no folder"):
        bench.load(PEOPLE, bench.folder / "exports" / "people.csv")


@pytest.mark.parametrize("row", [",,,,,,", " , ,,\t,,,", ",,", '"",""', "   ", ",,,,,,,,,"])
def test_a_row_without_any_value_is_a_blank_line(bench: Bench, row):
    report = bench.load(PEOPLE, bench.file(PEOPLE_HEADER, SOMEONE, row, row))
    assert (report.rows_total, report.rows_loaded, broken(report)) == (1, 1, [])


def test_title_lines_above_the_header_are_left_out_and_lines_stay_physical(bench: Bench):
    body = "[file]\nskip_lines = 2\n" + PEOPLE
    path = bench.file("Report of November,,", "", PEOPLE_HEADER, SOMEONE, "009,Bad,31/02/1991,M,,2,")
    report = bench.load(body, path)
    assert report.rows_loaded == 1
    assert broken(report) == [("date_format", "birth_date", (5,))]
    assert bench.ask("select row_no, line from subject_version") == [(1, 4)]
    assert "line 3" in refusal(bench, "Report\n\n" + SOMEONE, body)


def test_a_value_longer_than_the_limit_refuses_its_row_alone(bench: Bench):
    bench.store.settings = bench.store.settings.model_copy(update={"cell_limit": 200_000})
    rows = [f"008,{'x' * size},04/07/1991,M,,2," for size in (200_001, 200_000)]
    report = bench.load(PEOPLE, bench.file(PEOPLE_HEADER, *rows, SOMEONE))
    assert (broken(report), report.rows_loaded) == ([("field_too_long", None, (2,))], 2)


def test_utf_16_without_its_mark_is_refused_in_words(bench: Bench):
    path = bench.file(PEOPLE_HEADER, SOMEONE, encoding="utf-16-be")
    body = PEOPLE.replace("[[record]]", '[file]\nencoding = "utf-16"\n\n[[record]]', 1)
    with pytest.raises(InputError, match="line 1: not utf-16"):
        bench.load(body, path)


def test_a_value_longer_than_any_refuses_the_file_at_the_row_that_begins_it(bench: Bench, monkeypatch):
    monkeypatch.setattr("iom.intake.reading.PARSER_LIMIT", 2_000_000)
    path = bench.file(PEOPLE_HEADER, SOMEONE, '008,"' + "x" * 2_000_001)
    with pytest.raises(InputError, match="line 3: a quoted value begins in this row and does not end"):
        bench.load(PEOPLE, path)
