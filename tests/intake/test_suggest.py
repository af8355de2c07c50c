"""iom mapping suggest: a draft that loads once a person has filled it in, and that shows nobody's data."""

import json
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from iom.codes import check_letter
from iom.demo import read_parameters, write_exports
from iom.documents import DocumentError
from iom.intake import InputError, draft, evidence, import_file, load_mapping, parse_mapping, sample, suggest
from iom.intake.mapping import Mapping
from iom.settings import settings

from .conftest import Bench
from .workbooks import Book

MAPPINGS = Path(__file__).parents[2] / "fixtures" / "mappings"
EXAMPLES = Path(__file__).parents[2] / "fixtures" / "examples"
DEMO = sorted(path.stem for path in (MAPPINGS / "demo").glob("*.toml"))
TOP = {
    "title": '"Filled in"',
    "system": '"SYSTEM"',
    "scope": '"full"',
    "history": '"local"',
    "from": "2015-01-01",
    "to": "2026-10-31",
}


def drafted(path: Path, **options) -> str:
    return draft(suggest(sample(path, settings(), **options))).text


def filled_in(text: str, system: str = "niche", **others: str) -> str:
    """The draft as a person would leave it who knows what the file is; words nobody knows mean nothing."""
    lines = []
    for given_line in text.splitlines():
        line = given_line
        key = line.partition(" = ")[0]
        if '"TODO' in line and not line.startswith("#"):
            given = (TOP | others).get(key, '""').replace("SYSTEM", system)
            line = f"{key} = {given}"
        lines.append(line)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_exports(folder, 2026, read_parameters().with_values(made__people=400))
    return folder


def said(mapping: Mapping, *, split: bool = True) -> list[tuple]:
    """What a document says of where each field is, whatever its lists and formats are called."""
    return [
        (
            record.type.name,
            record.subject,
            record.reference,
            {
                name: (source.columns, tuple(f.tokens for f in source.formats), split and source.split)
                for name, source in record.fields.items()
                if source.columns
            },
            [(pair.status.value, pair.status.columns, pair.on.columns) for pair in record.statuses],
        )
        for record in mapping.records
    ]


@pytest.mark.parametrize("name", DEMO)
def test_the_exports_of_the_demonstration_are_recognised_as_their_documents_say(exports: Path, name):
    own = load_mapping(MAPPINGS / "demo" / f"{name}.toml")
    ours = parse_mapping("draft.toml", filled_in(drafted(exports / f"{name}.csv"), own.system))
    # of few rows none may hold several victims: then nothing tells what stands between them
    seen = any(";" in line for line in (exports / f"{name}.csv").read_text("cp1252").splitlines())
    assert said(ours, split=seen) == said(own, split=seen)
    shipped = tomllib.loads((MAPPINGS / "demo" / f"{name}.toml").read_text(encoding="utf-8"))
    words = {k.lower(): v for table in shipped.get("codes", {}).values() for k, v in table.items() if v != ""}
    listed = tomllib.loads(ours.text).get("codes", {})
    for table in listed.values():
        for value, word in table.items():
            assert word in ("", words.get(value.lower()))


def test_a_filled_in_draft_imports_what_the_shipped_document_imports(bench: Bench, exports: Path):
    counts = []
    for text, system in (
        ((MAPPINGS / "demo" / "niche_nominals.toml").read_text(encoding="utf-8"), "niche"),
        (filled_in(drafted(exports / "niche_nominals.csv"), "other"), "other"),
    ):
        report = import_file(
            bench.store, exports / "niche_nominals.csv", parse_mapping("m.toml", text), now=bench.now
        )
        counts.append(
            (report.system == system, report.rows_total, report.rows_loaded, report.rows_quarantined)
        )
    assert counts[0] == counts[1]
    assert counts[0][2] > 0


def test_a_draft_is_refused_until_it_is_filled_in():
    text = drafted(EXAMPLES / "people.csv")
    with pytest.raises(DocumentError) as told:
        parse_mapping("draft.toml", text)
    line = text.splitlines().index(next(x for x in text.splitlines() if x.startswith("title"))) + 1
    assert str(told.value).startswith(f"draft.toml, line {line}: this is still to be filled in: ")
    assert "In all, lines " in str(told.value)
    left = filled_in(text).replace('system = "niche"', 'system = "TODO: what"')
    with pytest.raises(DocumentError, match='still to be filled in: "TODO: what"'):
        parse_mapping("draft.toml", left)
    assert parse_mapping("draft.toml", filled_in(text)).system == "niche"


def test_every_todo_stands_where_the_reader_finds_it():
    found = draft(suggest(sample(EXAMPLES / "people.csv", settings())))
    assert found.todo == found.text.count('"TODO') == 5


