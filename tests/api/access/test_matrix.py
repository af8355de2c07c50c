"""Every route by every role and scope: allowed or not, as it stands in the table here and not in the code."""

import re
from inspect import Parameter, Signature

import pytest
from fastapi import APIRouter

from api import app as service
from api.routes import people
from iom.access import Reach, decide
from tests.api.access.serving import ROLES, SCOPES

LONG = "x" * 201
C, A, P, U, K, R = ROLES
# everyone: for a caller who may see everyone; any: for any grant of a role that may; open: for all.
# The request stops right behind the door (422) where an answer would take long: it passed if it got so far.
TABLE = {
    "POST /v1/people/searches": ("any", (C, A, R), "", 422),
    "GET /v1/people/{person_id}": ("any", (C, A, P, R), "/v1/people/0", 422),
    "GET /v1/people/{person_id}/offences": ("any", (C, A, P, R), "/v1/people/0/offences", 422),
    "GET /v1/people/{person_id}/risk": ("any", (C, A, P), "/v1/people/0/risk", 422),
    "GET /v1/people/{person_id}/decisions": ("any", (C, A, P, R), "/v1/people/0/decisions", 422),
    "GET /v1/matches": ("any", (C, A), "/v1/matches?limit=0", 422),
    "POST /v1/people/merges": ("any", (C, A), "", 422),
    "POST /v1/people/separations": ("any", (C, A), "", 422),
    "POST /v1/people/splits": ("any", (C, A), "", 422),
    "POST /v1/people/undoings": ("any", (C, A), "", 422),
    "GET /v1/runs": ("any", (C, A, P, U), "/v1/runs?limit=0", 422),
    "POST /v1/runs": ("everyone", (C, A), "", 422),
    "GET /v1/runs/{run_id}": ("any", (C, A, P, U), "/v1/runs/0", 422),
    "GET /v1/runs/{run_id}/proposals": ("any", (C, A, P, U), "/v1/runs/0/proposals", 422),
    "GET /v1/runs/{run_id}/reasons": ("any", (C, A, P, U), "/v1/runs/0/reasons", 422),
    "GET /v1/runs/{run_id}/attrition": ("any", (C, A, P, U), "/v1/runs/0/attrition", 422),
    "GET /v1/runs/{run_id}/near-misses": ("any", (C, A, P, U), "/v1/runs/0/near-misses", 422),
    "GET /v1/runs/{run_id}/people/{person_id}": ("any", (C, A, P, U), "/v1/runs/1/people/0", 422),
    "GET /v1/runs/{run_id}/differences/{other_id}": ("any", (C, A, P, U), "/v1/runs/1/differences/0", 422),
    "POST /v1/runs/{run_id}/repeats": ("everyone", (C, A), "/v1/runs/0/repeats", 422),
    "GET /v1/criteria": ("any", (C, A, P, U), "", 200),
    "POST /v1/criteria/checks": ("everyone", (C, A), "", 422),
    "POST /v1/criteria/explanations": ("any", (C, A, P, U), "", 422),
    "POST /v1/criteria/sensitivities": ("everyone", (C, A), "", 422),
    "POST /v1/criteria/backtests": ("everyone", (C, A), "", 422),
    "POST /v1/measures": ("everyone", (A,), "", 422),
    "GET /v1/risk": ("everyone", (A,), "", 422),
    "GET /v1/risk/calibration": ("everyone", (A,), "", 422),
    "GET /v1/risk/recalibration": ("everyone", (A,), "", 422),
    "GET /v1/imports": ("any", (C, A, U, K), "/v1/imports?limit=0", 422),
    "GET /v1/coverage": ("any", (C, A, U, K), "/v1/coverage?limit=0", 422),
    "POST /v1/imports": ("everyone", (A, K), "", 422),
    "POST /v1/uploads": ("everyone", (A, K), "", 422),
    "GET /v1/refused-rows": ("everyone", (A,), "/v1/refused-rows?limit=0", 422),
    "GET /v1/refused-rows/export": ("everyone", (A,), "/v1/refused-rows/export?import_no=0", 422),
    "GET /v1/refused-rows/{row}": ("everyone", (A,), "/v1/refused-rows/0", 422),
    "POST /v1/refused-rows/drops": ("everyone", (A,), "", 422),
    "GET /v1/reference": ("any", (C, A, P, U, K), "/v1/reference?limit=0", 422),
    "GET /v1/reference/history": ("any", (C, A, P, U, K), "/v1/reference/history?limit=0", 422),
    "GET /v1/reference/{table_id}": ("any", (C, A, P, U, K), f"/v1/reference/{LONG}", 422),
    "GET /v1/reference/{table_id}/rows": ("any", (C, A, P, U, K), f"/v1/reference/{LONG}/rows", 422),
    "GET /v1/audit": ("everyone", (U, K), "/v1/audit?limit=0", 422),
    "POST /v1/audit/verifications": ("everyone", (U, K), "", 422),
    "GET /v1/jobs": ("any", ROLES, "/v1/jobs?limit=0", 422),
    "GET /v1/jobs/{job_id}": ("any", ROLES, f"/v1/jobs/{LONG}", 422),
    "DELETE /v1/jobs/{job_id}": ("any", ROLES, f"/v1/jobs/{LONG}", 422),
    "GET /v1/commands": ("any", ROLES, "/v1/commands?limit=0", 422),
    "POST /v1/commands": ("any", ROLES, "", 422),
    "GET /v1/commands/{answer_id}": ("any", ROLES, f"/v1/commands/{LONG}", 422),
    "DELETE /v1/commands/{answer_id}": ("any", ROLES, f"/v1/commands/{LONG}", 422),
    "GET /v1/commands/{answer_id}/files/{number}": ("any", ROLES, f"/v1/commands/{LONG}/files/0", 422),
    "GET /v1/me": ("any", ROLES, "", 200),
    "GET /metrics": ("any", (U, K), "", 200),
    "GET /health/live": ("open", (), "", 200),
    "GET /health/ready": ("open", (), "", 200),
    "GET /v1/openapi.json": ("open", (), "", 200),
}


