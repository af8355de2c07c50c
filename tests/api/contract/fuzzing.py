"""Requests made up from the OpenAPI document, with numbers that the store knows, and what must hold of each."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx2
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import schemas as _  # noqa: F401  while nothing else runs
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.contract.served import Served

MOST = 2**31 - 1
POSITIVE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NEGATIVE = [*POSITIVE, negative_data_rejection, missing_required_header, unsupported_method]
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example]


def known(service: Served) -> dict[str, list[Any]]:
    """What the store holds, by the name of the parameter or field that asks for it."""
    with httpx2.Client(base_url=service.url, headers={"Authorization": "Bearer all-roles"}) as client:
        refused = client.get("/v1/refused-rows").json()["items"]
        imports = client.get("/v1/imports").json()["items"]
        tables = client.get("/v1/reference").json()["items"]
        sent = client.post(
            "/v1/uploads",
            content=b"id\n1\n",
            headers={"Content-Disposition": 'attachment; filename="people.csv"'},
        )
        asked = client.post("/v1/runs/1/repeats", headers={"Idempotency-Key": str(uuid.uuid4())})
    people = list(range(1, 20))
    rows = [one["quarantine_id"] for one in refused]
    return {
        "person_id": people,
        "person": people,
        "people": people,
        "subjects": people,
        "run_id": [1, 2],
        "other_id": [1, 2],
        "row": rows,
        "rows": rows,
        "import_no": [one["batch_id"] for one in imports],
        "table_id": [one["id"] for one in tables],
        "job_id": [asked.json()["data"]["job_id"]],
        "upload_id": [sent.json()["data"]["upload_id"]],
        "criteria": ["bedfordshire", "fixed-flex-free"],
        "definition": ["bedfordshire"],
        "text": ["Smith", "A0001ZZ"],
        "area": ["Luton", "Bedford"],
        "cohort": ["fixed", "flex"],
        "list": ["proposed", "over_capacity"],
        "sort": ["person", "-rank"],
        "IOM-Purpose": ["selection"],
    }


def seeded(document: dict[str, Any], values: dict[str, list[Any]]) -> Any:
    """A schemathesis schema that asks for what the store knows in most of its requests, else for anything."""
    # who asks is ours to say
    paths = {
        path: {method: {k: v for k, v in one.items() if k != "security"} for method, one in operations.items()}
        for path, operations in document["paths"].items()
    }
    schema = schemathesis.openapi.from_dict({**document, "paths": paths})

    def filled(given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: _seed(values.get(name), value) for name, value in given.items()}

    @schema.hook("map_path_parameters")
    def map_path_parameters(_: Any, path_parameters: Any) -> Any:
        return filled(path_parameters)

    @schema.hook("map_query")
    def map_query(_: Any, query: Any) -> Any:
        return filled(query)

    @schema.hook("map_headers")
    def map_headers(_: Any, headers: Any) -> Any:
        return filled(headers)

    @schema.hook("map_body")
    def map_body(_: Any, body: Any) -> Any:
        return filled(body)

    return schema


def _seed(held: list[Any] | None, given: Any) -> Any:
    """What the store holds instead of a value that would do but that it hardly holds; others stay as they are."""
    if not held:
        return given
    if isinstance(given, list):
        return [_seed(held, one) for one in given]
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= MOST and isinstance(held[0], int):
        return held[given % len(held)] if given % 5 else given
    if isinstance(given, str) and isinstance(held[0], str) and len(given) <= 40 and len(given) % 5:
        return held[len(given) % len(held)]
    return given


def explore(schema: Any, service: Served, token: str, *, cases: int, wrong: int) -> list[str]:
    """Make requests of every operation as one caller; tell of each answer that is not as the document says.

    cases: of sound requests of each operation; wrong: of requests that break the document.
    """
    found: list[str] = []
    with requests.Session() as session:
        for result in schema.get_all_operations():
            operation = result.ok()
            for mode, many in ((GenerationMode.POSITIVE, cases), (GenerationMode.NEGATIVE, wrong)):
                if many and (mode is GenerationMode.POSITIVE or _can_be_wrong(operation)):
                    found += _tried(operation, service, session, token, mode, many)
    return found


def _can_be_wrong(operation: Any) -> bool:
    return bool(list(operation.iter_parameters())) or bool(operation.body)


def _tried(
    operation: Any, service: Served, session: requests.Session, token: str, mode: GenerationMode, many: int
) -> Iterator[str]:
    found: list[str] = []
    @settings(max_examples=many, phases=[Phase.generate], suppress_health_check=QUIET)
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        response = case.call(base_url=service.url, session=session, headers=headers, timeout=60)
        # refused as well, which the check of wrong requests does not know
        is_refused = response.status_code in (412, 413)
        checks = POSITIVE if mode is GenerationMode.POSITIVE or is_refused else NEGATIVE
        try:
            case.validate_response(response, checks=checks, headers=headers)
        except (AssertionError, BaseExceptionGroup) as error:
            found.append(f"{token}: {operation.label}: {error!r} {error}\n{case.as_curl_command()}")

    # what is asked for by headers alone cannot be asked for wrongly
    with suppress(Unsatisfiable):
        one()
    yield from found[:3]
