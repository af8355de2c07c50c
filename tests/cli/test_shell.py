"""The command line's shell: quick to start, plain about mistakes, the same answer for people and programs."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import typer

from iom.cli import main as command_line
from iom.cli import output, session
from iom.documents import DocumentError, parse_document
from iom.settings import settings
from iom.store import StoreError

HEAVY = (
    "duckdb",
    "polars",
    "pydantic_settings",
    "pydantic",
    "scipy",
    "numpy",
    "pyarrow",
    "altair",
    "vl_convert",
)


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

    monkeypatch.setattr(command_line, "command", lambda: refuse)
    assert command_line.main([]) == 4
    assert capsys.readouterr().err == "There is no store here.\n"


def test_an_unforeseen_error_tells_its_type_and_no_value(monkeypatch, capsys):
    def fail(**_: object) -> None:
        raise ValueError("SMITH, John")

    monkeypatch.setattr(command_line, "command", lambda: fail)
    assert command_line.main([]) == 1
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "SMITH" not in written
    assert "Traceback" not in written


def test_ctrl_c_ends_without_a_traceback(monkeypatch, capsys):
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "command", lambda: interrupted)
    assert command_line.main([]) == 130
    assert capsys.readouterr().err.startswith("Stopped. ")


def test_ctrl_c_inside_a_command_ends_without_a_traceback(monkeypatch, capsys):
    app = typer.Typer()

    @app.command()
    def wait() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "command", lambda: app)
    assert command_line.main([]) == 130
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("Stopped. ")


@pytest.fixture
def interruptible():
    """SIGINT as a shell in a terminal leaves it. What runs in the background is born ignoring it, and so are
    the commands that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_signal_ends_a_command_with_130_whatever_became_of_its_exception(monkeypatch, capsys):
    def swallowing(**_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            # as the database does of an interrupt in the middle of a statement
            raise RuntimeError("Query interrupted") from None

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(command_line, "command", lambda: swallowing)
    assert command_line.main([]) == 130
    assert "fault" not in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_demonstration_stopped_half_way_says_so_and_can_be_remade(cli, tmp_path):
    folder = tmp_path / "d"
    command = [sys.executable, "-m", "iom", "demo", "--folder", str(folder)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 60
    while not (folder / "made-by-iom-demo.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.startswith("Stopped. ")
    assert said.count("\n") == 1
    answer = cli("demo", "--folder", folder)
    assert answer.code == 3
    assert "not finished" in answer.err
    assert "--fresh" in answer.err


def test_help_names_the_exit_code_of_ctrl_c(cli):
    assert "130 stopped with Ctrl-C" in " ".join(cli("--help").out.split())


def test_debugging_tells_where_but_no_value(monkeypatch, capsys):
    def fail(**_: object) -> None:
        try:
            raise KeyError("SMITH, John")
        except KeyError as error:
            raise ValueError("born 1990") from error

    monkeypatch.setenv("IOM_DEBUG", "1")
    monkeypatch.setattr(command_line, "command", lambda: fail)
    assert command_line.main([]) == 1
    written = capsys.readouterr().err
    assert "in fail" in written
    assert written.index("KeyError") < written.index("ValueError")
    # the line of this file that raised is shown; the text of the error, alone on its line, is not
    assert "\nKeyError\n" in written
    assert "\nValueError\n" in written


@pytest.mark.skipif(sys.platform == "win32", reason="reads less than is written through a pipe")
def test_a_reader_that_has_had_enough_is_no_fault():
    # more than a pipe holds, so that the writing is still going on when the reader goes
    command = [sys.executable, "-m", "iom", "reference", "show", "cjs_offence_codes", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stderr
    assert running.stdout.read(1)
    running.stdout.close()
    assert running.wait(timeout=60) == 0
    assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("asked", ["--help", "--version", "reference list", "reference list --json"])
def test_an_answer_that_cannot_be_written_is_told_and_is_no_fault(asked, unbuffered):
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "iom", *asked.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ended.returncode == 3
    assert ended.stderr.startswith("The answer could not be written: ")
    assert ended.stderr.count("\n") == 1


TRICK = "\x1b]0;owned\x07 \u202edlrow \x9b2J"
PLAIN_TRICK = "\\u001b]0;owned\\u0007 \\u202edlrow \\u009b2J"


def test_nothing_that_a_terminal_obeys_is_printed(capsys):
    output.say(TRICK)
    output.warn(TRICK)
    output.table(TRICK, [TRICK], [[TRICK], ["two\nlines"]])
    written = capsys.readouterr()
    assert written.err == PLAIN_TRICK + "\n"
    assert written.out.splitlines() == [PLAIN_TRICK] * 4 + ["two\\nlines"]


def test_json_still_says_what_the_terminal_must_not_obey(capsys):
    output.emit(True, TRICK, lambda: None)
    written = capsys.readouterr().out
    assert written.rstrip("\n").isprintable()
    assert json.loads(written) == TRICK


@pytest.mark.parametrize("draw", ["table", "progress"])
def test_square_brackets_of_data_are_no_markup_on_a_terminal(draw, monkeypatch, capsys):
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    if draw == "table":
        output.table("[red]title[/red]", ["[b]head[/b]"], [["[i]a cell wider than the title[/i]"]])
        written = capsys.readouterr().out
        assert all(part in written for part in ("[red]title[/red]", "[b]head[/b]", "[i]a cell"))
    else:
        monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
        with output.progress("[/no such tag] [red]records[/red]") as advance:
            advance(1, 2)
            time.sleep(0.5)
        assert "[/no such tag] [red]records[/red]" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ann\x1b[2J", "ann\nbob", "a\u202enn", "ann\udcff"])
@pytest.mark.parametrize("given", ["--user", "IOM_USER"])
def test_a_user_that_cannot_be_printed_is_refused(cli, tmp_path, monkeypatch, name, given):
    if given == "IOM_USER":
        monkeypatch.setenv("IOM_USER", name)
        settings.cache_clear()
    answer = cli("init", "--store", tmp_path / "s", *(["--user", name] if given == "--user" else []))
    assert answer.code == 2
    assert given in answer.err
    assert "\x1b[2J" not in answer.err


def test_a_wrong_purpose_of_the_environment_is_not_blamed_on_the_option(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("IOM_PURPOSE", "curiosity")
    settings.cache_clear()
    answer = cli("init", "--store", tmp_path / "s")
    assert answer.code == 2
    assert "IOM_PURPOSE" in answer.err
    assert "--purpose" not in answer.err


def test_an_empty_purpose_is_none_given(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("IOM_PURPOSE", "")
    settings.cache_clear()
    assert cli("init", "--store", tmp_path / "s").code == 0


def test_more_lines_than_any_log_shows_is_wrong_usage(cli, tmp_path):
    cli("init", "--store", tmp_path / "s")
    assert cli("audit", "show", "--store", tmp_path / "s", "--last", "9999999999999999999").code == 2


def test_a_document_of_nothing_but_brackets_is_refused():
    with pytest.raises(DocumentError, match="nested too deeply"):
        parse_document("deep.toml", "a = " + "[" * 20_000)


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


def test_what_is_done_at_once_draws_no_bar_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with output.progress("Reading") as advance:
        advance(1, 2)
    assert capsys.readouterr() == ("", "")


def test_progress_is_silent_off_a_terminal(capsys):
    with output.progress("Reading") as advance:
        advance(1, 2)
    assert capsys.readouterr() == ("", "")
