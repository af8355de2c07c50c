"""What others say in the log of a service: libraries by name and kind, rules without whom they are about."""

import json
import logging
import threading

import pytest

from api import serving
from api.app import make_app
from api.around import _brief, _host


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("grant 1: reader if sub is ann.lee, for everyone", "grant 1"),
        (
            "grant 2: reader if sub is a: b, for homes in Luton: the route shows everyone",
            "grant 2: the route shows everyone",
        ),
        ("grant 3: reader if sub is ann: lee, for everyone", "grant 3"),
        ("no grant is met by the token's claims", "no grant is met by the token's claims"),
        ("scope", "scope"),
    ],
)
def test_a_rule_is_logged_without_what_its_grant_asks_of_a_token(rule, told):
    assert _brief(rule) == told


class _Asked:
    def __init__(self, host: str | None):
        self.headers = {} if host is None else {"host": host}


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("iom.example.org", "iom.example.org"),
        ("IOM.example.org:443", "iom.example.org"),
        ("127.0.0.1:8037", "127.0.0.1"),
        ("[::1]:8037", "::1"),
        ("[::1]", "::1"),
        # an address that is not closed is no name that is taken
        ("[::1", "[:"),
        ("", ""),
        (None, ""),
        ("localhost.evil.example", "localhost.evil.example"),
        ("evil.example#localhost", "evil.example#localhost"),
    ],
)
def test_the_name_by_which_the_service_is_asked_is_the_host_without_its_port(host, name):
    assert _host(_Asked(host)) == name  # pyright: ignore[reportArgumentType]


def test_the_text_of_a_library_or_of_a_thread_that_failed_never_reaches_the_log(capsys):
    def fails() -> None:
        raise ValueError("Vexley 471147")

    with serving._logged_as_json():
        try:
            fails()
        except ValueError:
            logging.getLogger("some.library").exception("of Vexley %s", 471147)
        logging.getLogger("some.library").info("Vexley")
        thread = threading.Thread(target=fails, name="iom-jobs")
        thread.start()
        thread.join()
    err = capsys.readouterr().err
    assert "exley" not in err
    assert "471147" not in err
    said = [json.loads(line) for line in err.splitlines()]
    assert [(one["event"], one["kind"]) for one in said] == [
        ("library", "ValueError"),
        ("fault", "ValueError"),
    ]


def test_a_method_of_the_senders_own_is_no_word_of_the_log(furnished_store, now, monkeypatch, capsys):
    from fastapi.testclient import TestClient

    from api.sign_in import LocalSignIn, local_access
    from iom.access import read_access

    app = make_app(furnished_store, local_access(read_access(None)), LocalSignIn("ann"), lambda: now)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.request("VEXLEY", "/v1/me").status_code == 405
        figures = app.state.service.metrics.text().decode()
    assert "VEXLEY" not in figures
    assert "VEXLEY" not in str(capsys.readouterr())
    assert 'method="other"' in figures


def test_a_line_for_which_there_is_no_room_is_lost_and_nothing_fails_for_it(monkeypatch):
    class Full:
        def write(self, *_: str) -> None:
            raise OSError(28, "No space left on device")

        flush = write

    monkeypatch.setattr(serving.sys, "stderr", Full())
    with serving._logged_as_json():
        serving.log.info("request", status=200)
