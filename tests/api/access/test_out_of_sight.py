"""Whoever is out of sight answers exactly as nobody does; lists and the log name only those who are shown."""

import json
import re

import pytest

from tests.api.access.serving import statements_counted
from tests.api.access.world import ALL, SEEN

NOBODY = 999
# what makes an answer to a caller of one scope; two callers of it get the same
SCOPES = ("luton", "probation", "caseload", "two", "narrow")
OF_A_PERSON = (
    "GET /v1/people/{0}",
    "GET /v1/people/{0}?as_at=2026-10-31&known_at=2026-11-23T12:00:00Z",
    "GET /v1/people/{0}/offences",
    "GET /v1/people/{0}/offences?sort=severity&status=charged",
    "GET /v1/people/{0}/risk",
    "GET /v1/people/{0}/decisions",
    "GET /v1/matches?person={0}",
    "GET /v1/runs/2/people/{0}",
    "GET /v1/runs/99/people/{0}",
)
BODIES = {
    "POST /v1/people/merges": lambda person: {"people": [1, person], "reason": "one"},
    "POST /v1/people/separations": lambda person: {"people": [1, person], "reason": "two"},
    "POST /v1/people/splits": lambda person: {"person": person, "subjects": [person], "reason": "another"},
}
HEADERS = (
    {},
    {"Accept": "text/csv"},
    {"Accept": "image/png"},
    {"If-None-Match": "*"},
    {"If-Match": '"of somebody"'},
)


def whole(answer) -> tuple:
    """All of an answer that a caller can compare."""
    kept = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, kept, answer.content


def _anothers(served) -> dict[str, str]:
    """The tags of everyone's pages, as they are for one who sees everyone."""
    return served.tag("coordinator/everyone", *sorted(ALL))


def named(answer) -> set[int]:
    """Every person whom an answer names, in whatever field."""
    found: set[int] = set()

    def walk(value, name=""):
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, key)
        elif isinstance(value, list):
            for item in value:
                walk(item, name)
        elif isinstance(value, int) and ("person" in name or name.startswith("people")):
            found.add(value)

    walk({key: value for key, value in answer.json().items() if key != "basis"})
    return found


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_a_person_out_of_sight_answers_as_nobody_does(served, headers):
    for what in OF_A_PERSON:
        unseen, nobody = (
            served.ask("coordinator/luton", what.format(person), headers=headers) for person in (3, NOBODY)
        )
        assert whole(unseen) == whole(nobody), what
        takes = headers.get("Accept", "*/*")
        is_list = any(word in what for word in ("offences", "decisions", "matches"))
        is_a_form = takes == "*/*" or (takes == "text/csv" and is_list)
        assert unseen.status_code == (404 if is_a_form else 406), what


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_opens_its_people_alone(served, scope):
    lists = ("GET /v1/runs/2/proposals", "GET /v1/runs/2/near-misses")
    seen = [named(served.ask(f"panel_member/{scope}", what)) for what in lists]
    assert set().union(*seen) == SEEN[scope]
    for person, status in ((min(SEEN[scope]), 200), (min(ALL - SEEN[scope]), 404)):
        answer = served.ask(f"panel_member/{scope}", f"GET /v1/people/{person}/decisions")
        assert answer.status_code == status


@pytest.mark.parametrize("what", OF_A_PERSON[:-1])
def test_a_person_in_sight_is_shown(served, what):
    assert served.ask("coordinator/luton", what.format(1)).status_code == 200


@pytest.mark.parametrize("what", BODIES)
def test_a_decision_on_a_person_out_of_sight_answers_as_one_on_nobody(served, what):
    rows = served.rows("select count(*) from person_decision")
    seen = served.tag("coordinator/luton", 1)
    known = {"If-Match": f"{seen['If-Match']}, {_anothers(served)['If-Match']}"}
    for headers, status in (({}, 428), ({"If-Match": "*"}, 412), (seen, 404), (known, 404)):
        unseen, nobody = (
            served.ask("coordinator/luton", what, BODIES[what](person), headers=headers)
            for person in (3, NOBODY)
        )
        assert whole(unseen) == whole(nobody)
        assert unseen.status_code == (404 if headers and "splits" in what else status)
        assert "3" not in str(unseen.json()["errors"])
    assert served.rows("select count(*) from person_decision") == rows


def test_a_decision_of_people_out_of_sight_is_undone_as_little_as_one_that_was_never_made(served):
    for headers, status in (({}, 428), ({"If-Match": "*"}, 404), (_anothers(served), 404)):
        asked = [
            served.ask(
                "coordinator/luton",
                "POST /v1/people/undoings",
                {"decision": number, "reason": "no"},
                headers=headers,
            )
            for number in (1, 2, 4, NOBODY)
        ]
        assert len({str(whole(answer)) for answer in asked}) == 1
        assert asked[0].status_code == status