def asked(served, caller) -> dict[str, int]:
    """What each route of the table answers to a caller."""
    declared = [
        (route.partition(" ")[0], path or route.partition(" ")[2]) for route, (_, _, path, _) in TABLE.items()
    ]
    # a key that is too long, and a file's name: what has neither body nor number stops behind the door too
    headers = {"Idempotency-Key": LONG, "Content-Disposition": "x" * 501}
    return dict(
        zip(TABLE, served.statuses(caller, [f"{m} {path}" for m, path in declared], headers), strict=True)
    )


def test_every_route_stands_in_the_table_and_none_besides():
    assert set(service.routes()) == set(TABLE)


def test_a_method_that_an_address_does_not_do_is_answered_405_with_those_that_it_does(served):
    methods: dict[str, set[str]] = {}
    for route in TABLE:
        method, _, path = route.partition(" ")
        methods.setdefault(path, set()).add(method)
    del methods["/v1/openapi.json"]
    for path, done in methods.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - done:
            address = re.sub(r"\{\w+\}", "1", path)
            answer = served.client.request(method, address)
            assert answer.status_code == 405, (method, address)
            assert answer.headers["allow"] == ", ".join(sorted(done)), (method, address)
            assert answer.headers["content-type"] == "application/problem+json"
    assert served.ask(A + "/everyone", "GET /v1/people/searches").status_code == 405
    assert served.ask(A + "/everyone", "GET /v1/people/0").status_code == 422


def test_nothing_is_served_beside_these_routes(served):
    beside = {one.path for one in served.app.routes if hasattr(one, "path")}
    assert beside - {route.partition(" ")[2] for route in TABLE} == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_role_and_scope_pass_the_doors_of_the_table_and_no_other(served, role, scope):
    expected = {}
    for route, (reach, roles, _, past) in TABLE.items():
        may = role in roles and (scope == "everyone" or (reach == "any" and scope != "none"))
        expected[route] = past if may or reach == "open" else 403
    assert asked(served, f"{role}/{scope}") == expected


@pytest.mark.parametrize("token", [None, "nobody"])
def test_without_a_token_or_with_one_of_nobody_only_the_open_routes_answer(served, token):
    expected = {route: past if reach == "open" else 401 for route, (reach, _, _, past) in TABLE.items()}
    assert asked(served, token) == expected
    answer = served.ask(token, "GET /v1/me")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_two_roles_together_open_what_each_opens_and_not_what_only_both_would(served):
    # the analyst sees Luton, the panel member everyone: nobody's measures of everyone come of it
    caller = "analyst/luton+panel_member/everyone"
    assert asked(served, caller)["POST /v1/measures"] == 403
    assert served.ask(caller, "GET /v1/people/3").status_code == 200
    assert served.ask(caller, "GET /v1/matches?person=3").status_code == 404


def test_a_caseload_is_nobodys_for_a_token_that_does_not_say_whose(served):
    for worker in (None, "", 7, True, ["kestrel"], {"is": "kestrel"}):
        served.tokens.claims["odd"] = {"groups": ["coordinator/caseload"], "worker": worker}
        assert served.ask("odd", "GET /v1/runs").status_code == 403
        assert served.ask("odd", "GET /v1/people/1").status_code == 403


@pytest.mark.parametrize(("doors", "says"), [((), "0 doors"), ((people.Look, people.Find), "2 doors")])
def test_a_route_without_a_door_or_with_two_is_refused_at_the_start(monkeypatch, doors, says):
    def bare(**calls: object) -> None:
        """Of no use."""

    asked_for = [
        Parameter(f"call{n}", Parameter.KEYWORD_ONLY, annotation=door) for n, door in enumerate(doors)
    ]
    monkeypatch.setattr(bare, "__signature__", Signature(asked_for), raising=False)
    router = APIRouter()
    router.get("/v1/bare")(bare)
    monkeypatch.setattr(service, "_routers", lambda _: (router,))
    with pytest.raises(RuntimeError, match=says):
        service.routes()


def test_which_rule_refuses_is_for_the_log_and_not_for_the_caller(served):
    access = served.app.state.service.access
    caller = served.tokens.caller_of("auditor/everyone")
    refused = decide(access, caller, "people.look", Reach.PEOPLE)
    assert refused.rule == "none of the roles held (auditor) may people.look"
    assert not refused.allowed
    answer = served.ask("auditor/everyone", "GET /v1/people/1").json()
    assert answer["detail"] == "Your role does not take you here."
    assert "people.look" not in str(answer)