def person(n: int) -> dict[str, str]:
    """Somebody invented, with values that no draft may repeat."""
    serial = f"{n:07}"
    return {
        "Offender Ref": f"XQ{n:05}",
        "Family Name": f"Zzyzx{n}",
        "Known As": f"Quill{n % 7}",
        "D.O.B.": (date(1970, 1, 1) + timedelta(days=97 * n)).strftime("%d.%m.%Y"),
        "PNC": f"0000/{serial}{check_letter('00' + serial)}",
        "Gender": ("Male", "Female", "Not Known")[n % 3],
        "MAPPA": ("Level 1", "Level 2", "")[n % 3],
        "Home": f"{n} Vexing Lane",
        "Officer notes": f"saw Quentin{n} today",
        "Team": ("North", "South")[n % 2] if n != 5 else "Zzyzx5 himself",
        "RSO": ("Yes", "No", "See file")[n % 3],
    }


def odd(path: Path, rows: int = 60) -> Path:
    """An odd export: titles above, semicolons, Windows' own letters, a line break in a value."""
    people = [person(n) for n in range(rows)]
    lines = ["Probation – weekly list", "", ";".join(people[0])]
    for one in people:
        one["Officer notes"] = f'"{one["Officer notes"]}\n and ‘again’"'
        lines.append(";".join(one.values()))
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return path


def test_an_odd_export_is_drafted_whole_and_imports(bench: Bench):
    path = odd(bench.folder / "odd.csv")
    text = drafted(path)
    document = tomllib.loads(text)
    assert document["file"] == {"delimiter": ";", "skip_lines": 2}
    assert document["dates"] == {"format1": "dd.mm.yyyy"}
    record = document["record"][0]
    assert (record["type"], record["subject"]) == ("subject", "Offender Ref")
    fields = record["fields"]
    assert fields["surname"] == "Family Name"
    assert fields["pnc_id"] == "PNC"
    assert fields["birth_date"] == {"column": "D.O.B.", "format": "format1"}
    assert document["codes"][fields["sex"]["codes"]] == {"Female": "female", "Male": "male", "Not Known": ""}
    assert document["codes"][fields["mappa_level"]["codes"]] == {"Level 1": "1", "Level 2": "2"}
    flags = document["codes"][fields["registered_sex_offender"]["codes"]]
    assert {k: v for k, v in flags.items() if not str(v).startswith("TODO")} == {"Yes": True, "No": False}
    mapping = parse_mapping("m.toml", filled_in(text))
    report = import_file(bench.store, path, mapping, now=bench.now)
    assert (report.rows_total, report.rows_quarantined, report.encoding) == (60, 0, "cp1252")
    assert bench.ask("select count(*) from subject_version where mappa_level = 2") == [(20,)]


def test_no_value_of_a_person_is_in_the_draft_or_on_the_screen(cli, tmp_path: Path):
    path, out = odd(tmp_path / "odd.csv"), tmp_path / "draft.toml"
    answer = cli("mapping", "suggest", path, "--out", out)
    assert answer.code == 0, answer.err
    told = answer.out + answer.err + out.read_text(encoding="utf-8")
    told += cli("mapping", "suggest", path, "--json").out + cli("mapping", "suggest", path).out
    for n in range(60):
        for name, value in person(n).items():
            if name not in ("Gender", "MAPPA", "RSO", "Team"):
                assert value not in told
    assert "Zzyzx" not in told
    assert "Quentin" not in told


def test_a_value_in_few_rows_of_a_code_column_is_counted_and_not_shown(tmp_path: Path):
    rows = [f"{n},{('Male', 'Female')[n % 2]}" for n in range(40)] + ["41,Zzyzx", "42,Quill"]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["Nominal ref,Sex", *rows, ""]), encoding="utf-8")
    text = drafted(path)
    assert "# 2 other values, in 2 rows, are not shown here" in text
    assert "Zzyzx" not in text


