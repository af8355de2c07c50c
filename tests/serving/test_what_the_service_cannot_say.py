"""`iom --service URL` where the service stops, refuses, lets go, or its files cannot be written here."""

import json
import re
import socket
from collections.abc import Callable, Iterator

import pytest

from iom.cli import written
from iom.client import Client
from iom.errors import IomError
from iom.settings import settings
from tests.serving.scripted import ANSWER, JOB, Scripted, scripted

LOOK, CHANGE = "coverage", "rights restrict 3 --reason asked"
KEPT = (
    f"The service was stopped before it could say what came of this (job {JOB}). Something may be kept: "
    "look before you give it again.\n"
)


@pytest.fixture
def service() -> Iterator[Scripted]:
    with scripted() as service:
        yield service


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """The seconds that clients wait between tries: they do not."""
    waited: list[float] = []
    monkeypatch.setitem(Client.__init__.__kwdefaults__, "sleep", waited.append)
    return waited


@pytest.fixture
def through(cli, service: Scripted, monkeypatch, tmp_path, waits) -> Callable:
    def give(words: str, *more: object, at: str = "", token: str = "token", **variables: str):
        for name, value in {"IOM_TOKEN": token, "IOM_KEYS": str(tmp_path / "keys"), **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("IOM_STORE", raising=False)
        monkeypatch.chdir(tmp_path)
        settings.cache_clear()
        return cli("--service", at or service.at, *words.split(), *more)

    return give


def in_line(text: str) -> str:
    return re.sub(r"[\s│]+", " ", text)


def _stopped_while(monkeypatch, method: str) -> None:
    """Ctrl-C once the first request of a kind has arrived, whose answer is not read."""
    kept = getattr(Client, method)
    calls = []

    def stopped(self, *given, **named):
        calls.append(method)
        answer = kept(self, *given, **named)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(Client, method, stopped)


@pytest.mark.parametrize("method", ["give_command", "wait"])
def test_a_command_that_is_stopped_while_it_is_given_is_called_off_by_its_key(
    through, service, monkeypatch, method
):
    _stopped_while(monkeypatch, method)
    answer = through(CHANGE)
    assert answer.code == 130
    assert answer.err.splitlines()[-1] == (
        "Called off. If it had begun to keep something, that stands: look before you give it again."
    )
    posts = service.all("POST /v1/commands")
    assert len(posts) == (2 if method == "give_command" else 1)
    assert len({headers["Idempotency-Key"] for _, headers, _ in posts}) == 1
    assert len({body for _, _, body in posts}) == 1
    assert len(service.all(f"DELETE /v1/jobs/{JOB}")) == 1
    assert "not kept" not in answer.err


def test_a_look_that_is_stopped_is_called_off_and_nothing_more_is_said(through, service, monkeypatch):
    _stopped_while(monkeypatch, "give_command")
    assert through(LOOK).err.splitlines()[-1] == "Called off."


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (0, "may carry the command out"),
        (404, "may carry the command out"),
        (409, "had done with the command"),
    ],
)
def test_what_cannot_be_called_off_is_said_to_be_carried_out_perhaps(
    through, service, monkeypatch, status, says
):
    service.statuses["DELETE"] = status
    _stopped_while(monkeypatch, "give_command")
    answer = through(CHANGE)
    assert answer.code == 130
    assert says in answer.err and "Something may be kept: look" in answer.err


def test_a_command_that_is_stopped_before_it_is_given_is_said_not_to_be(
    through, service, monkeypatch, tmp_path
):
    (tmp_path / "large.csv").write_bytes(b"x" * 600_000)
    _stopped_while(monkeypatch, "upload")
    answer = through("severity area large.csv")
    assert answer.code == 130
    assert answer.err.splitlines()[-1] == "Stopped. The command was not given to the service."
    assert not service.all("POST /v1/commands")


@pytest.mark.parametrize("result", [None, {"command": "", "answer_id": ANSWER, "exit_code": None}])
def test_a_job_whose_result_was_let_go_may_have_kept_something(through, service, result):
    service.result = result
    changed, looked = through(CHANGE), through(LOOK)
    assert (changed.code, changed.err) == (4, KEPT)
    assert (looked.code, looked.err) == (4, "What it said was let go: give it again.\n")


def test_what_was_let_go_for_a_person_is_told_in_the_words_of_the_service(through, service):
    service.result, service.problem = None, "What was said of it was let go."
    changed = through(CHANGE)
    assert changed.code == 4
    assert changed.err == (
        f"What was said of it was let go. (Job {JOB}.) Something may be kept: "
        "look before you give it again.\n"
    )


