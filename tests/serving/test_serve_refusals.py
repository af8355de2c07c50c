"""What `iom serve` refuses to start with, each with what to do about it."""

import builtins
import json
import logging
import socket
import sys
import threading

import pytest
import structlog

from api import serving
from iom.settings import settings

from .provider import Provider

ACCESS = """
[roles.reader]
may = ["runs.look"]
"""


@pytest.fixture
def refused(cli, furnished_folder, monkeypatch):
    """refused(arguments, variables): the exit code and the words of a service that will not start."""

    def ask(*arguments: object, **variables: str) -> tuple[int, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        answer = cli("serve", "--store", furnished_folder, *arguments)
        assert answer.out == ""
        return answer.code, " ".join(answer.err.split())

    return ask


def test_without_a_provider_it_says_which_settings_and_how_to_try_alone(refused):
    for given in ({}, {"IOM_OIDC_ISSUER": "https://x"}, {"IOM_OIDC_ISSUER": "", "IOM_OIDC_AUDIENCE": "iom"}):
        code, said = refused(**given)
        assert code == 3
        for word in ("IOM_OIDC_ISSUER", "IOM_OIDC_AUDIENCE", "IOM_ACCESS", "iom serve --local"):
            assert word in said


@pytest.mark.parametrize("words", [("serve",), ("access", "explain", "groups=x")])
def test_without_the_extra_it_names_the_folder_of_the_software_and_no_index(cli, monkeypatch, words):
    brought = builtins.__import__

    def missing(name, *given, **named):
        if name.partition(".")[0] == "api":
            raise ImportError(name="uvicorn")
        return brought(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    answer = cli(*words)
    said = " ".join(answer.err.split())
    assert answer.code == 3
    assert said.endswith("pip install '.[api]'") and "pyproject.toml" in said
    assert "iom-engine" not in said


def test_a_provider_is_asked_over_https_alone(refused):
    code, said = refused(IOM_OIDC_ISSUER="http://sign-in.example.org", IOM_OIDC_AUDIENCE="iom")
    assert (code, "does not begin with https://" in said) == (3, True)


def test_an_access_document_that_gives_nobody_a_role_is_refused(refused, tmp_path):
    code, said = refused(IOM_OIDC_ISSUER="https://x.example", IOM_OIDC_AUDIENCE="iom")
    assert (code, "gives nobody a role" in said, "iom access show" in said) == (3, True, True)
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    code, said = refused(IOM_ACCESS=str(tmp_path / "access.toml"))
    assert (code, "access.toml gives nobody a role" in said) == (3, True)


def test_an_access_document_with_a_mistake_is_refused_with_its_line(refused, tmp_path):
    (tmp_path / "access.toml").write_text(ACCESS + 'sees = "all"\n', encoding="utf-8")
    code, said = refused("--local", IOM_ACCESS=str(tmp_path / "access.toml"))
    assert code == 3
    assert 'access.toml, line 4: "sees" is not one of' in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "iom.example.org", ""])
def test_a_service_for_one_is_not_offered_to_others(refused, host):
    code, said = refused("--local", "--host", host)
    assert (code, "answers this machine alone" in said) == (3, True)


def test_a_taken_port_is_named_before_a_token_is_printed(refused):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = refused("--local", "--port", port)
    assert code == 3
    assert f"127.0.0.1, port {port}, cannot be listened at" in said
    assert "--port" in said


def test_a_folder_for_files_that_cannot_be_made_is_told_and_is_no_success(
    refused, furnished_folder, monkeypatch
):
    monkeypatch.setattr("api.uploads.Uploads.start", _no_room)
    code, said = refused("--local", "--port", "0")
    assert code == 3
    assert "No space left" in said


def test_a_service_that_ended_leaves_the_log_of_its_process_as_it_was(refused):
    before = structlog.get_config(), logging.getLogger().handlers[:], threading.excepthook
    refused("--local", "--host", "256.1.1.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused("--local", "--port", taken.getsockname()[1])
    assert (structlog.get_config(), logging.getLogger().handlers, threading.excepthook) == before


def _no_room(_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_provider_out_of_reach_does_not_keep_the_service_from_starting_and_is_told(
    furnished_store, tmp_path, monkeypatch, capsys
):
    document = tmp_path / "access.toml"
    document.write_text(
        ACCESS + '[[grants]]\nrole = "reader"\nclaim = "a"\nis = "b"\neveryone = true\n', encoding="utf-8"
    )
    ran: list[object] = []
    monkeypatch.setattr(serving, "_run", lambda *given: ran.append(given))
    provider = Provider(broken=OSError("unreachable"))
    serving.serve(furnished_store, provider.sign_in(), host="127.0.0.1", port=0, access_file=document)
    assert len(ran) == 1
    said = json.loads(capsys.readouterr().err)
    assert (said["event"], said["reached"], said["level"]) == ("provider", False, "error")


def test_on_windows_no_second_process_may_take_the_port(monkeypatch):
    given: list[int] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", 4711, raising=False)
    monkeypatch.setattr(socket.socket, "setsockopt", lambda self, level, option, value: given.append(option))
    serving.listening_at("127.0.0.1", 0).close()
    assert given == [4711]


def test_an_address_of_the_newer_kind_is_printed_as_browsers_read_it():
    try:
        listening = serving.listening_at("::1", 0)
    except serving.ServiceError:
        pytest.skip("this machine has no ::1")
    with listening:
        assert serving.address_of(listening).startswith("http://[::1]:")


@pytest.mark.parametrize("host", ["no.such.host.invalid", "ä" * 70, "256.1.1.1"])
def test_a_host_that_is_none_is_told(host):
    with pytest.raises(serving.ServiceError, match="cannot be listened at"):
        serving.listening_at(host, 0)
