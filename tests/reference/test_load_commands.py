"""`iom reference load`, `load-severity`, `use-vintage`, `use-shipped` and `history`, as typed."""

import csv
import io
import json

import pytest

from iom.reference import shipped_rows
from iom.reference.entries import shipped_text

from .workbooks import edition, workbook

WHO = ("--user", "analyst", "--purpose", "inspection")


@pytest.fixture
def run(cli, furnished_folder):
    return lambda *words: cli("reference", *words, "--store", furnished_folder, *WHO)


@pytest.fixture
def ons(tmp_path):
    return workbook(tmp_path / "cssdatatool.xlsx", [*edition(), ("", "199", "A newer offence", 12.5)])


@pytest.fixture
def table(tmp_path):
    def write(rows, name="own.csv", encoding="utf-8"):
        text = io.StringIO(newline="")
        out = csv.DictWriter(text, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
        (tmp_path / name).write_bytes(text.getvalue().encode(encoding))
        return tmp_path / name

    return write


def test_a_workbook_is_loaded_and_what_finds_no_partner_is_named(run, ons):
    answer = run(
        "load-severity", ons, "--vintage", "2022", "--source", "ONS, August 2022", "--years", "2022/23 on"
    )
    assert answer.code == 0, answer.err
    assert "ons_css_weights, vintage 2022, 129 rows: loaded." in answer.out
    assert (
        "Weights that fit no recorded crime code of the table in force: loaded, used by nothing: 1"
        in answer.out
    )
    assert "199 A newer offence" in answer.out
    assert "and says so: 5" in answer.out
    assert "CIFAS Fraud offences recorded by CIFAS" in answer.out
    listed = run("show", "ons_css_weights", "--find", "robbery of personal").out
    assert (
        "edition:  2022, in force for 2022/23 on, 129 rows, from ONS, August 2022; loaded by analyst"
        in listed
    )
    assert "edition:  2020, in force for 2020/21, 128 rows" in listed


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (["--source", "ONS", "--years", "2022/23 on"], "without --vintage:"),
        (["--vintage", "2022", "--years", "2022/23 on"], "without --source:"),
        (["--years", "2022/23 on"], "without --vintage and --source:"),
        (["--vintage", "2022", "--source", "ONS"], "with --years"),
    ],
)
def test_a_workbook_without_vintage_source_or_years_is_wrong_usage(run, ons, words, missing):
    answer = run("load-severity", ons, *words)
    assert answer.code == 2
    # the message is wrapped to the width of the screen
    assert missing in " ".join(answer.err.replace("│", " ").split())
    assert run("history", "--json").out.count('"why": "load"') == 0


def test_a_check_changes_nothing(run, ons):
    words = ("load-severity", ons, "--vintage", "2022", "--source", "ONS", "--years", "2022/23 on", "--check")
    assert "checked, nothing was changed. A load would do this:" in run(*words).out
    assert [step["why"] for step in json.loads(run("history", "--json").out)] == ["software"]


def test_the_history_says_since_when_by_whom_and_why(run, ons):
    run("load-severity", ons, "--vintage", "2022", "--source", "ONS", "--years", "2022/23 on")
    run("use-vintage", "2022")
    steps = json.loads(run("history", "--json").out)
    assert [(step["why"], step["by_user"], step["severity_vintage"]) for step in steps] == [
        ("vintage", "analyst", "2022"), ("load", "analyst", "2020"), ("software", "tester", "2020")
    ]  # fmt: skip
    assert steps[0]["until"] is None
    assert steps[1]["until"] == steps[0]["since"]
    printed = run("history").out
    assert "ons_css_weights loaded, vintage 2022" in printed
    assert "severity of vintage 2022 put in force" in printed


def test_a_table_written_out_can_be_changed_and_loaded_again(run, tmp_path):
    path = tmp_path / "decisions.csv"
    assert run("show", "class_decisions", "--csv", path).code == 0
    assert run("load", "class_decisions", path, "--vintage", "v1", "--source", "board").out.endswith(
        "these rows are in force already. Nothing was changed.\n"
    )
    text = path.read_text(encoding="utf-8-sig")
    assert text == shipped_text("class_decisions")
    path.write_text(text.replace("the general code is taken", "the board takes it"), encoding="utf-8")
    assert "loaded." in run("load", "class_decisions", path, "--vintage", "v1", "--source", "board").out
    assert "the board takes it" in run("show", "class_decisions").out
    assert "the shipped table is in force again" in run("use-shipped", "class_decisions").out
    assert "the board takes it" not in run("show", "class_decisions").out


def test_columns_may_stand_in_any_order_and_others_are_named(run, table):
    rows = [
        {**dict(reversed(row.items())), "Remark": "x"} for row in shipped_rows("police_unit_costs_2022_23")
    ]
    rows = [{**row, "unit_cost_gbp": "1"} for row in rows]
    answer = run(
        "load", "police_unit_costs_2022_23", table(rows, encoding="cp1252"), "--vintage", "b", "--source", "x"
    )
    assert answer.code == 0, answer.err
    assert "Columns of the file that the table does not have: Remark." in answer.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "needs the columns"),
        (b"ho_class,reason\n005/01,why\n", "missing: recorded_crime_code, instead_of"),
        (b"ho_class;recorded_crime_code;instead_of;reason\n", "a comma between its columns"),
        (b"ho_class,recorded_crime_code,instead_of,reason\n", "has no row below its header"),
        (b"ho_class,recorded_crime_code,instead_of,reason\n005/01,5D\n", "line 2: 2 values for 4 columns"),
        (b"ho_class,ho_class,recorded_crime_code,instead_of,reason\n", "more than once"),
        (b"PK\x03\x04", "is a workbook: save its sheet as CSV"),
        (b'ho_class,recorded_crime_code,instead_of,reason\n"005/01,5D', "not CSV"),
        ("ho_class,recorded_crime_code,instead_of,reason\n".encode("utf-16"), "is not text"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(run, tmp_path, content, says):
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    answer = run("load", "class_decisions", path, "--vintage", "v1", "--source", "board")
    assert answer.code == 3
    assert says in answer.err


def test_a_file_of_people_given_by_mistake_is_not_repeated(run, table):
    rows = [{**row, "ho_class": "Vexley", "reason": "Bram"} for row in shipped_rows("class_decisions")]
    answer = run("load", "class_decisions", table(rows), "--vintage", "v1", "--source", "board")
    assert answer.code == 3
    assert "Vexley" not in answer.err + answer.out


def test_the_line_of_a_fault_is_the_line_in_the_file(run, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "ho_class,recorded_crime_code,instead_of,reason\n"
        '005/01,5D,8S,"over\ntwo lines"\n'
        "\n"
        "burglary,5D,8S,why\n"
    )  # fmt: skip
    answer = run("load", "class_decisions", path, "--vintage", "v1", "--source", "board")
    assert 'line 5, column "ho_class": must be a Home Office class' in answer.err


def test_an_area_is_scored_with_a_loaded_vintage_and_its_source(cli, run, ons, furnished_folder, tmp_path):
    counts = tmp_path / "counts.csv"
    counts.write_text("offence_code,count\n34B,2\n")
    run("load-severity", ons, "--vintage", "2022", "--source", "ONS, August 2022", "--years", "2022/23 on")
    answer = cli("severity", "area", counts, "--vintage", "2022", "--store", furnished_folder, *WHO)
    assert "1987.1" in answer.out
    assert "Weights: vintage 2022; ONS, August 2022." in answer.out
