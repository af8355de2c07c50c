"""What a service that is hostile, or broken, can do to whoever gives it commands: say things, and no more."""

import pytest

from iom.cli import remote_files
from tests.serving.test_what_the_service_cannot_say import CHANGE, LOOK, service, through, waits

__all__ = ["service", "through", "waits"]
OBEYED = "\x1b]0;owned\x07\x1b[2J\u202e"


def test_what_it_says_of_a_usage_error_a_purpose_or_a_question_moves_no_terminal(
    through, service, monkeypatch
):
    service.lines, service.exit_code = [{"to": "err", "text": f"Invalid value: Which {OBEYED}?"}], 2
    of_value = through(LOOK)
    service.statuses["POST"] = 422
    service.fields = [{"field": "header.IOM-Purpose", "says": f"Not one of: {OBEYED}."}]
    of_purpose = through(LOOK, "--purpose", "nonsense")
    for answer in (of_value, of_purpose):
        assert answer.code == 2
        assert not set(OBEYED) & set("\x1b\x07\u202e") & set(answer.out + answer.err)
        assert "u001b" in answer.err


def test_a_question_that_it_asks_moves_no_terminal(through, service, monkeypatch):
    asked = []

    def answered(question):
        asked.append(question)
        service.asks = None
        return "yes"

    monkeypatch.setattr("iom.cli.remote.asked", answered)
    service.asks = f"Sure {OBEYED}?"
    assert through(CHANGE).code == 0
    assert len(asked) == 1 and "\x1b" not in asked[0] and "u001b" in asked[0]


@pytest.mark.parametrize(
    "name", ["file/a\0b.html", "file/a\ud800.html", "file/\x1b[2J.html", "file.html", "file"]
)
def test_a_name_in_a_folder_that_no_system_writes_is_refused_and_the_answer_shown(
    through, service, tmp_path, name
):
    names = ("file/index.html", name)
    service.files = [
        {"number": n, "option": "out", "name": one, "bytes": 8} for n, one in enumerate(names, 1)
    ]
    answer = through("rights access 3 --out held")
    assert (answer.code, answer.out) == (3, "Done there.\n")
    assert "not asked for. It is not written" in answer.err
    assert [one.relative_to(tmp_path).as_posix() for one in sorted(tmp_path.rglob("*"))] == [
        "held",
        "held/index.html",
    ]


def test_in_place_of_a_zip_file_no_folder_is_made(through, service, tmp_path):
    service.files = [{"number": 1, "option": "out", "name": "held.zip/index.html", "bytes": 8}]
    assert through("rights access 3 --out held.zip").code == 3
    assert not list(tmp_path.iterdir())


def test_an_ending_is_written_beside_only_where_the_option_that_makes_it_was_given(tmp_path):
    names = ("l.csv", "l-terms.csv")
    plain = remote_files.Place(tmp_path / "a.csv")
    asked_for = remote_files.Place(tmp_path / "a.csv", ("-terms",))
    assert remote_files.lies(asked_for, "l-terms.csv", names) == tmp_path / "a-terms.csv"
    with pytest.raises(remote_files.Strayed):
        remote_files.lies(plain, "l-terms.csv", names)
