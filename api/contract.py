"""The OpenAPI document: what each operation can answer, in which forms, with names and examples."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from api.answers import BASIS_HEADERS, CSV, JSON, PARQUET
from api.contract_words import (
    ALSO,
    BULK,
    HEADERS,
    MEANS,
    NAMES,
    OTHER_FORMS,
    PROBLEM_HEADERS,
    TAGS,
    UNTAGGED,
)
from api.forms import forms_of
from api.problems import MEDIA_TYPE, TITLES, FieldProblem, Problem

Json = dict[str, Any]
_REF = "#/components/schemas/"
# What is no JSON has no fields to describe.
_SCHEMAS: Json = {form: {"schema": {"type": "string"}} for form in (CSV, *OTHER_FORMS.values())} | {
    PARQUET: {"schema": {"type": "string", "format": "binary"}}
}
_IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer that you have: 304 if it is still the same.",
    "schema": {"type": "string"},
}


def described(made: Json) -> Json:
    """What the framework made of the routes, made good enough to generate a client from."""
    schemas: Json = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                status: given for status, given in operation["responses"].items() if status.startswith("2")
            }
    for model in (Problem, FieldProblem):
        schemas[model.__name__] = model.model_json_schema(ref_template=_REF + "{model}")
        schemas[model.__name__].pop("$defs", None)
    made = _renamed(_without_titles(made))
    made["tags"] = TAGS
    made["components"]["responses"] = {
        _called(status): _problem(status) for status in sorted(TITLES) if status in MEANS
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _describe(operation, path, method)
    return made


@cache
def examples() -> Json:
    """By operation: the parameters and body of a request, and what the small store of the tests answers."""
    return json.loads((files("api") / "examples.json").read_text(encoding="utf-8"))


def _describe(operation: Json, path: str, method: str) -> None:
    name, given = operation["operationId"], operation["responses"]
    (good,) = given
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        _require(parameter)
    responses = {good: _good(name, method, good, given[good])}
    responses |= {
        str(status): {"$ref": f"#/components/responses/{_called(status)}"}
        for status in _statuses(operation, path)
    }
    if method == "get" and name not in UNTAGGED:
        parameters.append(_IF_NONE_MATCH)
        responses["304"] = {"description": "You have it already.", "headers": _headers("ETag")}
    operation["responses"] = dict(sorted(responses.items()))
    if not parameters:
        del operation["parameters"]
    _show(operation, good, examples().get(name, {}))


def _require(parameter: Json) -> None:
    """Say of a header that the service asks for with an answer of its own that it is needed."""
    if parameter["schema"].pop("x-needed", False):
        parameter["required"] = True
        parameter["schema"] = {"type": "string", "minLength": 1} | {
            name: value for name, value in parameter["schema"]["anyOf"][0].items() if name != "type"
        }


def _statuses(operation: Json, path: str) -> set[int]:
    """What can go wrong, from what the operation asks for."""
    names = {one["name"] for one in operation.get("parameters", [])}
    # 400: of any, a parameter or header that is sent twice
    found = {400, 421, *ALSO.get(operation["operationId"], ())}
    if "security" in operation:
        found |= {401, 403, 406, 422, 429, 503}
    if "{" in path:
        found.add(404)
    if "requestBody" in operation:
        found.add(413)
    if "If-Match" in names:
        found |= {412, 428}
    return found


def _good(name: str, method: str, status: str, given: Json) -> Json:
    answered: Json = given.get("content", {}).get(JSON, {})
    is_list = answered.get("schema", {}).get("$ref", "").endswith("Page")
    content = {form: _SCHEMAS.get(form, answered) for form in forms_of(name, is_list=is_list)}
    headers = [] if name in UNTAGGED else ["ETag"]
    if name == "export_refused_rows":
        headers += [*BASIS_HEADERS, "IOM-Begins-As-Formula"]
    if CSV in content and JSON in content:
        headers += [*BASIS_HEADERS, "IOM-Left-Out"]
        headers += ["IOM-Next-Cursor"] if name not in BULK else []
    if status == "202" and method == "post":
        headers.append("Location")
    if method == "post":
        headers.append("Idempotency-Replayed")
    made: Json = {"description": MEANS[int(status)], "content": content}
    return made | ({"headers": _headers(*headers)} if headers else {})


def _called(status: int) -> str:
    return "".join(word.capitalize() for word in TITLES[status].split())


def _problem(status: int) -> Json:
    made: Json = {
        "description": f"{TITLES[status]}. {MEANS[status]}".strip(),
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF + Problem.__name__}}},
    }
    named = PROBLEM_HEADERS.get(status)
    return made | ({"headers": _headers(named)} if named else {})


def _headers(*names: str) -> Json:
    return {name: {"description": HEADERS[name], "schema": {"type": "string"}} for name in names}


def _show(operation: Json, good: str, example: Mapping[str, Any]) -> None:
    """Put an example into the places where a reader, or a program, looks for it."""
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    if "body" in example:
        for form in operation["requestBody"]["content"].values():
            form["example"] = example["body"]
    if "answer" in example:
        form = next(iter(operation["responses"][good]["content"].values()))
        form["example"] = example["answer"]


def _without_titles(value: Any) -> Any:
    """Without the titles that only repeat a name."""
    if isinstance(value, dict):
        is_schema = "properties" not in value or "type" in value
        return {
            key: _without_titles(item)
            for key, item in value.items()
            if not (key == "title" and isinstance(item, str) and is_schema and "version" not in value)
        }
    return [_without_titles(item) for item in value] if isinstance(value, list) else value


def _renamed(made: Json) -> Json:
    """With schemas called as a reader would: Answer_Run_ is RunAnswer."""
    schemas: Json = made["components"]["schemas"]
    names = {old: _name(old) for old in schemas}
    for old, new in names.items():
        if others := [one for one in names if one != old and names[one] == new]:
            raise RuntimeError(f"two schemas would have the name {new}: {old}, {', '.join(others)}")
    made = _pointed(made, names)
    found = {names[old]: schema for old, schema in made["components"]["schemas"].items()}
    made["components"]["schemas"] = dict(sorted(found.items()))
    return made


def _name(old: str) -> str:
    if old in NAMES:
        return NAMES[old]
    for envelope in ("Answer", "Page"):
        inner = old.removeprefix(f"{envelope}_").removesuffix("_")
        if f"{envelope}_{inner}_" == old:
            return f"{NAMES.get(inner, inner)}{envelope}"
    return old


def _pointed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: _REF + names[item.removeprefix(_REF)]
            if key == "$ref" and isinstance(item, str)
            else _pointed(item, names)
            for key, item in value.items()
        }
    return [_pointed(item, names) for item in value] if isinstance(value, list) else value