@pytest.mark.parametrize("at", ["GET /v1/jobs", "GET /v1/commands"])
@pytest.mark.parametrize("status", [0, 401, 404])
def test_what_goes_wrong_once_a_command_is_taken_on_may_leave_something_kept(through, service, at, status):
    service.statuses[at] = status
    changed, looked = through(CHANGE), through(LOOK)
    assert (changed.code, changed.err) == (4, KEPT)
    assert looked.code == 4
    assert looked.err.count("\n") == 1 and "give it again" in looked.err and "kept" not in looked.err


@pytest.mark.parametrize("status", [0, 502, 504])
def test_a_command_whose_sending_broke_off_may_be_carried_out(through, service, status):
    service.statuses["POST /v1/commands"] = status
    changed, looked = through(CHANGE), through(LOOK)
    assert changed.code == looked.code == 4
    assert "It may carry the command out. Something may be kept" in changed.err
    assert "may" not in looked.err


@pytest.mark.parametrize("status", [404, 405])
def test_where_there_is_no_service_of_iom_it_is_said(through, service, status):
    service.statuses["POST /v1/commands"] = status
    answer = through(LOOK)
    assert answer.code == 4
    assert answer.err == f"There is no service of iom at {service.at}, or an older one.\n"


def test_nobody_is_waited_for_where_there_never_was_a_service(through, waits):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        at = f"http://127.0.0.1:{unused.getsockname()[1]}"
    answer = through(CHANGE, at=at)
    assert answer.code == 4
    assert "Nothing answers at" in answer.err and "may" not in answer.err
    assert sum(waits) <= 0.5


@pytest.mark.parametrize(
    "words", ["select --criteria bedfordshire --as-at 2026-10-31 --csv", "rights access 3 --out"]
)
def test_a_folder_that_is_there_is_no_place_for_a_file_and_nothing_is_sent(through, service, tmp_path, words):
    (tmp_path / "there").mkdir()
    answer = through(words, "there")
    assert answer.code == 3
    assert "there exists already" in answer.err
    assert not service.asked


def test_a_folder_for_several_files_is_asked_for_before_anything_is_sent(through, service, tmp_path):
    words = "risk calibration --as-at 2024-10-31 --out"
    (tmp_path / "keys").mkdir()
    for place, says in (("keys", "its keys"), ("keys/new", "its keys"), ("no/folder", "cannot be made")):
        answer = through(words, place)
        assert answer.code == 3 and says in answer.err, answer.err
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "calibration.csv").touch()
    assert "calibration.csv exists already" in through(words, "there").err
    assert not service.asked
    service.statuses["POST"] = 403
    assert through(words, "new").code == 3
    assert not (tmp_path / "new").exists()


