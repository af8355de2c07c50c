"""Whose key is it? What a draft takes for the key of a person, and what an import asks if it is none."""

import tomllib
from pathlib import Path

import pytest

from iom.intake import draft, evidence, sample, suggest
from iom.settings import settings

from .conftest import PEOPLE, PEOPLE_HEADER, Bench

ASKS = "# TODO: is this the person's key? No column is called as one."


def crimes(path: Path, key: str, digits: str = "{n:06}") -> Path:
    """Crimes with their suspects, some of whom come again: nearly every row has a crime number of its own."""
    rows = [
        f"{digits.format(n=n % 9)},Ashdown,{n % 9 + 10}/11/1990,77/{n:05}/25,028/03,13/02/2025"
        for n in range(40)
    ]
    path.write_text("\n".join([f"{key},Surname,DOB,Crime No,HO Code,Offence Date", *rows, ""]))
    return path


def subjects(path: Path) -> set[str]:
    """The columns that the records of a draft take for the key of a person."""
    text = draft(suggest(sample(path, settings()))).text
    return {record["subject"] for record in tomllib.loads(text)["record"]}


@pytest.mark.parametrize(
    "key",
    [
        "Suspect URN",
        "Subject No",
        "Offender Number",
        "Nominal URN",
        "Client No",
        "PersonID",
        "Suspect",
        "Subject",
        "Client",
    ],
)
def test_the_number_of_a_person_is_known_by_whatever_people_are_called(tmp_path: Path, key: str):
    path = crimes(tmp_path / "crimes.csv", key)
    assert subjects(path) == {key}
    text = draft(suggest(sample(path, settings()))).text
    assert 'reference = "Crime No"' in text
    assert ASKS not in text


def test_a_column_called_suspect_that_holds_no_digits_is_no_key(tmp_path: Path):
    (subject,) = subjects(crimes(tmp_path / "crimes.csv", "Suspect", "Y"))
    assert subject.startswith("TODO")


@pytest.mark.parametrize("crime", ["Crime No", "Crime No.", "Force Crime No", "Occurrence Number"])
def test_the_number_of_a_crime_is_not_taken_for_the_key_of_a_person(tmp_path: Path, crime: str):
    path = crimes(tmp_path / "crimes.csv", "Who")
    path.write_text(path.read_text().replace("Crime No", crime, 1))
    (subject,) = subjects(path)
    assert subject.startswith("TODO: the column that holds the system's own key of a person")


def test_a_column_that_only_numbers_something_is_taken_with_a_question(tmp_path: Path):
    path = tmp_path / "tenants.csv"
    rows = [f"{n},Ashdown,{n + 10}/11/1990" for n in range(1, 6)]
    path.write_text("\n".join(["Resident No,Last Name,DOB", *rows, ""]))
    found = suggest(sample(path, settings()))
    drafted = draft(found)
    assert f'{ASKS}\nsubject = "Resident No"\n' in drafted.text
    assert evidence(found)["Resident No"].startswith("the person's key (it numbers something: is it?).")
    # a comment stops no import, so it is not counted among what does
    assert drafted.todo == drafted.text.count('"TODO')


def people(bench: Bench, *, again: bool) -> tuple[str, ...]:
    rows = [f"K{n},Ashdown,{(n % 9 if again else n % 28) + 1:02}/{n % 9 + 1:02}/1990,,,," for n in range(30)]
    return bench.load(PEOPLE, bench.file(PEOPLE_HEADER, *rows)).warnings


def test_a_key_of_its_own_for_each_row_of_people_who_come_again_is_asked_about(bench: Bench):
    (told,) = people(bench, again=True)
    assert told.startswith(
        "30 rows give 30 persons' keys, but only 9 different pairs of surname and birth date: is"
    )


def test_people_who_come_once_each_are_not_asked_about(bench: Bench):
    assert people(bench, again=False) == ()
