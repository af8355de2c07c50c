"""Which form an answer comes in, by the header Accept (RFC 9110, 12.5.1)."""

import pytest
from fastapi import Request

from api.answers import CSV, JSON, PARQUET, wanted
from api.problems import Refusal


def _wanted(*accept: str) -> str:
    headers = [(b"accept", one.encode()) for one in accept]
    return wanted(Request({"type": "http", "headers": headers}), JSON, CSV, PARQUET)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ((), JSON),
        (("",), JSON),
        (("*/*",), JSON),
        (("text/csv",), CSV),
        (("TEXT/CSV",), CSV),
        (("Text/*",), CSV),
        (("application/*",), JSON),
        (("text/csv; charset=utf-8",), CSV),
        (("application/json;Q=0.1, text/csv",), CSV),
        (("application/json; q=0.5, text/csv; q=0.4",), JSON),
        (("application/json", "text/csv"), JSON),
        (("application/json;q=0.2", "text/csv"), CSV),
        (("image/png", "text/csv"), CSV),
        (("text/csv;q=0.5, */*;q=0.1",), CSV),
        (("application/*;q=0.9, application/json;q=0.1, text/csv;q=0.5",), PARQUET),
        (("*/*, application/json;q=0.1",), CSV),
    ],
)
def test_the_form_that_is_accepted_most_is_given_the_first_of_several(
    accept: tuple[str, ...], form: str
) -> None:
    assert _wanted(*accept) == form


def test_the_closest_range_decides_of_each_form() -> None:
    assert _wanted("application/json;q=0, */*") == CSV
    assert _wanted("*/*, application/json;q=0") == CSV
    assert _wanted("text/*;q=0, application/json;q=0, */*;q=0.1") == PARQUET
    assert _wanted("application/*;q=0, application/json") == JSON


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "text/csv;q=0", "text/csv;q=x", "text/csv;q=nan", "text/csv;q=2"]
)
def test_what_is_accepted_not_at_all_is_refused(accept: str) -> None:
    with pytest.raises(Refusal, match="This comes as application/json or text/csv") as refused:
        _wanted(accept)
    assert refused.value.status == 406