@pytest.mark.parametrize("what", [*OF_A_PERSON, *BODIES])
def test_no_statement_more_or_less_tells_a_person_out_of_sight_from_nobody(served, what):
    tag = served.tag("coordinator/luton", 1)

    def statements(person: int) -> list[str]:
        with statements_counted(served) as seen:
            if what in BODIES:
                served.ask("coordinator/luton", what, BODIES[what](person), headers=tag)
            else:
                served.ask("coordinator/luton", what.format(person))
        return seen

    assert statements(3) == statements(NOBODY)
    assert statements(3)


def test_the_log_has_no_line_of_a_look_that_showed_nothing(served):
    before = served.last_line()
    for what in OF_A_PERSON:
        served.ask("coordinator/luton", what.format(3))
    assert served.audited(before) == []


# by route: whom a coordinator for Luton may be shown
LISTS = {
    "GET /v1/matches": {6, 7},
    "GET /v1/runs/1/proposals": {1},
    "GET /v1/runs/2/proposals": {1, 2},
    "GET /v1/runs/2/proposals?sort=-points": {1, 2},
    "GET /v1/runs/1/near-misses": {2, 6, 7},
    "GET /v1/runs/2/near-misses": {6, 7, 8},
    "GET /v1/runs/1/differences/2": {2},
    "GET /v1/people/1/decisions": set(),
    "GET /v1/people/1": {1},
    "GET /v1/people/8": {8},
    "GET /v1/runs/2": set(),
    "GET /v1/runs/2/attrition": set(),
}
SHORT = ("GET /v1/matches", "GET /v1/runs/2/proposals", "GET /v1/runs/2/near-misses")
# surnames, numbers and offences of those whom a coordinator for Luton may not see
THEIRS = re.compile(r"Elm|Yew|Rowan|A000[3459]ZZ|\bC(6|7|8|9|10|11|14)\b")


@pytest.mark.parametrize("what", LISTS)
def test_a_list_names_those_in_sight_and_the_log_names_the_same(served, what):
    before = served.last_line()
    answer = served.ask("coordinator/luton", what)
    assert answer.status_code == 200
    assert named(answer) == LISTS[what]
    assert not THEIRS.search(answer.text)
    of_whom = set(re.findall(r"/people/(\d+)", what))
    logged = {person for _, people in served.audited(before) for person in people}
    assert logged == LISTS[what] | {int(person) for person in of_whom}


def test_to_those_who_may_see_everyone_the_lists_name_them(served):
    caller = "coordinator/everyone"
    assert named(served.ask(caller, "GET /v1/matches")) == {1, 5, 6, 7}
    assert named(served.ask(caller, "GET /v1/runs/1/proposals")) == {1, 3, 8}
    assert named(served.ask(caller, "GET /v1/runs/1/differences/2")) >= {2, 4, 8}
    assert named(served.ask(caller, "GET /v1/people/1")) == {1, 4, 5}
    assert named(served.ask(caller, "GET /v1/people/8/decisions")) == {8, 9}


@pytest.mark.parametrize("what", SHORT)
def test_the_log_names_those_of_the_page_and_not_those_of_the_next(served, what):
    before = served.last_line()
    answer = served.ask("coordinator/everyone", f"{what}?limit=1")
    assert answer.json()["next"]
    ((_, logged),) = served.audited(before)
    assert set(logged) == named(answer)


@pytest.mark.parametrize("text", ["Ash", "A0005ZZ", "Yew", "Rowan", "5", "Ash 1/2/1990"])
def test_a_search_finds_those_in_sight_and_says_no_more_than_of_a_name_that_nobody_has(served, text):
    expected = {1} if text.startswith("Ash") else set()
    before = served.last_line()
    answer = served.ask("coordinator/luton", "POST /v1/people/searches", {"text": text}, key=None)
    assert named(answer) == expected
    assert [(action, set(people)) for action, people in served.audited(before)] == [("person.find", expected)]
    if not expected:
        nobody = served.ask("coordinator/luton", "POST /v1/people/searches", {"text": "Nobody"}, key=None)
        assert whole(answer) == whole(nobody)


def test_a_filter_or_sort_tells_nothing_of_whom_a_list_leaves_out(served):
    def luton(what):
        return served.ask("coordinator/luton", what).json()

    for sort in ("rank", "-rank", "points", "-points", "person", "-person"):
        assert {one["person"] for one in luton(f"GET /v1/runs/2/proposals?sort={sort}")["items"]} == {1, 2}
    near = luton("GET /v1/runs/2/near-misses")["items"]
    assert [one["near_no"] for one in near] == [1, 2, 3]
    for what in ("proposals", "near-misses", "people/1"):
        assert "ranks and places" in str(luton(f"GET /v1/runs/2/{what}")["left_out"])
    pages = []
    what, place = "GET /v1/runs/2/near-misses?limit=1", None
    while place is not None or not pages:
        pages.append(luton(what + (f"&cursor={place}" if place else "")))
        place = pages[-1]["next"]
    assert [page["items"] for page in pages] == [[one] for one in near]
    refused = served.ask("coordinator/luton", "GET /v1/runs/2/proposals?sort=surname")
    assert refused.status_code == 422


