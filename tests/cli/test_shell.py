"""The command line's shell: quick to start, plain about mistakes, the same answer for people and programs."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import typer

from iom.cli import main as command_line
from iom.cli import output, session
from iom.settings import settings
from iom.store import StoreError

HEAVY = ("duckdb", "polars", "pydantic_settings", "pydantic", "scipy", "numpy", "pyarrow")


def test_loading_the_commands_loads_no_heavy_library():
    code = f"import sys, iom.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_help_answers_within_half_a_second():
    def seconds() -> float:
        begin, spent = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-m", "iom", "--help"], capture_output=True, check=True)
        now = os.times()
        # its own time on the processor, where the system tells: a busy machine must not fail the test
        own = now.children_user + now.children_system - spent.children_user - spent.children_system
        return own or time.perf_counter() - begin

    assert min(seconds() for _ in range(5)) < 0.5


def test_help_names_the_exit_codes(cli):
    answer = cli("--help")
    assert answer.code == 0
    assert "5 the audit log" in " ".join(answer.out.split())


def test_init_makes_a_store_and_may_be_repeated(cli, tmp_path):
    first = json.loads(cli("init", "--store", tmp_path / "s", "--json").out)
    again = json.loads(cli("init", "--store", tmp_path / "s", "--json").out)
    assert first == again
    assert (tmp_path / "s" / "store.duckdb").exists()


def test_the_store_may_be_named_by_the_environment(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("IOM_STORE", str(tmp_path / "named"))
    settings.cache_clear()
    assert cli("init").code == 0
    assert (tmp_path / "named" / "store.duckdb").exists()


def test_a_store_that_is_not_named_is_a_usage_error(cli):
    answer = cli("init")
    assert answer.code == 2
    assert "--store DIR" in answer.err


def test_an_unknown_purpose_is_refused_with_the_list(cli, tmp_path):
    answer = cli("init", "--store", tmp_path / "s", "--purpose", "curiosity")
    assert answer.code == 2
    assert all(word in answer.err for word in ("curiosity", "selection", "inspection"))


def test_a_purpose_that_is_not_stated_is_logged_as_not_stated(tmp_path):
    with session.opened("test", tmp_path / "s", None, None, create=True) as opened:
        assert opened.store.actor.purpose == "not-stated"


def test_a_deployment_may_require_a_purpose(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("IOM_PURPOSE_REQUIRED", "1")
    settings.cache_clear()
    assert cli("init", "--store", tmp_path / "s").code == 2
    assert cli("init", "--store", tmp_path / "s", "--purpose", "inspection").code == 0


def test_a_bad_setting_is_named(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("IOM_THREADS", "many")
    settings.cache_clear()
    answer = cli("init", "--store", tmp_path / "s")
    assert answer.code == 2
    assert "IOM_THREADS" in answer.err


def test_a_users_mistake_is_one_line_and_its_exit_code(monkeypatch, capsys):
    def refuse(**_: object) -> None:
        raise StoreError("There is no store here.")

    monkeypatch.setattr(command_line, "app", refuse)
    assert command_line.main([]) == 4
    assert capsys.readouterr().err == "There is no store here.\n"


def test_an_unforeseen_error_tells_its_type_and_no_value(monkeypatch, capsys):
    def fail(**_: object) -> None:
        raise ValueError("SMITH, John")

    monkeypatch.setattr(command_line, "app", fail)
    assert command_line.main([]) == 1
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "SMITH" not in written
    assert "Traceback" not in written


def test_ctrl_c_ends_without_a_traceback(monkeypatch, capsys):
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "app", interrupted)
    assert command_line.main([]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_ctrl_c_inside_a_command_ends_without_a_traceback(monkeypatch, capsys):
    app = typer.Typer()

    @app.command()
    def wait() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "app", app)
    assert command_line.main([]) != 0
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("799.6300000000"), '"799.6300000000"'),
        (date(2026, 2, 1), '"2026-02-01"'),
        (datetime(2026, 2, 1, 9, 30), '"2026-02-01T09:30:00Z"'),
        (datetime(2026, 2, 1, 9, 30, tzinfo=UTC), '"2026-02-01T09:30:00Z"'),
        (1 / 3, "0.333333333"),
        (None, "null"),
        ("Łódź", '"Łódź"'),
    ],
)
def test_json_spells_values_one_way(value, said, capsys):
    output.emit(True, value, lambda: None)
    assert capsys.readouterr().out.strip() == said


def test_a_table_off_a_terminal_cuts_nothing_off(capsys):
    long = "a reason that goes on " * 20
    output.table("Found", ["id", "why"], [[1234567, long], [8, "[short]"]], right={"id"})
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "     id  why"
    assert long.rstrip() in lines[2]
    assert lines[3] == "      8  [short]"


def test_progress_is_silent_off_a_terminal(capsys):
    with output.progress("Reading") as advance:
        advance(1, 2)
    assert capsys.readouterr() == ("", "")
