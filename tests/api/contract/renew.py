"""Renews the answers in api/examples.json and the golden OpenAPI document: python -m tests.api.contract.renew

Run it in the checkout after a change of the contract that is meant; what has changed shows in the diff.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import structlog

from tests.api.contract.examples import Examples, kept, operations, without_examples, written
from tests.api.contract.served import filled, served

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "api" / "examples.json"
GOLDEN = ROOT / "tests" / "api" / "golden" / "openapi.json"


def _drop(*_: object) -> object:
    raise structlog.DropEvent


def main() -> None:
    structlog.configure(processors=[_drop])
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        filled(Path(place))
        _renew(Path(place), examples)


def _renew(place: Path, examples: dict[str, Any]) -> None:
    with served(place) as service:
        making = Examples(service, examples)
        for name, (method, path, operation) in operations(service.openapi).items():
            answer = making.answer(name, method, path, operation)
            if answer.status_code >= 300:
                sys.exit(f"{name}: {answer.status_code} {answer.text}")
            examples[name]["answer"] = kept(answer)
        EXAMPLES.write_text(written(examples), encoding="utf-8", newline="\n")
        GOLDEN.write_text(written(without_examples(service.openapi)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
