"""A decision is made on what was seen of each person: refused where that has changed, and there alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from iom.intake import import_file, parse_mapping
from tests.api.access import world

KA, KB = "coordinator/everyone@a", "coordinator/everyone@b"
APART, MERGE = "POST /v1/people/separations", "POST /v1/people/merges"
UNDO = "POST /v1/people/undoings"
TWO = {"people": [6, 7], "reason": "two persons"}
ONE = {"people": [6, 7], "reason": "one person"}
BODIES = [(APART, TWO), (MERGE, ONE)]


@pytest.fixture
def served_alone(own_served):
    return own_served()


def made(served) -> int:
    ((number,),) = served.rows("select count(*) from person_decision")
    return number


def imported(served, folder, old: str, new: str, rows: str = world.PEOPLE) -> None:
    """The file once more, with a change."""
    assert old in rows
    file = folder / "changed.csv"
    file.write_text(rows.replace(old, new), encoding="utf-8")
    import_file(served.store, file, parse_mapping("invented", world.mapping(rows)), now=world.NOW)


def apart(served, *people: int, caller: str = KB) -> None:
    body = {"people": list(people), "reason": "others"}
    assert served.ask(caller, APART, body, headers=served.tag(caller, *people)).status_code == 201


def named(answer) -> list[str]:
    """Whose pages the answer says have changed."""
    assert answer.status_code == 412, answer.text
    assert {one["field"] for one in answer.json()["errors"]} == {"header.If-Match"}
    return [one["says"].partition(":")[0] for one in answer.json()["errors"]]


def test_what_is_decided_on_others_meanwhile_refuses_no_decision(served_alone):
    served, tags = served_alone, served_alone.tag(KA, 6, 7)
    apart(served, 2, 3)
    before = made(served)
    assert served.ask(KA, APART, TWO, headers=tags).status_code == 201
    assert made(served) == before + 1


def test_what_is_imported_of_others_meanwhile_refuses_no_decision(served_alone, tmp_path):
    served, tags = served_alone, served_alone.tag(KA, 6, 7)
    imported(served, tmp_path, "2,Oak", "2,Oaks")
    assert served.ask(KA, APART, TWO, headers=tags).status_code == 201


CHANGES = {
    "a name": lambda served, place: imported(served, place, "7,Birch", "7,Beech"),
    "an identifier": lambda served, place: imported(served, place, "A0007ZZ", "A0017ZZ"),
    "a record": lambda served, place: imported(
        served, place, "id,crime,on\n", "id,crime,on\n7,C99,03/02/2026\n", world.OFFENCES
    ),
    "where they live": lambda served, place: imported(served, place, "A0007ZZ,Luton", "A0007ZZ,Bedford"),
    "a decision": lambda served, place: apart(served, 2, 7),
    "a match": lambda served, place: imported(served, place, "2,Oak,02/02/1990", "2,Birch,06/02/1990"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("what", "body"), BODIES)
def test_a_change_to_either_person_between_look_and_decision_refuses_it(
    served_alone, tmp_path, what, body, change
):
    served, tags = served_alone, served_alone.tag(KA, 6, 7)
    CHANGES[change](served, tmp_path)
    before = made(served)
    answer = served.ask(KA, what, body, headers=tags)
    assert "Person 7" in named(answer)
    assert made(served) == before
    # on what is held now it can be made
    assert served.ask(KA, what, {**body, "despite": True} if what == MERGE else body,
                      headers=served.tag(KA, 6, 7)).status_code == 201  # fmt: skip


@pytest.mark.parametrize(("what", "body"), BODIES)
def test_the_tag_of_each_person_is_needed_and_the_answer_names_whose_is_not_there(served_alone, what, body):
    served, before = served_alone, made(served_alone)
    tags = served.tag(KA, 6, 7)["If-Match"]
    six, seven = tags.split(", ")
    for sent, missing in (
        (six, ["Person 7"]),
        (seven, ["Person 6"]),
        (f"{six}, {six}", ["Person 7"]),
        (served.tag(KA, 1)["If-Match"], ["Person 6", "Person 7"]),
        ("*", ["Person 6", "Person 7"]),
        (f"W/{six}, W/{seven}", ["Person 6", "Person 7"]),
        (tags.replace('"', ""), ["Person 6", "Person 7"]),
    ):
        assert named(served.ask(KA, what, body, headers={"If-Match": sent})) == missing, sent
    assert served.ask(KA, what, body).status_code == 428
    assert made(served) == before
    assert served.ask(KA, what, body, headers={"If-Match": f"{seven},{six}"}).status_code == 201


def test_tags_on_a_line_each_are_one_list(served_alone):
    served = served_alone
    lines = [("If-Match", tag) for tag in served.tag(KA, 6, 7)["If-Match"].split(", ")]
    sent = [("Authorization", f"Bearer {KA}"), ("Idempotency-Key", "on two lines")]
    for given, status in ((lines[:1], 412), ([*lines[:1], ("If-Match", '"none"')], 412), (lines, 201)):
        answer = served.client.post("/v1/people/separations", json=TWO, headers=[*sent, *given])
        assert answer.status_code == status, given


@pytest.mark.parametrize(("what", "body"), BODIES)
def test_of_two_coordinators_who_decide_on_the_same_pair_the_second_is_told_that_it_changed(
    served_alone, what, body
):
    served, before = served_alone, made(served_alone)
    first, second = served.tag(KA, 6, 7), served.tag(KB, 6, 7)
    assert first == second
    assert served.ask(KA, what, body, headers=first).status_code == 201
    late = served.ask(KB, what, body, headers=second)
    # a number that was merged is nobody's any more
    assert named(late) == (["Person 6"] if what == MERGE else ["Person 6", "Person 7"])
    assert made(served) == before + 1


@pytest.mark.parametrize(("what", "body"), BODIES)
def test_of_two_who_decide_at_once_with_the_same_tags_one_is_refused(served_alone, what, body):
    served, before, tags = served_alone, made(served_alone), served_alone.tag(KA, 6, 7)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(served.ask, caller, what, body, headers=tags) for caller in (KA, KB)]
        statuses = sorted(one.result().status_code for one in asked)
    assert statuses == [201, 412]
    assert made(served) == before + 1


def test_the_tag_of_another_day_is_taken_where_it_shows_the_same_and_else_told_what_to_ask_for(served):
    def tags(day: str) -> dict[str, str]:
        pages = [served.ask(KA, f"GET /v1/people/{person}?as_at={day}") for person in (1, 2)]
        return {"If-Match": ", ".join(page.headers["etag"] for page in pages)}

    # refused as persons that there are: it is said after the tags were compared
    body = {"people": [1, 2], "reason": " "}
    assert served.ask(KA, APART, body, headers=tags("2026-11-22")).status_code == 422
    earlier = served.ask(KA, APART, body, headers=tags("2020-01-01"))
    assert named(earlier) == ["Person 1", "Person 2"]
    assert "GET /v1/people/1, asked without as_at" in earlier.json()["errors"][0]["says"]


def test_a_page_is_sent_again_unless_it_is_the_same_to_the_byte(served_alone):
    served = served_alone
    page = served.ask(KA, "GET /v1/people/6")
    tag = page.headers["etag"]
    same = served.ask(KA, "GET /v1/people/6", headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    apart(served, 2, 3)
    later = served.ask(KA, "GET /v1/people/6", headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert later.json()["data"]["known_at"] > page.json()["data"]["known_at"]
    # another answer, of the same: the first half says so
    assert later.headers["etag"] != tag
    assert later.headers["etag"].partition("-")[0] == tag.partition("-")[0]


@pytest.mark.parametrize("form", ["application/json", "text/csv"])
def test_a_list_is_sent_again_unless_what_it_rests_on_is_the_same_in_every_form(served_alone, form):
    served, path, sent = served_alone, "GET /v1/people/1/offences", {"Accept": form}
    sent["If-None-Match"] = served.ask(KA, path, headers=sent).headers["etag"]
    assert served.ask(KA, path, headers=sent).status_code == 304
    apart(served, 6, 7)
    # its known_at has moved, which a CSV says in a header
    assert served.ask(KA, path, headers=sent).status_code == 200


def test_what_is_not_shown_is_not_compared(served_alone):
    served, luton = served_alone, "coordinator/luton"
    tags = served.tag(luton, 6, 7)
    # of a person out of sight: it stands on no page of theirs, and no answer may tell of it
    apart(served, 3, 7)
    assert served.tag(luton, 6, 7)["If-Match"].split("-")[0] == tags["If-Match"].split("-")[0]
    assert served.ask(luton, APART, TWO, headers=tags).status_code == 201


def test_an_undoing_is_made_on_the_pages_of_all_whom_the_decision_concerns_now(served_alone, tmp_path):
    served = served_alone
    apart(served, 6, 7)
    body = {"decision": made(served), "reason": "not so"}
    tags = served.tag(KA, 6, 7)
    before = made(served)
    assert served.ask(KA, UNDO, body).status_code == 428
    assert named(served.ask(KA, UNDO, body, headers=served.tag(KA, 6))) == ["Person 7"]
    CHANGES["a name"](served, tmp_path)
    assert named(served.ask(KA, UNDO, body, headers=tags)) == ["Person 7"]
    assert made(served) == before
    tags = served.tag(KA, 6, 7)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(served.ask, caller, UNDO, body, headers=tags) for caller in (KA, KB)]
        assert sorted(one.result().status_code for one in asked) == [201, 412]
    assert made(served) == before + 1


def test_a_merge_is_undone_on_the_page_of_the_person_that_stayed(served_alone):
    served = served_alone
    assert served.ask(KA, MERGE, ONE, headers=served.tag(KA, 6, 7)).status_code == 201
    body = {"decision": made(served), "reason": "not so"}
    assert served.ask(KA, UNDO, body, headers=served.tag(KA, 6)).status_code == 201
    # and an undoing on those of both
    body = {"decision": made(served), "reason": "one after all"}
    assert named(served.ask(KA, UNDO, body, headers=served.tag(KA, 6))) == ["Person 7"]
    assert served.ask(KA, UNDO, body, headers=served.tag(KA, 6, 7)).status_code == 201
