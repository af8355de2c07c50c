"""Whatever is asked for in a form that it does not have is refused, before anything is looked at or done."""

from typing import Any

import httpx2
import pytest

from tests.api.contract.examples import operations
from tests.api.contract.served import Served

ME = {"Authorization": "Bearer all-roles", "Idempotency-Key": "in another form", "If-Match": '"none"'}
# a number or word that fits each blank of an address
BLANKS = {"table": "ons_css_weights", "job_id": "none", "answer_id": "none"}


def filled_in(path: str, operation: dict[str, Any]) -> str:
    blanks = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"]
    return path.format(**{name: BLANKS.get(name, "2") for name in blanks})


def test_no_route_that_asks_who_calls_answers_in_a_form_that_it_does_not_document(service: Served) -> None:
    lines = _lines(service)
    with httpx2.Client(base_url=service.url, headers=ME, timeout=60) as client:
        for name, (method, path, operation) in operations(service.openapi).items():
            if "security" not in operation:
                continue
            (good,) = [one for status, one in operation["responses"].items() if status < "300"]
            others = {"image/png", "text/csv", "application/json"} - good["content"].keys()
            place = filled_in(path, operation)
            for form in others:
                body = b"{}" if method == "post" else None
                headers = {"Accept": form, "Content-Type": "application/json"}
                answer = client.request(method, place, headers=headers, content=body)
                assert answer.status_code == 406, (name, form, answer.text)
                assert "406" in operation["responses"], name
    assert _lines(service) == lines


@pytest.mark.parametrize(
    "accepted", [None, "*/*", "application/*", "text/html, */*;q=0.1", "Application/JSON", ""]
)
def test_whoever_takes_any_form_is_given_the_usual_one(service: Served, accepted: str | None) -> None:
    with httpx2.Client(base_url=service.url, headers=ME, timeout=60) as client:
        del client.headers["accept"]
        headers = {} if accepted is None else {"Accept": accepted}
        answer = client.get("/v1/people/3", headers=headers)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


def test_the_refusal_names_the_forms_that_there_are(service: Served) -> None:
    answer = httpx2.get(f"{service.url}/v1/people/3", headers={**ME, "Accept": "text/csv"})

    assert answer.status_code == 406
    assert answer.json()["detail"] == "This comes as application/json: say which in the header Accept."


def _lines(service: Served) -> int:
    with service.store.cursor() as cursor:
        row = cursor.execute("select count(*) from audit_log").fetchone()
    assert row is not None
    return row[0]
