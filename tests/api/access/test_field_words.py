"""What is wrong with a field is told in words of those who ask, and the value is not repeated."""

import pytest


@pytest.mark.parametrize(
    ("path", "field", "says"),
    [
        ("/v1/people/Smith", "path.person_id", "A whole number is needed."),
        ("/v1/people/0", "path.person_id", "It should be greater than or equal to 1"),
        ("/v1/runs?limit=1.5", "query.limit", "A whole number is needed."),
    ],
)
def test_a_field_that_does_not_fit_is_told_plainly(served, path, field, says):
    answer = served.ask("coordinator/everyone", f"GET {path}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "says": says}]
    assert "Smith" not in answer.text
