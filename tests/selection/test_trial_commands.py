"""The commands that try a document, as a user types them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .conftest import PLAIN, Scheme

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONTHS = ("--from", "2025-09-01", "--to", "2025-12-31", "--status", "suspected", "--wait", 0)


def three_told(scheme: Scheme) -> None:
    scheme.people(3)
    scheme.covers("offence", "absence")
    scheme.offences(
        """
        1 | 2025-08-01 | 28E
        1 | 2026-02-01 | 28E
        2 | 2025-07-01 | 28E
        2 | 2026-09-01 | 28E
        3 | 2026-03-01 | 105A
        """
    )
    scheme.ready()


@pytest.fixture
def folder(folder_with) -> Path:
    return folder_with(three_told)


@pytest.fixture
def run(cli, folder: Path):
    """Run a command of `iom criteria` on plain.toml and a store with three people."""
    document = folder.parent / "plain.toml"
    document.write_text(PLAIN, encoding="utf-8")
    return lambda command, *arguments: cli("criteria", command, document, *arguments, "--store", folder)


def test_sensitivity_says_what_moves_whom_and_what_was_not_moved(run):
    answer = run("sensitivity", "--as-at", "2026-10-31")
    assert answer.code == 0, answer.err
    assert "cohort only: offences_12m >= 1" in answer.out
    assert "it would reach the edge at 2" in answer.out
    assert "up to 20% each way" in answer.out
    assert "Not moved: points, places" in answer.out
    assert "reflect what police record" in answer.out


def test_sensitivity_in_full_shows_every_setting(run):
    answer = run("sensitivity", "--as-at", "2026-10-31", "--all")
    assert len([line for line in answer.out.splitlines() if line.startswith("measure: offences_12m")]) == 5


def test_sensitivity_in_json_has_every_setting_and_person(run):
    data = json.loads(run("sensitivity", "--as-at", "2026-10-31", "--json", "--range", 50).out)
    assert data["range_per_cent"] == "50.0"
    assert data["with_a_place"] == 3
    assert {person["person"] for person in data["people"]} == {1, 2, 3}
    assert {setting["kind"] for setting in data["settings"]} == {"threshold", "band edge", "window"}


def test_an_even_number_of_settings_is_a_usage_error(run):
    answer = run("sensitivity", "--as-at", "2026-10-31", "--settings", 4)
    assert (answer.code, "Give 5" in answer.err) == (2, True)


def test_table_and_picture_are_written_and_never_over_another(run, folder):
    table, picture = folder.parent / "t.csv", folder.parent / "p.svg"
    asked = ("sensitivity", "--as-at", "2026-10-31", "--csv", table, "--svg", picture)
    assert run(*asked).code == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbflist,")
    assert picture.read_bytes().startswith(b"<?xml")
    again = run(*asked)
    assert (again.code, "exists already" in again.err) == (3, True)


def test_backtest_says_what_came_of_the_list_and_what_to_know_before_quoting(run, folder):
    table, picture = folder.parent / "t.csv", folder.parent / "p.svg"
    answer = run("backtest", *MONTHS, "--csv", table, "--svg", picture)
    assert answer.code == 0, answer.err
    assert "at 2 month ends from 30 September 2025 to 31 October 2025" in answer.out
    assert "went on to account for 67% of the suspected offences" in answer.out
    assert "Not shown, by held risk alone: the store holds no risk scores." in answer.out
    assert "Month ends left out: 2" in answer.out
    assert "Being on a list may itself change" in answer.out
    assert table.read_bytes().startswith(b"\xef\xbb\xbfmonth_end,")
    assert picture.read_bytes().startswith(b"<?xml")


def test_backtest_in_json_has_every_figure_and_nobody(run):
    data = json.loads(run("backtest", *MONTHS, "--json").out)
    whole = next(
        f
        for f in data["figures"]
        if (f["month_end"], f["chosen"], f["outcome"]) == (None, "list", "offences")
    )
    # each offence once for each month end that it follows
    assert (whole["part"], whole["whole"]) == (4, 6)
    assert "person" not in json.dumps(data["figures"])


def test_an_unknown_status_is_a_usage_error_with_the_list(run):
    answer = run("backtest", "--from", "2025-09-01", "--to", "2025-12-31", "--status", "guilty")
    assert (answer.code, "proven, charged, suspected" in answer.err) == (2, True)


def test_a_wrong_day_is_named_by_its_own_option(run):
    answer = run("backtest", "--from", "2025-09-31", "--to", "2025-12-31")
    assert (answer.code, '--from "2025-09-31": 2025 has no 31 September' in answer.err) == (2, True)


def test_a_period_that_cannot_be_tried_is_refused_with_the_reason(run):
    answer = run("backtest", "--from", "2016-01-01", "--to", "2016-06-30")
    assert (answer.code, "None of the 6 month ends can be tried" in answer.err) == (3, True)


def test_both_looks_are_in_the_audit_log(run, cli, folder):
    run("sensitivity", "--as-at", "2026-10-31")
    run("backtest", *MONTHS)
    logged = cli("audit", "show", "--store", folder).out
    assert "criteria.sensitivity" in logged
    assert "criteria.backtest" in logged
