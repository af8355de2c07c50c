"""Days and moments on the command line: one way to write them, years within reach of every window."""

from datetime import date, datetime

import pytest
import typer
from pydantic import TypeAdapter, ValidationError

from api.fields import Day
from iom.cli.moments import parse_as_at, parse_known_at
from iom.errors import IomError
from iom.moments import spelt


def test_a_day_is_read():
    assert parse_as_at(" 2026-10-31 ") == date(2026, 10, 31)


@pytest.mark.parametrize("text", ["", "31/10/2026", "0001-01-01", "9999-12-31", "2026-02-30", "20261031"])
def test_any_other_as_at_is_refused_with_an_example(text):
    with pytest.raises(typer.BadParameter, match="Write days like this: 2026-10-31"):
        parse_as_at(text)


FAULTS = [
    ("2026-02-30", "2026 has no 30 February"),
    ("2026-04-00", "2026 has no 0 April"),
    ("2026-13-01", "a year has no month 13"),
    ("1026-10-31", "it is not of the years 1900 to 2200"),
]


@pytest.mark.parametrize(("text", "says"), [*FAULTS, ("31/10/2026", "it is not written as a day")])
def test_what_is_wrong_with_a_day_is_said(text, says):
    with pytest.raises(typer.BadParameter, match=f": {says}. Write days like this"):
        parse_as_at(text)
    with pytest.raises(ValidationError, match=f"{says}: write days like this: 2026-10-31"):
        TypeAdapter(Day).validate_python(text)


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_what_is_wrong_with_the_day_of_a_moment_is_said(text, says):
    for given in (text, f"{text}T14:05:00"):
        with pytest.raises(IomError, match=f": {says}. Write a day, 2026-10-31"):
            parse_known_at(given)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, None),
        ("2026-10-31", datetime(2026, 10, 31, 23, 59, 59, 999999)),
        ("2026-10-31T14:05:00", datetime(2026, 10, 31, 14, 5)),
        ("2026-07-31T14:05:00+01:00", datetime(2026, 7, 31, 13, 5)),
        ("2026-10-31 14:05:00.000007 UTC", datetime(2026, 10, 31, 14, 5, 0, 7)),
    ],
)
def test_a_known_at_is_the_end_of_a_day_or_a_moment_in_utc(text, moment):
    assert parse_known_at(text) == moment


@pytest.mark.parametrize("microsecond", [0, 7, 186272])
def test_a_moment_is_taken_as_it_is_printed(microsecond):
    moment = datetime(2026, 11, 26, 4, 24, 43, microsecond)
    assert parse_known_at(spelt(moment)) == moment


@pytest.mark.parametrize(
    "text", ["", "soon", "9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00", "2026-W44-6", "20261031"]
)
def test_any_other_known_at_is_refused_with_an_example(text):
    with pytest.raises(IomError, match="Write a day, 2026-10-31"):
        parse_known_at(text)