def test_files_of_a_folder_lie_in_it_whatever_the_service_calls_it(through, service, tmp_path):
    service.files = [
        {"number": n, "option": "out", "name": f"file/{name}", "bytes": 8}
        for n, name in enumerate(("calibration.md", "calibration.csv"), 1)
    ]
    for place in (".", "new", "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        answer = through("risk calibration --as-at 2024-10-31 --out", place)
        assert answer.code == 0, answer.err
        assert (tmp_path / place / "calibration.csv").read_bytes() == b"content\n"


def test_a_second_file_beside_is_asked_for_before_anything_is_sent(through, service, tmp_path):
    words = "risk export --as-at 2024-10-31 --out a:b.csv --terms 3"
    (tmp_path / "a:b-terms.csv").touch()
    answer = through(words)
    assert answer.code == 3
    assert "a:b-terms.csv exists already" in answer.err
    assert not service.asked
    (tmp_path / "a:b-terms.csv").unlink()
    service.files = [
        {"number": n, "option": "out", "name": name, "bytes": 8}
        for n, name in enumerate(("a_b-terms.csv", "a_b.csv"), 1)
    ]
    assert through(words).code == 0
    assert {one.name for one in tmp_path.iterdir()} == {"a:b.csv", "a:b-terms.csv"}


@pytest.mark.parametrize(
    "name",
    [
        "../x.csv",
        "/etc/x.csv",
        "other.csv",
        "x\\y.csv",
        ".",
        "",
        "c:x.csv",
        "l-evil.csv",
        "l-terms.csv",
        "l.csv/x.csv",
        "l\0.csv",
        "l\ud800.csv",
    ],
)
def test_a_file_that_was_not_asked_for_is_never_written_elsewhere(through, service, tmp_path, name):
    service.files = [
        {"number": n, "option": "csv", "name": one, "bytes": 8} for n, one in enumerate(("l.csv", name), 1)
    ]
    answer = through("run show 1 --csv lists.csv")
    assert answer.code == 3
    assert "not asked for. It is not written" in answer.err
    assert [one.name for one in tmp_path.iterdir()] == ["lists.csv"]


def test_what_a_command_said_is_said_even_where_its_file_cannot_be_written(through, service, monkeypatch):
    service.files = [{"number": 1, "option": "csv", "name": "lists.csv", "bytes": 8}]

    def full(place, content):
        raise IomError(f"{place.name} cannot be written: No space left on device.")

    monkeypatch.setattr(written, "write", full)
    answer = through("select --criteria bedfordshire --as-at 2026-10-31 --csv lists.csv")
    assert (answer.code, answer.out) == (3, "Done there.\n")
    assert answer.err == (
        "lists.csv cannot be written: No space left on device.\n"
        "The command is done in the service all the same.\n"
    )


def test_a_file_that_cannot_be_fetched_is_named_after_what_the_command_said(through, service):
    service.files = [{"number": 1, "option": "csv", "name": "lists.csv", "bytes": 8}]
    service.statuses[f"GET /v1/commands/{ANSWER}/files"] = 404
    answer = through("run show 1 --csv lists.csv")
    assert (answer.code, answer.out) == (3, "Done there.\n")
    assert "lists.csv is not written" in answer.err and "The command is done" in answer.err


def test_a_name_on_the_command_line_is_refused_in_the_commands_own_words_and_not_sent(through, service):
    answer = through("person find Kestrelmore")
    assert answer.code == 2
    assert "Names and identifiers are not taken from the command line" in in_line(answer.err)
    assert not service.asked


def test_files_that_are_too_large_together_are_sent_apart(through, service, tmp_path):
    for name in ("m.toml", "f.csv"):
        (tmp_path / name).write_bytes(b"x" * 400_000)
    assert through("import f.csv --mapping m.toml").code == 0
    (_, _, body) = service.all("POST /v1/commands")[0]
    assert len(body) < service.most
    assert len(service.all("POST /v1/uploads")) == 1
    assert {tuple(sorted(json.loads(body)["options"][one])) for one in ("file", "mapping")} == {
        ("base64", "name"),
        ("name", "upload_id"),
    }


def test_a_file_that_a_service_does_not_take_along_is_sent_apart(through, service, tmp_path):
    service.most = 10_000
    (tmp_path / "small.csv").write_bytes(b"x" * 20_000)
    assert through("severity area small.csv").code == 0
    assert len(service.all("POST /v1/uploads")) == 1
    assert len({headers["Idempotency-Key"] for _, headers, _ in service.all("POST /v1/commands")}) == 2


@pytest.mark.parametrize("token", ["a\nb", "é", "ключ", "a b"])
def test_a_token_that_is_none_names_the_variable(through, service, token):
    answer = through(LOOK, token=token)
    assert answer.code == 3
    assert answer.err.startswith("IOM_TOKEN is no access token") and answer.err.count("\n") == 1
    assert not service.asked


@pytest.mark.parametrize(
    "at", ["http://127.0.0.1:abc", "http://127.0.0.1:99999", "http://[::1", "https://é.org/"]
)
def test_an_address_that_is_none_is_a_usage_error(through, at):
    answer = through(LOOK, at=at)
    assert answer.code == 2
    assert "--service: write https://HOST" in in_line(answer.err)


def test_a_purpose_that_the_service_does_not_know_is_a_usage_error_that_names_the_option(through, service):
    service.statuses["POST"] = 422
    service.fields = [{"field": "header.IOM-Purpose", "says": "Not one of: selection, tasking."}]
    answer = through(LOOK, "--purpose", "nonsense")
    assert answer.code == 2
    assert "--purpose nonsense is not one of: selection, tasking." in in_line(answer.err)
    service.fields = [{"field": "header.IOM-Purpose", "says": "This is needed: selection, tasking."}]
    answer = through(LOOK)
    assert answer.code == 2
    assert "Say why, with --purpose or IOM_PURPOSE: selection, tasking." in in_line(answer.err)
    service.asked.clear()
    assert through(LOOK, "--purpose", "ключ").code == 2
    assert not service.asked


def test_an_answer_that_is_no_service_s_is_no_fault(through, service, monkeypatch):
    monkeypatch.setattr("tests.serving.scripted.json.dumps", lambda _: "<html>")
    answer = through(LOOK)
    assert answer.code == 4
    assert "There is no service of iom at" in answer.err


def test_a_command_that_needs_no_service_says_so_only_where_one_was_named(cli, through, service, monkeypatch):
    named = through("criteria explain bedfordshire")
    assert named.code == 0
    assert named.err == "iom criteria explain is done here: it needs no service.\n"
    monkeypatch.setenv("IOM_SERVICE", service.at)
    settings.cache_clear()
    assert cli("criteria", "explain", "bedfordshire").err == ""
    assert not service.asked
