"""What a role is not shown of a record is left out in words; what else a token says gives no role."""

import pytest

ALL_, NOT_C, NONE = ["C", "P"], ["P"], []


@pytest.mark.parametrize(
    ("caller", "handling", "police"),
    [
        ("analyst/everyone", ALL_, True),
        ("coordinator/everyone", NOT_C, True),
        ("panel_member/everyone", NONE, False),
        # what only one of two roles withholds is shown by the other
        ("coordinator/everyone+analyst/luton", ALL_, True),
        ("panel_member/everyone+coordinator/luton", NOT_C, True),
    ],
)
def test_intelligence_and_police_notes_are_shown_by_role_and_left_out_in_words(
    served, caller, handling, police
):
    answer = served.ask(caller, "GET /v1/people/1").json()
    shown, left_out = answer["data"], " ".join(answer["left_out"])
    assert sorted(one["handling"] for one in shown["intelligence"]) == handling
    assert bool(shown["identifiers"]) is police
    assert [one["person_id"] for one in shown["matches"]] == ([5] if police else [])
    assert ("Intelligence reports:" in left_out) is (handling == NONE)
    assert ("handling code C" in left_out) is (handling == NOT_C)
    assert ("Identifiers, systems' own keys and possible matches" in left_out) is (not police)


@pytest.mark.parametrize("what", ["GET /v1/people/1", "GET /v1/people/1/decisions"])
def test_that_decisions_of_others_are_left_out_is_said_to_those_alone_who_do_not_see_everyone(served, what):
    said = {
        caller: "Decisions that also concern people whom you may not see"
        in " ".join(served.ask(caller, what).json()["left_out"])
        for caller in ("panel_member/everyone", "panel_member/luton")
    }
    assert said == {"panel_member/everyone": False, "panel_member/luton": True}


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_keeps_the_service_going_or_checks_it_reads_no_record(served, role):
    for what in ("GET /v1/people/1", "GET /v1/people/1/offences", "GET /v1/people/1/risk", "GET /v1/matches"):
        assert served.ask(f"{role}/everyone", what).status_code == 403


ODD = [
    None,
    7,
    True,
    1.5,
    "",
    "coordinator",
    "coordinator/everyone,",
    " coordinator/everyone",
    "COORDINATOR/EVERYONE",
    "coordinator/everyone" * 10_000,
    {"coordinator/everyone": True},
    [["coordinator/everyone"]],
    [{"is": "coordinator/everyone"}],
    [None, 1, True, 2.5, []],
    ["coordinator/everyone\x00"],
    list(range(100_000)),
]


@pytest.mark.parametrize("groups", ODD, ids=range(len(ODD)))
def test_an_odd_claim_gives_no_role(served, groups):
    served.tokens.claims["odd"] = {
        "groups": groups,
        # names that mean something elsewhere mean nothing in a token
        "role": "coordinator",
        "roles": ["coordinator", "administrator"],
        "may": ["people.look"],
        "everyone": True,
        "areas": ["Luton"],
        "scope": "people.look runs.look",
        "local": "yes",
        "": "coordinator/everyone",
    }
    for what in ("GET /v1/me", "GET /v1/people/1", "GET /v1/runs", "GET /v1/audit"):
        assert served.ask("odd", what).status_code == 403


def test_a_claim_of_one_word_is_as_a_list_that_holds_it(served):
    for groups in ("coordinator/luton", ["x", 7, None, "coordinator/luton"]):
        served.tokens.claims["plain"] = {"groups": groups}
        told = served.ask("plain", "GET /v1/me").json()["data"]
        assert told["roles"] == ["coordinator"]
        assert told["everyone"] == []


def test_a_token_without_claims_or_with_other_claims_has_no_role(served):
    for claims in ({}, {"group": ["coordinator/everyone"]}, {"Groups": ["coordinator/everyone"]}):
        served.tokens.claims["other"] = claims
        assert served.ask("other", "GET /v1/me").status_code == 403
