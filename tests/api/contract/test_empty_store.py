"""A service whose store holds no import yet answers each look in a way that the document tells of."""

from pathlib import Path
from typing import Any

import httpx2

from api.contract import examples
from tests.api.contract.conftest import Serving
from tests.api.contract.examples import operations


def test_every_look_at_a_store_without_imports_is_answered_as_documented(
    furnished_template: Path, serving: Serving
) -> None:
    wrong: list[str] = []
    empty: set[str] = set()
    with (
        serving(furnished_template) as service,
        httpx2.Client(base_url=service.url, headers={"Authorization": "Bearer all-roles"}) as client,
    ):
        for name, (method, path, operation) in operations(service.openapi).items():
            if "202" in operation["responses"] or name == "upload_file":
                continue
            parameters: dict[str, Any] = examples()[name]["parameters"]
            asked = {key: value for key, value in parameters.items() if f"{{{key}}}" not in path}
            headers = {key: str(asked.pop(key)) for key in list(asked) if key[0].isupper()}
            content = {"json": examples()[name]["body"]} if "body" in examples()[name] else {}
            answer = client.request(
                method, path.format(**parameters), params=asked, headers=headers, **content
            )
            if str(answer.status_code) not in operation["responses"] or answer.status_code == 503:
                wrong.append(f"{name}: {answer.status_code} {answer.text[:200]}")
            if answer.status_code == 409:
                empty.add(name)
        documented = {
            name
            for name, (method, _, one) in operations(service.openapi).items()
            if "409" in one["responses"] and method.upper() != "DELETE" and not _changes(one)
        }

    assert documented == empty
    assert not wrong, "\n".join(wrong)


def _changes(operation: dict[str, Any]) -> bool:
    return any(
        one["name"] == "Idempotency-Key" and one["required"] for one in operation.get("parameters", ())
    )
