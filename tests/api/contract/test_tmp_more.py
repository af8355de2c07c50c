"""Requests of every kind, made up from the document, never meet a fault or an answer that it does not tell."""

from typing import Any

import pytest

from tests.api.contract.fuzzing import explore, known, seeded
from tests.api.contract.served import TOKENS, Served


@pytest.fixture(scope="session")
def schema(service: Served) -> Any:
    return seeded(service.openapi, known(service))


@pytest.mark.parametrize("token", TOKENS)
def test_every_operation_answers_every_role_as_the_document_says(
    schema: Any, service: Served, token: str
) -> None:
    found = explore(schema, service, token, cases=15, wrong=15)

    assert not found, "\n\n".join(found)