@pytest.mark.parametrize(
    ("days", "tokens"),
    [
        (["13/02/2024", "01/02/2024"], "dd/mm/yyyy"),
        (["02/13/2024", "02/01/2024"], "mm/dd/yyyy"),
        (["3/2/2024", "25/12/2023"], "d/m/yyyy"),
        (["2024-02-13", "2023-12-01"], "yyyy-mm-dd"),
        (["2024-02-13T10:30:00", "2023-12-01T00:00:00"], "yyyy-mm-ddTHH:MM:SS"),
        (["13-Feb-24", "01-Dec-23"], "dd-Mon-yy"),
        (["13 Feb 2024", "01 Dec 2023"], "dd Mon yyyy"),
        (["13 February 2024", "1 May 2023"], "d Month yyyy"),
        (["20240213", "20231201"], "yyyymmdd"),
        (["13/02/2024 10:30", "01/12/2023 00:00"], "dd/mm/yyyy HH:MM"),
        (
            ["01/02/2024", "03/04/2023"],
            "TODO: dd/mm/yyyy or mm/dd/yyyy: no value of the file tells day from month",
        ),
    ],
)
def test_the_format_of_dates_is_the_one_that_the_values_are_in(tmp_path: Path, days, tokens):
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["Nominal ref,Surname,DOB", *(f"{n},A,{d}" for n, d in enumerate(days)), ""]))
    assert list(tomllib.loads(drafted(path))["dates"].values()) == [tokens]


def test_dates_that_tell_nothing_are_read_as_those_of_another_column_that_do(tmp_path: Path):
    path = tmp_path / "custody.csv"
    rows = ("1,remand,02/01/2024,02/13/2024", "2,remand,03/04/2024,12/25/2024")
    path.write_text("\n".join(["Nominal ref,Custody type,Received,Released", *rows, ""]))
    document = tomllib.loads(drafted(path))
    assert document["dates"] == {"us": "mm/dd/yyyy"}
    told = evidence(suggest(sample(path, settings())))
    assert "no value tells day from month" in told["Received"]
    assert "0 can only be day first, 2 only month first" in told["Released"]


def test_dates_in_a_form_that_no_format_can_name_are_said_to_be_so(tmp_path: Path):
    path = tmp_path / "people.csv"
    rows = (f"{n},A,3/{n}/1990 9:05:00 AM" for n in range(1, 9))
    path.write_text("\n".join(["Nominal ref,Surname,DOB", *rows, ""]))
    told = evidence(suggest(sample(path, settings())))["DOB"]
    assert told.startswith("not recognised")
    assert "100% look like dates, in a form that no format can name" in told


def test_a_day_on_which_very_many_spells_end_is_asked_about(tmp_path: Path):
    path = tmp_path / "custody.csv"
    rows = [f"{n},remand,2024-01-{n % 28 + 1:02},2024-03-{n % 28 + 1:02}" for n in range(60)]
    rows += [f"{n},remand,2024-02-01,2030-01-01" for n in range(20)]
    path.write_text("\n".join(["Nominal ref,Kind,Received,Released", *rows, ""]))
    assert "# open_ended_from = 2030-01-01" in drafted(path)


def test_a_workbook_is_drafted_with_its_sheet_and_both_rows_of_its_header(bench: Bench):
    made = Book(bench.folder / "council.xlsx")
    made.sheet("Notes", ("Prepared by Zzyzx",))
    sheet = made.sheet(
        "Tenants",
        ("Ref", "Surname", "Period", None),
        (None, None, "Moved in", "Moved out"),
        *((f"T{n}", "Zzyzx", date(2020, 1, n + 1), None) for n in range(20)),
        at=2,
    )
    sheet.merge_range(0, 0, 0, 3, "Tenants known to the IOM team")
    sheet.merge_range(2, 2, 2, 3, "Period")
    sheet.merge_range(2, 0, 3, 0, "Ref")
    sheet.merge_range(2, 1, 3, 1, "Surname")
    text = drafted(made.done())
    document = tomllib.loads(text)
    assert document["file"] == {"format": "workbook", "sheet": "Tenants", "header_row": [3, 4]}
    assert '"Period Moved in"' in text
    assert "Zzyzx" not in text


def test_errors_in_cells_are_no_words_of_a_system(bench: Bench):
    made = Book(bench.folder / "people.xlsx")
    sheet = made.sheet("People", ("Nominal ref", "Surname", "Sex"), *((f"N{n}", "A", "M") for n in range(20)))
    for row in range(1, 6):
        sheet.write_formula(row, 2, "=NA()", None, "#N/A")
    sheet.merge_range(9, 2, 13, 2, "F")
    text = drafted(made.done())
    assert "#N/A" not in text
    assert "#MERGED!" not in text
    assert tomllib.loads(text)["codes"]["subject_sex"] == {"F": "female", "M": "male"}


def test_sheets_that_are_alike_are_named_by_their_place_alone(bench: Bench):
    made = Book(bench.folder / "people.xlsx")
    for name in ("Zzyzx, A", "Zzyzx, B"):
        made.sheet(name, ("Surname", "DOB"), ("A", date(1990, 1, 1)))
    text = drafted(made.done())
    assert tomllib.loads(text)["file"]["sheet"] == 1
    assert "Zzyzx" not in text