def test_an_area_that_only_those_out_of_sight_stand_in_is_like_one_that_there_is_not(served):
    for what in ("proposals", "reasons"):
        asked = [
            served.ask("panel_member/luton", f"GET /v1/runs/2/{what}?area={area}")
            for area in ("Bedford", "Atlantis")
        ]
        assert whole(asked[0]) == whole(asked[1])
        assert asked[0].status_code == 422
        assert asked[0].json()["errors"][0]["says"] == "The run has no such area. There are: Luton."
        for who, area in (("luton", "Luton"), ("everyone", "Bedford")):
            answer = served.ask(f"panel_member/{who}", f"GET /v1/runs/2/{what}?area={area}")
            assert answer.status_code == 200
        # of a caseload no area is named
        answer = served.ask("panel_member/caseload", f"GET /v1/runs/2/{what}?area=Bedford")
        assert answer.status_code == 422 and "Luton" not in answer.text


def test_what_two_persons_were_as_one_is_not_shown_to_one_who_sees_only_one_of_them(served):
    # before the split person 8 held the records of 9, who lives where the caller may not look
    then = "known_at=2026-11-23T12:00:00Z"
    for what in (
        f"GET /v1/people/8?{then}",
        f"GET /v1/people/8/offences?{then}",
        f"GET /v1/people/8/risk?{then}",
        "GET /v1/runs/1/people/8",
    ):
        assert served.ask("coordinator/luton", what).status_code == 404, what
        assert "risk" in what or served.ask("coordinator/everyone", what).status_code == 200, what
    # who 9 was then is not told to one who sees 9 alone
    what = "GET /v1/people/{}?" + then
    unborn, nobody = (served.ask("coordinator/bedford", what.format(person)) for person in (9, NOBODY))
    assert whole(unborn) == whole(nobody)
    assert "first known at" in served.ask("coordinator/everyone", what.format(9)).text
    assert served.ask("coordinator/luton", "GET /v1/runs/2/people/8").status_code == 200
    shown = served.ask("coordinator/luton", "GET /v1/people/8").json()["data"]
    assert [one["subject_id"] for one in shown["subjects"]] == [8]
    assert "Rowan" not in json.dumps(shown)


def test_the_reason_of_a_split_is_not_shown_where_the_other_person_is_not(served):
    shown = served.ask("coordinator/everyone", "GET /v1/people/9").json()["data"]
    assert shown["subjects"][0]["reason"] == "Rowan is another"
    # 9 is of merlin's caseload, as 8 is; of Bedford is 9 alone
    served.tokens.claims["merlin"] = {"groups": ["coordinator/caseload"], "worker": "merlin"}
    assert "Rowan is another" in served.ask("merlin", "GET /v1/people/9").text
    shown = served.ask("coordinator/bedford", "GET /v1/people/9")
    assert shown.status_code == 200
    assert "Rowan is another" not in shown.text


def test_counts_over_everyone_are_withheld_and_it_is_said(served):
    limited, whole_ = (f"coordinator/{scope}" for scope in ("luton", "everyone"))
    for what, fields in (
        ("GET /v1/runs", ("considered", "proposed")),
        ("GET /v1/runs/2", ("considered", "proposed")),
        ("GET /v1/runs/2/attrition", ("steps", "rules")),
        ("GET /v1/runs/1/differences/2", ("steps", "total")),
    ):
        shown, all_ = served.ask(limited, what).json(), served.ask(whole_, what).json()
        for said, is_there in ((shown, False), (all_, True)):
            rows = said.get("items") or [said["data"].get("particulars", said["data"])]
            assert all((row[field] is not None) is is_there for row in rows for field in fields), what
            assert ("Counts over everyone" in str(said["left_out"])) is not is_there, what
    assert served.ask(limited, "GET /v1/runs/2").json()["data"]["people"] == {"proposed": 2}
    assert served.ask(whole_, "GET /v1/runs/2").json()["data"]["people"] == {"proposed": 4}


@pytest.mark.parametrize("what", [*SHORT, "GET /v1/runs", "GET /v1/imports", "GET /v1/coverage"])
def test_nothing_of_a_person_out_of_sight_is_in_a_list_as_csv(served, what):
    answer = served.ask("coordinator/luton", what, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert not THEIRS.search(answer.text)
