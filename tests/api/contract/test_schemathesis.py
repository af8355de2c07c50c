"""Requests of every kind, made up from the document, meet no fault and no answer that it does not tell of."""

from pathlib import Path

import pytest

from tests.api.contract.conftest import Serving
from tests.api.contract.fuzzing import explore, known, seeded
from tests.api.contract.served import TOKENS, Served

# first the one who may do everything
EVERYONE = ("all-roles", *(token for token in TOKENS if token != "all-roles"))


@pytest.fixture(scope="module")
def own(partnership: Path, serving: Serving):
    """A service of these tests' own: they merge people and give up rows."""
    with serving(partnership, jobs_waiting_limit=3) as running:
        yield running


def test_every_operation_answers_every_role_as_the_document_says(own: Served) -> None:
    found = explore(seeded(own.openapi, known(own)), own, EVERYONE, cases=1, wrong=0)

    assert not found, "\n\n".join(found)


def test_what_breaks_the_document_is_refused(own: Served) -> None:
    found = explore(seeded(own.openapi, known(own)), own, EVERYONE[:1], cases=0, wrong=1)

    assert not found, "\n\n".join(found)


def test_a_status_that_the_document_does_not_tell_of_is_found(own: Served) -> None:
    operation = {**own.openapi["paths"]["/v1/runs"]["get"]}
    operation["responses"] = {
        status: said for status, said in operation["responses"].items() if status != "403"
    }
    untold = {**own.openapi, "paths": {"/v1/runs": {"get": operation}}}

    (found,) = explore(seeded(untold, {}), own, ["nobody"], cases=1, wrong=0)

    assert found.startswith("nobody: GET /v1/runs") and "Undocumented" in found


@pytest.mark.long
def test_many_requests_of_every_operation_are_answered_as_the_document_says(own: Served) -> None:
    found = explore(seeded(own.openapi, known(own)), own, EVERYONE, cases=25, wrong=50)

    assert not found, "\n\n".join(found)
