"""Documents that cannot be read: each mistake at its line, with what was meant, and nothing private."""

from pathlib import Path

import pytest

from iom.documents import DocumentError, parse_document, read_document

QUOTES_INSIDE = "there are double quotes inside double quotes. Put the other kind outside: when = '…'."


def refused(text: str) -> str:
    with pytest.raises(DocumentError) as error:
        parse_document("d.toml", text)
    return str(error.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('title = "T', "the quote opened on this line is not closed."),
        ("title = 'T", "the quote opened on this line is not closed."),
        ('title = """T', "the three quotes opened on this line are never closed."),
        ("scope = full", 'scope: a word without quotes means nothing. Text stands in quotes, scope = "…", a'),
        ('"M" = male', '"M": a word without quotes means nothing.'),
        ("when = age >= 18", "when: a condition is text: put it in quotes."),
        ("places = thirty", "places: a word without quotes means nothing."),
        ("title = “T”", "curly quotes, as Word writes them, are not read"),
        ('title = "T”', "curly quotes, as Word writes them, are not read"),
        ("title = ‘T’", "curly quotes, as Word writes them, are not read"),
        ("from = 2,500", "from: a number has no comma: 2500, not 2,500."),
        ("from = 1,250,000.5", "from: a number has no comma"),
        ("from = 75%", "from: a number has no % sign"),
        ("from = 01-11-2022", "from: a date is written as year, month, day: 2022-11-01."),
        ("from = 01/11/2022", "from: a date is written as year, month, day: 2022-11-01."),
        ("from = 1.11.2022", "from: a date is written as year, month, day: 2022-11-01."),
        ("from = 1 November 2022", "from: a date is written as year, month, day: 2022-11-01."),
        ("from = 2022-11-31", "from: there is no such day in the calendar"),
        ('when = "district == "Luton""', QUOTES_INSIDE),
        ('when = "district in ("Luton", "Bedford")"', QUOTES_INSIDE),
        ("says = 'Luton's people'", "single quotes, or an apostrophe, inside single quotes"),
        ('title "T"', "there is no = on this line"),
        ('title: "T"', "joined by =, not by a colon"),
        ('my title = "T"', "a key of several words stands in quotes"),
        ('path = "C:\\data\\new"', "a backslash has a meaning of its own between double quotes"),
        ('path = "C:\\Users\\new"', "a backslash has a meaning of its own between double quotes"),
        ('path = "C:\\"', "a backslash has a meaning of its own between double quotes"),
        ("history = True", "history: write true or false in small letters"),
        ("months =", "months: there is no value after the =."),
        ('when == "x"', "when: a key and its value are joined by one =; a comparison stands in quotes."),
        ("months = 12 months", "months: after a number nothing else stands on its line"),
        ('title = "T" // why', "title: after the closing quote nothing more stands on the line"),
        ("// why", "a comment begins with #."),
        ("[[cohort]", "the name of a table stands between brackets, as many at its end as at its beginning."),
        ("order = [severity desc]", "every text stands in quotes"),
        ('order = ["a" "b"]', "a comma between two values, or the bracket at its end, is missing"),
        ('sex = { column: "sex" }', "joined by =, not by a colon"),
        ('sex = { column = "sex",\n codes = "s" }', "a table in { } stands on one line."),
    ],
)
def test_a_line_that_is_no_toml_is_answered_with_what_was_meant(line: str, says: str):
    text = refused(f'version = "1"\n{line}\nowner = 1\n')
    assert text.startswith("d.toml, line 2: ")
    assert says in text


def test_a_table_of_several_is_asked_to_be_in_double_brackets():
    text = refused('[cohort]\nname = "a"\n[cohort]\nname = "b"\n')
    assert text.startswith("d.toml, line 3: the table [cohort] stands here once more.")
    assert "each begins with [[cohort]] in double brackets" in text


