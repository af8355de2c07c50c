"""The person commands, as typed."""

import json
from datetime import UTC, date, datetime

import pytest

from iom.cli.people import _decoded
from iom.store import derived
from tests.people.given import imported

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def one_told(store):
    with imported(store, datetime(2026, 1, 10)) as batch:
        batch.subject("niche:1", pnc="0000/0000001A", name="VEXLEY, Bram", birth_date=date(1990, 5, 1))
        batch.subject("ndelius:1", crn="Z900001")
    with imported(store, datetime(2026, 2, 10)) as batch:
        batch.subject("ndelius:1", pnc="0000/0000001A")
    with store.transaction() as cursor:
        derived.rebuild(cursor)


@pytest.fixture
def folder(told_template, own_copy):
    """A store on disk, closed, with persons 1 and 2; person 2 went into person 1."""
    return own_copy(told_template(one_told))


def test_find_reads_standard_input(cli, folder):
    answer = cli("person", "find", "--store", folder, "--json", typed="Bram Vexley\n")
    assert answer.code == 0
    assert [(one["person"], one["systems"]) for one in json.loads(answer.out)] == [(1, ["ndelius", "niche"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_what_is_piped_in_may_be_of_any_common_encoding(encoding):
    assert _decoded("Zoë Vexley\r\n".encode(encoding)).strip() == ("Zoë Vexley")


def test_namesakes_are_told_apart_by_year_of_birth_and_no_name_is_given_back(cli, folder):
    answer = cli("person", "find", "--store", folder, typed="Vexley\n")
    assert "1990" in answer.out
    assert "vexley" not in answer.out.lower()


def test_find_says_when_nobody_is_found(cli, folder):
    answer = cli("person", "find", "--store", folder, typed="Nobody\n")
    assert answer.code == 0
    assert answer.out.startswith("Nobody is found by that. Understood are: a PNC ID")


def test_find_refuses_a_name_on_the_command_line_and_says_why(cli, folder):
    answer = cli("person", "find", "Vexley", "Bram", "--store", folder)
    assert answer.code == 2
    assert "history" in answer.err
    assert "Vexley" not in answer.err + answer.out


def test_find_with_nothing_typed_is_refused(cli, folder):
    assert cli("person", "find", "--store", folder, typed="").code == 3


def test_a_number_shows_that_person(cli, folder):
    short = cli("person", "1", "--store", folder, "--as-at", "2026-11-23")
    long = cli("person", "show", "1", "--store", folder, "--as-at", "2026-11-23")
    assert short.code == 0
    assert short.out.startswith("Person 1 as at 2026-11-23, as known at 2026-02-10T00:00:00Z")
    assert short.out == long.out


def test_a_page_in_json_is_the_page(cli, folder):
    page = json.loads(cli("person", "1", "--store", folder, "--as-at", "2026-11-23", "--json").out)
    assert (page["person_id"], page["as_at"], page["age"]) == (1, "2026-11-23", 36)
    assert {"kind": "pnc_id", "system": "niche", "value": "0000/0000001A"} in page["identifiers"]


def test_the_end_of_an_earlier_day_shows_the_people_of_that_day(cli, folder):
    answer = cli("person", "2", "--store", folder, "--known-at", "2026-02-09")
    assert answer.code == 0
    assert "Z900001" in answer.out


@pytest.mark.parametrize(("person", "says"), [("99", "There is no person 99"), ("2", "went into person 1")])
def test_a_person_that_is_none_is_an_input_refused(cli, folder, person, says):
    answer = cli("person", person, "--store", folder)
    assert answer.code == 3
    assert says in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["Vexley"],
        ["--Vexley"],
        ["show", "Vexley"],
        ["show", "0000/0000001A"],
        ["show", "1", "Vexley"],
        ["show", "--Vexley"],
        ["find", "--Vexley"],
    ],
)
def test_a_name_in_place_of_a_number_is_refused_without_repeating_it(cli, folder, words):
    answer = cli("person", *words, "--store", folder)
    assert answer.code == 2
    assert "by number" in answer.err
    assert words[-1].strip("-") not in answer.err + answer.out


@pytest.mark.parametrize("number", ["9" * 20, "9" * 40, "9" * 5000, "٣"])
def test_a_number_that_no_person_can_have_is_no_number_of_a_person(cli, folder, number):
    answer = cli("person", "show", number, "--store", folder)
    assert answer.code == 2
    assert "by number" in answer.err
