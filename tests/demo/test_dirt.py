"""Faults are put into the files in the numbers declared."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from iom import codes
from iom.demo import Made, Parameters
from iom.demo.dirt import _no_day


def lines(folder: Path, name: str) -> list[list[str]]:
    encoding = "cp1252" if name.startswith("niche") else "utf-8"
    return list(csv.reader((folder / name).read_text(encoding=encoding).splitlines()))


def column(folder: Path, file: str, name: str) -> list[str]:
    header, *body = lines(folder, file)
    at = header.index(name)
    return [row[at] for row in body if len(row) == len(header)]


def test_every_fault_is_declared_in_its_number(
    small: tuple[Path, Made], small_parameters: Parameters
) -> None:
    pairs = {"conflicting_rows"}
    declared = {
        name.removeprefix("dirt."): v for name, v in small_parameters.values.items() if "dirt." in name
    }
    put_in = {fault.kind: fault.rows for fault in small[1].faults if fault.kind != "person_refused"}
    assert put_in == {kind: count * (2 if kind in pairs else 1) for kind, count in declared.items()}


def test_the_faults_of_the_offences_file_are_there(
    small: tuple[Path, Made], small_parameters: Parameters
) -> None:
    folder, p = small[0], small_parameters
    file = "niche_offences.csv"
    header, *body = lines(folder, file)
    impossible = [day for day in column(folder, file, "Committed from") if day.startswith("31/02/")]
    assert len(impossible) == p["dirt.impossible_date"]
    to_come = [day for day in column(folder, file, "Committed from") if day[6:] > "2027"]
    assert len(to_come) == p["dirt.future_date"]
    assert column(folder, file, "Committed from").count("") == p["dirt.missing_date"]
    assert column(folder, file, "Offence code").count("999/98") == p["dirt.unknown_offence_code"]
    assert column(folder, file, "Nominal ref").count("000000000") == p["dirt.unknown_person"]
    assert sum(len(row) < len(header) for row in body) == p["dirt.short_row"]
    assert sum(row[0].startswith(" ") for row in body) == p["dirt.stray_spaces"]
    repeats = Counter(map(tuple, body))
    assert sum(count - 1 for count in repeats.values()) == p["dirt.repeated_row"]
    keys = Counter((row[0], row[1]) for row in repeats)
    assert sum(count == 2 for count in keys.values()) == p["dirt.conflicting_rows"]


def test_a_day_that_does_not_exist_can_be_corrected_to_one_before_the_crime_was_recorded(
    small: tuple[Path, Made],
) -> None:
    committed, recorded = (
        column(small[0], "niche_offences.csv", name) for name in ("Committed from", "Date recorded")
    )
    wrong = [pair for pair in zip(committed, recorded, strict=True) if pair[0].startswith("31/02/")]
    assert wrong
    for impossible, known in wrong:
        day, month, year = map(int, known.split("/"))
        assert date(int(impossible[6:]), 2, 28) <= date(year, month, day)


@pytest.mark.parametrize(
    ("crime", "recorded", "soiled"),
    [
        ("12/05/2021", "14/05/2021", "31/02/2021"),
        ("12/01/2021", "28/02/2021", "31/02/2021"),
        ("12/01/2021", "27/02/2021", "31/02/2020"),
        ("30/12/2021", "14/01/2022", "31/02/2021"),
    ],
)
def test_a_day_that_does_not_exist_keeps_the_year_of_its_crime_if_it_can(
    crime: str, recorded: str, soiled: str
) -> None:
    assert _no_day(crime, recorded) == soiled


def test_windows_characters_are_in_the_force_files_as_bytes(small: tuple[Path, Made]) -> None:
    given = (small[0] / "niche_offences.csv").read_bytes()
    assert b"\xa3" in given  # a pound sign
    assert b"\x92" in given  # a curly quote
    assert b"\r" not in given


def test_custody_has_inverted_same_day_and_far_future_spells(
    small: tuple[Path, Made], small_parameters: Parameters
) -> None:
    header, *body = lines(small[0], "nomis_custody.csv")
    start, end = header.index("Received"), header.index("Released")

    def day(text: str) -> str:
        return "".join(reversed(text.split("/")))

    ended = [row for row in body if row[end]]
    assert sum(day(row[end]) < day(row[start]) for row in ended) == small_parameters["dirt.inverted_spell"]
    assert sum(row[end] == row[start] for row in ended) >= small_parameters["dirt.same_day_spell"]
    assert any(row[end] == "31/12/9999" for row in ended)
    assert any(not row[end] for row in body)


def test_probation_has_wrong_check_letters_and_scores_that_are_no_numbers(
    small: tuple[Path, Made], small_parameters: Parameters
) -> None:
    given = [value for value in column(small[0], "ndelius_people.csv", "pnc_id") if value]
    wrong = [value for value in given if codes.pnc_id(value) is None]
    assert len(wrong) == small_parameters["dirt.bad_identifier"]
    assert (
        column(small[0], "ndelius_assessments.csv", "ogrs3_2yr").count("n/k")
        == small_parameters["dirt.bad_number"]
    )