def test_a_key_given_twice_in_a_table_is_named():
    assert refused("[a]\nx = 1\n[b]\nx = 1\ny = 2\nx = 3\n") == (
        "d.toml, line 6: x is given twice in this table: keep one of them."
    )


def test_the_line_on_which_an_unclosed_list_opens_is_told():
    text = refused('a = ["x"]\norder = [\n "a",\n "b"\n\n[x]\nb = 1\n')
    assert text.startswith("d.toml, line 6: in the list or table that opens on line 2 ")
    assert "opens on line 2 " in refused('a = ["x"]\norder = [\n "a",\n')


def test_a_quote_left_open_at_the_end_is_told_by_its_own_line():
    assert refused("a = 1\nb = 'x\nc = 1\n").startswith("d.toml, line 2: the quote opened")
    assert refused('a = 1\nb = """x\nc = 1\n').startswith("d.toml, line 2: the three quotes opened")


def test_line_ends_of_windows_do_not_hide_what_was_meant():
    assert refused('a = 1\r\nb = "x\r\nc = 1\r\n').startswith("d.toml, line 2: the quote opened")


def test_of_a_line_at_fault_only_the_key_is_repeated():
    text = refused("name = Ann Lee 1990\n")
    assert text.startswith("d.toml, line 1: name: ")
    assert not {"Ann", "Lee", "1990"} & set(text.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n\n[[measures]]\nb = 1\n", 3),
        ("a = 1\n[x]\n[measures.fields]\nb = 1\n", 3),
        ("a = 1\n[[measure]]\n", 1),
    ],
)
def test_a_table_is_found_by_the_first_line_that_names_it(text: str, line: int):
    assert parse_document("d.toml", text).line("measures") == line


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("people.csv", b"id,name\n1,Ann\n", "a CSV file"),
        ("people.csv", "id,name\n1,Zoë\n".encode("latin-1"), "a CSV file"),
        ("people.txt", b"id;name;born\n1;Ann;1990\n", "a CSV file"),
        ("people.xlsx", b"PK\x03\x04\x14\x00\xff", "a file of Excel or Word"),
        ("people.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "a file of Excel or Word"),
    ],
)
def test_a_file_of_another_kind_is_called_so(tmp_path: Path, name: str, content: bytes, found: str):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError) as error:
        read_document(tmp_path / name, "mapping document")
    assert str(error.value).startswith(
        f"{name} looks like {found}. What is asked for here is a mapping document: a text file in TOML"
    )
    assert "Ann" not in str(error.value)


def test_a_document_in_another_encoding_is_asked_to_be_saved_again(tmp_path: Path):
    (tmp_path / "d.toml").write_bytes('title = "Zoë"\n'.encode("latin-1"))
    with pytest.raises(DocumentError, match="is not saved as UTF-8: save it as UTF-8"):
        read_document(tmp_path / "d.toml")


def test_a_document_that_is_not_there_is_answered_with_a_near_name(tmp_path: Path):
    (tmp_path / "niche_nominals.toml").write_text("", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"There is no file .*\. Did you mean niche_nominals\.toml\?"):
        read_document(tmp_path / "niche_nominal.toml")
    with pytest.raises(DocumentError, match=r"There is no file .*x\.toml\.$"):
        read_document(tmp_path / "nowhere" / "x.toml")


def test_long_blank_lines_are_read_at_once():
    # patterns that try every way to part the blanks would take minutes
    text = f'title = "x"\n{" " * 20_000}\n[a ]{" " * 20_000}\nb = 1\n{"c " * 5_000}\n'
    with pytest.raises(DocumentError, match="line 5"):
        parse_document("x.toml", text)
    document = parse_document("x.toml", text.rpartition("c c")[0].rstrip("c \n"))
    assert document.line("a.b") == 4


def test_a_number_of_thousands_of_digits_is_refused_in_words():
    with pytest.raises(DocumentError, match="too many digits"):
        parse_document("x.toml", f"months = {'9' * 5_000}")
