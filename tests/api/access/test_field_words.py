"""What is wrong with a field is told in words of those who ask, and the value is not repeated."""

import pytest


@pytest.mark.parametrize(
    ("path", "field", "says"),
    [
        ("/v1/people/Smith", "path.person_id", "A whole number is needed."),
        ("/v1/people/0", "path.person_id", "It should be at least 1"),
        ("/v1/people/99999999999", "path.person_id", "It should be at most 2147483647"),
        ("/v1/runs?limit=1.5", "query.limit", "A whole number is needed."),
        (
            "/v1/runs?as_at=2026-13-31",
            "query.as_at",
            "a year has no month 13: write days like this: 2026-10-31",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_told_plainly(served, path, field, says):
    answer = served.ask("coordinator/everyone", f"GET {path}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "says": says}]
    assert "Smith" not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "field", "says"),
    [
        (b'{"criteria": 12,}', 400, "body, character 17", "This is not JSON: a comma, bracket or"),
        (b"hello", 400, "body, character 1", "This is not JSON"),
        (b'"a"', 422, "body", "A JSON object is needed"),
        (b'{"criteria": 5, "as_at": "2026-10-31"}', 422, "body.criteria", "A text is needed."),
        (
            b'{"criteria": "bedfordshire", "as_at": 5}',
            422,
            "body.as_at",
            "not a day: write days like this: 2026-10-31",
        ),
    ],
)
def test_a_body_that_does_not_fit_is_told_plainly(served, body, status, field, says):
    headers = {"Content-Type": "application/json"}
    answer = served.ask("analyst/everyone", "POST /v1/runs", headers=headers, content=body)
    assert answer.status_code == status
    (fault,) = answer.json()["errors"]
    assert fault["field"] == field
    assert fault["says"].startswith(says)
