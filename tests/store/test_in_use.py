"""The note of who holds a store: where a service is asked that holds it, and never more than that."""

import json
import os

import pytest

from iom.store import owner


@pytest.fixture
def held(tmp_path, now):
    owner.claim(tmp_path, user="ann", command="serve", now=now)
    return tmp_path


@pytest.mark.parametrize(
    ("listens", "asked"),
    [
        ("http://127.0.0.1:8037", "http://127.0.0.1:8037"),
        ("http://[::1]:80", "http://[::1]:80"),
        # over http only a service of this machine is asked
        ("http://0.0.0.0:8037", "http://127.0.0.1:8037"),
        ("http://192.0.2.1:8037", "URL"),
        # a note that was altered sends nobody, and no token, elsewhere
        ("https://evil.example.org", "URL"),
        ("http://127.0.0.1:8037@evil.example.org", "URL"),
        (["http://127.0.0.1:8037"], "URL"),
    ],
)
def test_whoever_is_kept_out_by_a_service_is_told_where_it_is_asked(held, listens, asked):
    owner.note_address(held, listens)

    says = owner.holder(held, f"Conflicting lock is held (PID {os.getpid()})")

    assert "iom serve, since 2026-11-23" in says
    assert says.endswith(f"then iom --service {asked} COMMAND") and "IOM_TOKEN" in says


def test_a_note_that_cannot_be_read_is_left_as_it_is(held):
    (held / "in-use.json").write_text("not json", encoding="utf-8")
    owner.note_address(held, "http://127.0.0.1:8037")
    assert (held / "in-use.json").read_text(encoding="utf-8") == "not json"


def test_the_note_of_another_command_names_no_address(tmp_path, now):
    owner.claim(tmp_path, user="ann", command="import", now=now)
    assert "address" not in json.loads((tmp_path / "in-use.json").read_text(encoding="utf-8"))
    assert "--service" not in owner.holder(tmp_path, "")
