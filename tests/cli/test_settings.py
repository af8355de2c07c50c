"""What a deployment sets by variables: read as people write them, refused in words."""

from pathlib import Path

import pytest

from iom.settings import Settings, settings


def given(monkeypatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"IOM_{name.upper()}", value)
    return Settings()  # pyright: ignore[reportCallIssue]


def test_purposes_are_parted_by_commas(monkeypatch):
    assert given(monkeypatch, purposes="selection, tasking,").purposes == ("selection", "tasking")


def test_a_variable_set_to_nothing_is_not_set(deployed_threads, monkeypatch):
    usual = settings()
    monkeypatch.delenv("IOM_KEYS")
    chosen = given(monkeypatch, keys="", store="", purposes="", threads="")
    assert chosen.store is None
    assert chosen.keys.is_absolute()
    assert (chosen.purposes, chosen.threads) == (usual.purposes, usual.threads)


def test_the_guides_name_every_setting():
    root = Path(__file__).parents[2]
    said = "".join((root / name).read_text(encoding="utf-8") for name in ("README.md", "docs/deploy.md"))
    assert [name for name in Settings.model_fields if f"`IOM_{name.upper()}`" not in said] == []


def test_a_folder_of_ones_own_may_be_named_by_its_sign(monkeypatch):
    assert given(monkeypatch, keys="~/keys").keys == Path.home() / "keys"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("IOM_KEYS", "keys", "write the whole path"),
        ("IOM_SPILL_FOLDER", "spill", "write the whole path"),
        ("IOM_THREADS", "two", "a valid integer"),
        ("IOM_PURPOSES", ",", ""),
        ("IOM_REFUSED_SHARE_LIMIT", "10%", "a valid number"),
    ],
)
def test_a_setting_that_cannot_be_read_is_wrong_usage_and_named(cli, monkeypatch, variable, value, says):
    monkeypatch.setenv(variable, value)
    settings.cache_clear()
    answer = cli("init", "--store", "s")
    assert answer.code == 2
    assert f"{variable}: {says}" in " ".join(answer.err.split())
