"""A body that is nested however deep, or however wide, is refused in words and is no fault."""

import json

import pytest

CALLER = "coordinator/everyone+analyst/everyone+administrator/everyone"
ROUTES = {
    "POST /v1/people/searches": "text",
    "POST /v1/people/merges": "people",
    "POST /v1/runs": "criteria",
    "POST /v1/measures": "definition",
    "POST /v1/imports": "covers",
    "POST /v1/refused-rows/drops": "rows",
    "POST /v1/criteria/checks": "criteria_text",
    "POST /v1/criteria/sensitivities": "settings",
    "POST /v1/commands": "options",
}
LISTS, FIELDS = ("[", "]"), ('{"a":', "}")


def _post(served, what: str, content: str):
    headers = {"Content-Type": "application/json", "If-Match": "*"}
    return served.ask(CALLER, what, headers=headers, content=content)


def _nested(depth: int, kind: tuple[str, str]) -> str:
    return kind[0] * depth + "1" + kind[1] * depth


@pytest.mark.parametrize("what", ROUTES)
def test_a_body_nested_however_deep_is_refused(served, what):
    for depth in (25, 400, 600, 900, 960, 1_000, 3_000, 30_000):
        for kind in (LISTS, FIELDS):
            deep = _nested(depth, kind)
            for content in (f'{{"{ROUTES[what]}": {deep}}}', deep):
                answer = _post(served, what, content)
                assert answer.status_code in (400, 422), (depth, kind, answer.text)
                assert answer.headers["content-type"] == "application/problem+json"


def test_a_wide_body_is_refused_as_well(served):
    for content in ("[" + "[]," * 200_000 + "[]]", "[" + f"{_nested(15, LISTS)}," * 20_000 + "1]"):
        answer = _post(served, "POST /v1/people/searches", f'{{"text": {content}}}')
        assert answer.status_code == 422


@pytest.mark.parametrize("given", ["\ud800", {"\ud800": 1}], ids=["value", "name"])
def test_half_a_character_is_found_where_it_lies_deep(served, given):
    for depth, says in ((15, "half a character"), (25, "deeper than 20 levels")):
        nested = _nested(depth, LISTS).replace("1", json.dumps(given))
        answer = _post(served, "POST /v1/people/searches", f'{{"text": {nested}}}')
        assert answer.status_code == 422
        assert says in str(answer.json()["errors"])


def test_what_is_nested_as_a_command_is_taken(served):
    options = {"number": ["1"], "file": {"name": "x", "base64": "eA=="}}
    answer = _post(served, "POST /v1/commands", json.dumps({"command": "person show", "options": options}))
    assert "deeper" not in answer.text
