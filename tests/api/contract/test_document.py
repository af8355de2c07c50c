"""The OpenAPI document: what a client can be generated from, and no change of it unseen."""

import re
from typing import Any

import httpx2
import jsonschema_rs
import pytest

from api.contract import examples
from tests.api.contract.conftest import Serving
from tests.api.contract.examples import Examples, kept, operations, shape, without_examples, written
from tests.api.contract.renew import GOLDEN
from tests.api.contract.served import Served

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture(scope="module")
def every(service: Served) -> dict[str, tuple[str, str, dict[str, Any]]]:
    return operations(service.openapi)


def test_the_contract_is_the_one_that_was_agreed(service: Served) -> None:
    """Meant to change? python -m tests.api.contract.renew"""
    agreed = GOLDEN.read_text(encoding="utf-8")

    assert written(without_examples(service.openapi)) == agreed, "python -m tests.api.contract.renew"


def test_every_operation_and_parameter_is_described_and_has_an_example(
    every: dict[str, tuple[str, str, dict[str, Any]]],
) -> None:
    assert examples().keys() == every.keys()
    for name, (_, _, operation) in every.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
        assert operation["summary"] and operation["description"], name
        assert all(one.get("description") for one in operation.get("parameters", ())), name
        for form in operation.get("requestBody", {}).get("content", {}).values():
            assert form["example"], name
        for parameter in operation.get("parameters", ()):
            assert "example" in parameter or not parameter["required"], (name, parameter["name"])


def test_errors_are_documented_as_problems_and_only_where_they_can_come(
    service: Served, every: dict[str, tuple[str, str, dict[str, Any]]]
) -> None:
    problems = service.openapi["components"]["responses"]
    assert all(one["content"] == PROBLEM for one in problems.values())
    for name, (method, path, operation) in every.items():
        statuses = {int(status) for status in operation["responses"]}
        for status in statuses:
            if status >= 400:
                ref = operation["responses"][str(status)]["$ref"]
                assert ref.removeprefix("#/components/responses/") in problems, (name, status)
        assert 500 not in statuses and len([one for one in statuses if one < 300]) == 1
        if method == "get":
            assert not statuses & {412, 413, 428}, name
        if "{" not in path and "security" in operation and method == "get" and name != "list_matches":
            assert 404 not in statuses, name
        assert ("security" in operation) == ({401, 403} <= statuses), name


def test_schemas_have_names_that_a_reader_knows(service: Served) -> None:
    names = service.openapi["components"]["schemas"]

    assert not [name for name in names if not re.fullmatch(r"([A-Z][a-z]+)+", name)]
    assert {"ProposalPage", "RunAnswer", "PersonPageAnswer", "Problem", "Basis"} <= names.keys()


def test_the_forms_of_tables_are_documented(every: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    forms = {name: set(one["responses"]["200"]["content"]) for name, (_, _, one) in every.items() if
             "200" in one["responses"]}  # fmt: skip

    assert forms["list_proposals"] == {"application/json", "text/csv"}
    for name in ("list_reasons", "export_risk", "export_measures"):
        assert forms[name] == {"application/json", "text/csv", "application/vnd.apache.parquet"}
    assert forms["export_refused_rows"] == {"text/csv"}


def test_every_example_is_answered_as_the_document_says(partnership: Any, serving: Serving) -> None:
    wrong: list[str] = []
    with serving(partnership) as service:
        making, components = Examples(service, examples()), service.openapi["components"]
        for name, (method, path, operation) in operations(service.openapi).items():
            answer = making.answer(name, method, path, operation)
            said = operation["responses"].get(str(answer.status_code))
            form = answer.headers["content-type"].partition(";")[0]
            if answer.status_code >= 300 or said is None or form not in said["content"]:
                wrong.append(f"{name}: {answer.status_code} {form} {answer.text[:300]}")
                continue
            if form == "application/json":
                example = said["content"][form]["example"]
                wrong += [
                    f"{name}: {error.instance_path} {error.message[:300]}"
                    for value in (answer.json(), example)
                    for error in _broken(said["content"][form]["schema"], components, value)
                ]
                if not _alike(shape(kept(answer)), shape(example)):
                    wrong.append(f"{name}: answers in another shape than its example has")

    assert not wrong, "\n".join(wrong)


def test_a_page_that_the_caller_has_is_not_sent_again(service: Served) -> None:
    with httpx2.Client(base_url=service.url, headers={"Authorization": "Bearer analyst"}) as client:
        tag = client.get("/v1/runs").headers["etag"]
        again = client.get("/v1/runs", headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def _alike(one: Any, other: Any) -> bool:
    """Whether two shapes have the same names wherever both show any."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return all(_alike(*pair) for pair in zip(one, other, strict=False))
    return True


def _broken(schema: Any, components: Any, value: Any) -> Any:
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": components}, validate_formats=True
    )
    return list(validator.iter_errors(value))[:3]
