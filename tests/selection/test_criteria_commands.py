"""The commands on criteria documents, as a user types them."""

import json
from pathlib import Path

import pytest

from iom.measures import shipped
from iom.selection import check, read_criteria, started
from iom.selection.lint import KINDS

from .conftest import PLAIN


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_check_says_kind_line_meaning_and_remedy(cli, tmp_path: Path):
    path = written(tmp_path, PLAIN.replace("offences_12m >= 1", "offences_12m < 0"))
    answer = cli("criteria", "check", path)
    line = PLAIN[: PLAIN.index("offences_12m >= 1")].count("\n") + 1
    assert answer.code == 3
    said = f'mine.toml, line {line}: nobody can meet "only": fewer than 0 offences suspected'
    assert said in answer.out.replace("\n    ", " ")
    assert KINDS["rule_never"].means in answer.out.replace("\n  ", " ")
    assert "What to do: " in answer.out
    assert "1 error" in answer.out


def test_warnings_end_with_0_and_with_3_where_strict(cli, tmp_path: Path):
    path = written(tmp_path, PLAIN)  # its rules do not ask whether someone is alive
    assert cli("criteria", "check", path).code == 0
    assert cli("criteria", "check", path, "--strict").code == 3
    sound = written(tmp_path, PLAIN.replace('when = "age >= 18"', 'when = "age >= 18 and alive"'))
    assert cli("criteria", "check", sound, "--strict").code == 0  # notes alone


def test_findings_and_examples_are_given_to_other_programs(cli):
    data = json.loads(cli("criteria", "check", "serial-domestic-abuse", "--json").out)
    assert data["findings"] == []
    first = data["examples"][0]
    assert (first["cohort"], first["points"], first["differs"]) == ("serial", 6, [])
    assert first["rules"] == {"16 or over": "met", "alive": "met", "serial": "met", "harmful": "met"}
    note = json.loads(cli("criteria", "check", "eight-in-twelve", "--json").out)["findings"][0]
    assert set(note) == {"code", "severity", "file", "line", "says", "means", "remedy"}
    assert (note["code"], note["severity"], note["file"]) == (
        "cohort_unlimited",
        "note",
        "eight-in-twelve.toml",
    )


def test_a_date_to_look_at_records_needs_a_store(cli):
    answer = cli("criteria", "check", "bedfordshire", "--as-at", "2026-10-31")
    assert answer.code == 2
    assert "IOM_STORE" in answer.err


def test_an_explanation_is_shown_and_written_and_never_over_a_file(cli, tmp_path: Path):
    shown = cli("criteria", "explain", "bedfordshire")
    assert shown.code == 0
    assert "- Step 1, adult: aged 18 or over." in shown.out
    assert max(len(line) for line in shown.out.splitlines()) <= 120
    out = tmp_path / "paper.md"
    assert cli("criteria", "explain", "bedfordshire", "--out", out).code == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Bedfordshire: risk, number, severity\n")
    again = cli("criteria", "explain", "bedfordshire", "--out", out)
    assert (again.code, out.read_text(encoding="utf-8")) == (3, text)


def test_an_explanation_with_a_date_says_the_days_of_each_window(cli):
    out = cli("criteria", "explain", "bedfordshire", "--as-at", "2026-10-31").out.replace("\n    ", " ")
    assert "Over the 24 months up to and including the date, 1 November 2024 to 31 October 2026." in out
    assert cli("criteria", "explain", "bedfordshire", "--as-at", "31/10/2026").code == 2


def test_an_explanation_is_given_to_other_programs(cli):
    data = json.loads(cli("criteria", "explain", "eight-in-twelve", "--json").out)
    assert data["blocks"][0] == {"kind": "title", "depth": 0, "text": "Eight offences in twelve months"}
    assert data["sha256"] == read_criteria("eight-in-twelve").sha256


def test_the_starter_passes_a_check_and_says_what_to_fill_in(cli, tmp_path: Path):
    out = tmp_path / "new.toml"
    made = cli("criteria", "new", "--out", out, "--json")
    assert made.code == 0, made.err
    checked = check(read_criteria(str(out)))
    assert checked.number("error") == 0
    assert checked.examples
    to_fill_in = [finding.line for finding in checked.findings if finding.code == "not_filled_in"]
    assert {finding.code for finding in checked.findings if finding.severity == "warning"} == {
        "not_filled_in"
    }
    assert json.loads(made.out)["to_fill_in"] == to_fill_in
    lines = out.read_text(encoding="utf-8").splitlines()
    assert all("FILL IN" in lines[line - 1] for line in to_fill_in)


def test_the_step_that_the_starter_offers_agrees_with_its_examples_once_both_are_uncommented(tmp_path: Path):
    text = started().text
    step = text[text.index("# [[eligibility]]") :].partition("\n\n")[0]
    taken = text.replace(step, step.replace("# ", ""))
    both = taken.replace('# district = "Here"\n', 'district = "Here"\n')
    assert both.count('\ndistrict = "Here"\n') == 3
    for given, errors in ((taken, {"example_differs"}), (both, set())):
        found = check(read_criteria(str(written(tmp_path, given)))).findings
        assert {finding.code for finding in found if finding.severity == "error"} == errors


def test_every_source_of_the_starter_is_a_local_choice(cli, tmp_path: Path):
    out = tmp_path / "new.toml"
    cli("criteria", "new", "--out", out)
    sources = [line for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("source = ")]
    assert len(sources) > 8
    assert all(line.startswith('source = "local choice: ') for line in sources)


def test_a_new_document_is_never_written_over_another(cli, tmp_path: Path):
    out = written(tmp_path, "# mine\n", "new.toml")
    answer = cli("criteria", "new", "--out", out)
    assert (answer.code, out.read_text(encoding="utf-8")) == (3, "# mine\n")
    assert "exists already" in answer.err


@pytest.mark.parametrize("name", shipped())
def test_a_new_document_like_a_shipped_one_is_its_rules_with_a_new_owner(cli, tmp_path: Path, name: str):
    out = tmp_path / "new.toml"
    made = cli("criteria", "new", "--out", out, "--like", name, "--json")
    assert made.code == 0, made.err
    mine, theirs = read_criteria(str(out)), read_criteria(name)
    for part in ("title", "measures", "rules", "bands", "capacity", "tie_break"):
        assert getattr(mine, part) == getattr(theirs, part)
    assert "FILL IN" in mine.owner
    assert mine.version == "1-draft"
    assert check(mine).number("error") == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    choices = json.loads(made.out)["local_choices"]
    assert choices
    assert all("local choice" in lines[line - 1] for line in choices)
    head = " ".join(line for line in lines[:12] if line.startswith("# "))
    assert all(str(line) in head for line in choices)


def test_a_name_that_does_not_ship_is_answered_with_those_that_do(cli, tmp_path: Path):
    answer = cli("criteria", "new", "--out", tmp_path / "new.toml", "--like", "bedforshire")
    assert answer.code == 3
    assert "Did you mean bedfordshire?" in answer.err
    assert not (tmp_path / "new.toml").exists()


def test_a_word_of_a_document_cannot_move_the_cursor(cli, tmp_path: Path):
    path = written(tmp_path, PLAIN.replace('title = "Test"', 'title = "Te\\u001b[31mst"'))
    for command in ("check", "explain"):
        assert "\x1b" not in cli("criteria", command, path).out
