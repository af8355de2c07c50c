"""What a room says to whoever gives commands is told by the service in words of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.words import of_the_service
from iom.errors import IomError
from tests.api.access import world

ROOT = Path(__file__).parents[3]
ALL = "coordinator/everyone"
ANALYST = "analyst/everyone"
# Rooms whose errors a route can meet; not what commands alone ask of them.
ROOMS = ("people", "measures", "risk", "selection", "reports", "intake", "store/derived.py")
NOT_ASKED = {"sampling.py", "drafting.py", "health.py"}
# Documents are begun on one's own machine, without a service.
LEFT = re.compile(r"iom criteria new|iom mapping suggest FILE")
FOREIGN = re.compile(r"\biom [a-z]+\b|(?<![\w-])--[a-z]|`iom")


def _said() -> Iterator[tuple[str, str]]:
    """Every text of the rooms' code but what describes it, by where it stands; for what it fills in, a 7."""
    for room in ROOMS:
        place = ROOT / "iom" / room
        for path in [place] if place.suffix else sorted(place.rglob("*.py")):
            if path.name in NOT_ASKED:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)} | {
                id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
            }
            for node in ast.walk(tree):
                if id(node) in described:
                    continue
                match node:
                    case ast.Constant(value=str(text)):
                        yield f"{path.name}:{node.lineno}", text
                    case ast.JoinedStr(values=parts):
                        yield (
                            f"{path.name}:{node.lineno}",
                            "".join(
                                str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts
                            ),
                        )


def test_no_error_that_a_route_can_meet_speaks_of_commands_or_options():
    texts = list(_said())
    assert sum(bool(FOREIGN.search(text)) for _, text in texts) > 20
    told = {place: LEFT.sub("", of_the_service(text)) for place, text in texts}
    assert {place: text for place, text in told.items() if FOREIGN.search(text)} == {}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("See: iom run list", "See: GET /v1/runs"),
        (
            "undo that one: iom people undo 12. Or: iom people undoing",
            "undo that one: POST /v1/people/undoings. Or: iom people undoing",
        ),
        (
            "Show it with: iom person 12; before, with --known-at.",
            "Show it with: GET /v1/people/12; before, with known_at.",
        ),
        ("give --from and --to, or --batch: 1", "give first and last, or import_no: 1"),
        ("a dash -- and a-b--c stay", "a dash -- and a-b--c stay"),
        ("See: iom rights list", "See: POST /v1/commands, rights list"),
    ],
)
def test_commands_are_told_as_routes_and_options_as_fields(said, told):
    assert of_the_service(said) == told


def test_each_route_that_is_named_is_there(served):
    import api.words

    paths = served.ask(None, "GET /v1/openapi.json").json()["paths"]
    there = {f"{method.upper()} {path}" for path, ways in paths.items() for method in ways}
    for _, route in api.words._ROUTES:
        told = re.sub(r"\\1", "ID", route).replace("GET /v1/people/ID", "GET /v1/people/{person_id}")
        told = told.replace("/reference/ID/", "/reference/{table_id}/").partition("?")[0]
        for one in re.split(" or (?=/)|, ", told):
            path = one if " " in one else f"POST {one}"
            assert path in there or one == "ID", one


def _detail(answer) -> str:
    assert 400 <= answer.status_code < 500, answer.text
    return answer.json()["detail"]


def test_refusals_of_decisions_name_routes_and_fields(own_served):
    served = own_served()
    body = {"people": [1, 4], "reason": "one"}
    says = _detail(served.ask(ALL, "POST /v1/people/merges", body, headers=served.tag(ALL, 1, 4)))
    assert "GET /v1/matches?person=4" in says and "say so with despite" in says
    undone = {"decision": world.UNDONE_MERGE, "reason": "no"}
    says = _detail(served.ask(ALL, "POST /v1/people/undoings", undone, headers=served.tag(ALL, 2, 4)))
    assert says.endswith("undo that one: POST /v1/people/undoings")
    for text in (
        _detail(served.ask(ALL, "GET /v1/people/9?known_at=2026-11-23T12:00:00Z")),
        _detail(served.ask(ALL, "GET /v1/people/999")),
    ):
        assert not FOREIGN.search(text)


def test_what_a_job_failed_of_names_fields_and_that_of_a_command_options(own_served, monkeypatch):
    from api.routes import criteria

    served = own_served()
    body = {"criteria_text": world.CRITERIA, "as_at": "2026-10-31", "area": "Lutn"}
    ended = served.ended(ANALYST, served.ask(ANALYST, "POST /v1/criteria/sensitivities", body))
    assert ended["state"] == "failed"
    assert ended["problem"].startswith("area: ")

    def fails(*_, **__):
        raise IomError("None can be tried. See: iom coverage")

    monkeypatch.setattr(criteria, "try_months", fails)
    asked = {"criteria_text": world.CRITERIA, "first": "2026-10-01", "last": "2026-10-31"}
    ended = served.ended(ANALYST, served.ask(ANALYST, "POST /v1/criteria/backtests", asked))
    assert ended["problem"] == "None can be tried. See: GET /v1/coverage"
    options = {"command": "person show", "options": {"number": "999"}}
    ended = served.ended(ALL, served.ask(ALL, "POST /v1/commands", options))
    said = served.ask(ALL, f"GET /v1/commands/{ended['result']['answer_id']}").json()["data"]["lines"]
    assert "iom person find" in str(said)
