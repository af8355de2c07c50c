"""Requests made up from the OpenAPI document, with what the store knows, and what must hold of each."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import schemas as _schemas  # noqa: F401  while nothing else runs
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


def no_fault(context: Any, response: Any, case: Any) -> bool | None:
    """No server error, but for being told to come back later: so much is asked here that queues fill."""
    if response.status_code == 503 and "retry-after" in response.headers:
        return None
    return not_a_server_error(context, response, case)


POSITIVE = [
    no_fault,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NEGATIVE = [*POSITIVE, negative_data_rejection, missing_required_header, unsupported_method]
QUIET = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
]


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
        path: {
            method: {k: v for k, v in one.items() if k != "security"} for method, one in operations.items()
        }
        for path, operations in document["paths"].items()
    }
    schema = schemathesis.openapi.from_dict({**document, "paths": paths})

    def filled(given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: _seed(values.get(name), value) for name, value in given.items()}

    @schema.hook("map_path_parameters")
    def map_path_parameters(context: Any, path_parameters: Any) -> Any:
        return filled(path_parameters)

    @schema.hook("map_query")
    def map_query(context: Any, query: Any) -> Any:
        return filled(query)

    @schema.hook("map_headers")
    def map_headers(context: Any, headers: Any) -> Any:
        return filled(headers)

    @schema.hook("map_body")
    def map_body(context: Any, body: Any) -> Any:
        return filled(body)

    return schema


def _seed(held: list[Any] | None, given: Any) -> Any:
    """What the store holds, for a value that would do but that it hardly holds; others stay as they are."""
    if not held:
        return given
    if isinstance(given, list):
        return [_seed(held, one) for one in given]
    if (
        isinstance(given, int)
        and not isinstance(given, bool)
        and 1 <= given <= MOST
        and isinstance(held[0], int)
    ):
        return held[given % len(held)] if given % 5 else given
    if isinstance(given, str) and isinstance(held[0], str) and len(given) <= 40 and len(given) % 5:
        return held[len(given) % len(held)]
    return given


def explore(schema: Any, service: Served, tokens: Sequence[str], *, cases: int, wrong: int) -> list[str]:
    """Make requests of every operation; tell of each answer that is not as the document says.

    cases: of sound requests of each operation, each by every caller; wrong: of requests that break the
    document, by the first.
    """
    found: list[str] = []
    with requests.Session() as session:
        for result in schema.get_all_operations():
            operation = result.ok()
            asking = _Asking(operation, service, session)
            # what is about nobody is the same whomever a caller may see
            is_of_people = operation.definition.raw.get("x-iom-reach") != "nobody"
            callers = [token for token in tokens if is_of_people or "-of-" not in token]
            found += asking.wrongs(GenerationMode.POSITIVE, callers, cases)
            found += asking.wrongs(GenerationMode.NEGATIVE, tokens[:1], wrong)
    return found


@dataclass(frozen=True)
class _Asking:
    operation: Any
    service: Served
    session: requests.Session

    def wrongs(self, mode: GenerationMode, tokens: Sequence[str], many: int) -> list[str]:
        """What was wrong with the answers to so many requests."""
        found: list[str] = []
        parameters = bool(list(self.operation.iter_parameters())) or bool(self.operation.body)
        if not many or (mode is GenerationMode.NEGATIVE and not parameters):
            return found

        @settings(max_examples=many, phases=[Phase.generate], suppress_health_check=QUIET)
        @given(case=self.operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            for token in tokens:
                if wrong := self._wrong(case, mode, token):
                    found.append(wrong)

        # what is asked for by headers alone cannot be asked for wrongly
        with suppress(Unsatisfiable):
            one()
        return found[:3]

    def _wrong(self, case: Any, mode: GenerationMode, token: str) -> str | None:
        headers = {"Authorization": f"Bearer {token}"}
        response = case.call(base_url=self.service.url, session=self.session, headers=headers, timeout=60)
        # refused as well, which the check of wrong requests does not know
        is_refused = response.status_code in (403, 412, 413)
        checks = POSITIVE if mode is GenerationMode.POSITIVE or is_refused else NEGATIVE
        try:
            case.validate_response(response, checks=checks, headers=headers)
        except (AssertionError, BaseExceptionGroup) as error:
            return f"{token}: {self.operation.label}: {error!r} {error}\n{case.as_curl_command()}"
        return None
