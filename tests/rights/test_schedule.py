"""A deployment's own schedule of reviews: taken as it is, or refused with the line of the mistake."""

from importlib.resources import files

import pytest

from iom.documents import DocumentError
from iom.rights import schedule
from iom.settings import settings

SHIPPED = (files("iom.rights") / "retention.toml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path):
    def write(text: str):
        file = tmp_path / "ours.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_shipped_one_copied_and_changed_is_taken(own):
    ours = schedule(own(SHIPPED.replace("first_years = 6", "first_years = 7")))
    assert ours.groups[2].first_years == 7
    assert schedule(None).groups[2].first_years == 6
    assert ours.groups[:2] == schedule(None).groups[:2]


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("first_years = 6", "", "group[2].first_years: this is needed."),
        (
            "first_years = 6",
            "first_years = 0",
            "it should be greater than or equal to 1.",
        ),
        ("first_years = 6", 'first_years = "6"', "group[2].first_years: it should be a valid integer."),
        ("first_years = 6", "first_year = 6", "group[2].first_year: there is no such field."),
        ("number = 3", "number = 4", "groups are numbered 1, 2, 3: write number = 3."),
        ("flags = false\nclasses = []", "flags = true\nclasses = []", "the last group takes everyone else"),
        ('version = "2026-11"', "", "line 1: version: this is needed."),
        ("[[group]]", "[[grupe]]", "a schedule needs [[group]] tables."),
    ],
)
def test_a_mistake_is_told_with_its_line(own, was, is_now, says):
    assert was in SHIPPED
    with pytest.raises(DocumentError) as refused:
        schedule(own(SHIPPED.replace(was, is_now)))
    assert says in str(refused.value)
    assert "pydantic" not in str(refused.value)


def test_a_class_that_there_is_not_is_refused_with_its_line_and_the_nearest(
    cli, furnished_folder, own, monkeypatch
):
    for wrong, right in (("Robery", "Robbery"), ("Rape offence", "Rape offences")):
        monkeypatch.setenv("IOM_RETENTION", str(own(SHIPPED.replace(f'"{right}"', f'"{wrong}"'))))
        settings.cache_clear()
        answer = cli("rights", "review", "--as-at", "2026-10-31", "--store", furnished_folder)
        line = next(n for n, one in enumerate(SHIPPED.splitlines(), 1) if f'"{right}"' in one)
        assert answer.code == 3
        assert (
            f'ours.toml, line {line}: there is no offence class "{wrong}". Did you mean {right}?'
            in answer.err
        )


def test_the_command_goes_by_the_schedule_of_the_settings(cli, furnished_folder, own, monkeypatch):
    monkeypatch.setenv("IOM_RETENTION", str(own(SHIPPED.replace("2026-11", "ours-1").replace("= 6", "= 0"))))
    settings.cache_clear()
    answer = cli("rights", "review", "--as-at", "2026-10-31", "--store", furnished_folder)
    assert answer.code in (3, 4)
    assert "ours.toml, line" in answer.err