def test_a_parquet_file_is_drafted_without_formats_of_dates(tmp_path: Path):
    path = tmp_path / "custody.parquet"
    table = pa.table(
        {
            "person_id": pa.array([1, 2, 3]),
            "legal_status": pa.array(["REMAND", "RECALL", "REMAND"]).dictionary_encode(),
            "date_received": pa.array([date(2024, 1, 1)] * 3),
            "release_date": pa.array([None, date(2024, 5, 5), None], pa.date32()),
            "tags": pa.array([["a"], [], []]),
        }
    )
    pq.write_table(table, path)
    document = tomllib.loads(drafted(path))
    assert document["file"] == {"format": "parquet"}
    assert document["record"][0]["fields"]["from_date"] == "date_received"
    assert "tags" not in json.dumps(document["record"])


def test_a_file_of_events_alone_says_how_its_people_may_be_made_known(bench: Bench):
    path = bench.folder / "custody.csv"
    rows = [f"Z9{n:03}ZZ,remand,2024-01-{n + 1:02},2024-03-01" for n in range(20)]
    path.write_text("\n".join(["Prison number,Custody type,Received,Released", *rows, ""]))
    text = filled_in(drafted(path))
    refused = import_file(bench.store, path, parse_mapping("m.toml", text), now=bench.now)
    assert refused.rows_quarantined == 20
    head, _, tail = text.partition("# [[record]]")
    told = head + "[[record]]" + tail.replace("\n# ", "\n")
    report = import_file(bench.store, path, parse_mapping("m.toml", told), now=bench.now)
    assert (report.rows_loaded, report.new_people) == (20, 20)
    assert bench.ask("select distinct kind from subject_identifier_version") == [("noms_number",)]


def test_rows_with_nothing_but_a_key_are_left_out_by_a_column_of_the_record(bench: Bench):
    path = bench.folder / "tenants.csv"
    rows = [f"{n},Ashdown,0{n}/11/1990" for n in range(1, 6)] + ["Total,,", "Source: the council,,"]
    path.write_text("\n".join(["Tenant No,Last Name,DOB", *rows, ""]))
    text = drafted(path)
    assert 'when = "Last Name" # 2 rows hold nothing but a key' in text
    report = import_file(
        bench.store,
        path,
        parse_mapping("m.toml", filled_in(text).replace('unclear = ""', 'unclear = "dd/mm/yyyy"')),
        now=bench.now,
    )
    assert (report.rows_loaded, report.rows_without_record) == (5, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Zzyzx,Quill,04/07/1991,M\nAshdown,Perrin,05/07/1991,F\n",
        "Zzyzx,Ward,,M\nAshdown,Perrin,05/07/1991,F\n",
        "Zzyzx\nAshdown\n",
    ],
)
def test_a_file_without_the_names_of_its_columns_is_refused_without_repeating_anyone(tmp_path: Path, text):
    path = tmp_path / "people.csv"
    path.write_text(text)
    with pytest.raises(InputError, match="--header-row N") as told:
        drafted(path)
    assert "Zzyzx" not in str(told.value)
    assert "Quill" not in str(told.value)


def test_names_of_columns_that_nobody_knows_need_a_word_from_a_person(tmp_path: Path):
    path = tmp_path / "export.csv"
    path.write_text("kolonne,spalte\n1,a\n2,b\n")
    text = drafted(path, header_row=1)
    assert '"kolonne": not recognised' in text
    assert 'type = "TODO: no kind of record was recognised' in text
    assert re.search(r"^subject = \"TODO", text, re.MULTILINE)


def test_a_file_that_is_no_export_is_refused(tmp_path: Path):
    path = tmp_path / "x.csv"
    for content, says in ((b"", "is empty"), (b"<html>", "a web page"), (b"PK\x03\x04", "no whole workbook")):
        path.write_bytes(content)
        with pytest.raises(InputError, match=says):
            drafted(path)
    path.write_text("Nominal ref,Surname\n1,A\n")
    with pytest.raises(InputError, match="only a workbook has sheets"):
        drafted(path, sheet="x")


def test_the_command_says_what_to_do_next_and_writes_over_nothing(cli, tmp_path: Path):
    out = tmp_path / "draft.toml"
    first = cli("mapping", "suggest", EXAMPLES / "offences.csv", "--out", out)
    assert "Records that it seems to hold: offence." in first.out
    assert "5 TODOs wait for you there" in first.out
    assert cli("mapping", "suggest", EXAMPLES / "offences.csv", "--out", out).code == 3
    data = json.loads(cli("mapping", "suggest", EXAMPLES / "offences.csv", "--json").out)
    assert (data["records"], data["todo"], data["whole"]) == (["offence"], 5, True)
    assert data["draft"] == out.read_text(encoding="utf-8")
