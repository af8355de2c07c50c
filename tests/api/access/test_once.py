"""A request made twice is done once; a decision made on what is no longer so is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from api import idempotency
from iom.intake import import_file, parse_mapping
from iom.store import Store
from tests.api.access import world

KA, KB = "coordinator/everyone@a", "coordinator/everyone@b"
APART = "POST /v1/people/separations"
MERGE = "POST /v1/people/merges"
TWO = {"people": [6, 7], "reason": "two persons"}
ONE = {"people": [6, 7], "reason": "one person"}


def made(served) -> int:
    ((number,),) = served.rows("select count(*) from person_decision")
    return number


def kept(served) -> int:
    ((number,),) = served.rows("select count(*) from served_request")
    return number


@pytest.fixture
def served_alone(own_served):
    return own_served()


def test_the_same_key_gives_the_same_bytes_and_does_nothing_twice(served_alone):
    served, before = served_alone, made(served_alone)
    tag = served.tag(KA, 6, 7)
    first, again, late = (served.ask(KA, MERGE, ONE, key="k", headers=given) for given in (tag, tag, {}))
    assert [first.status_code, again.status_code, late.status_code] == [201, 201, 201]
    assert first.content == again.content == late.content
    assert first.headers["etag"] == again.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert made(served) == before + 1
    # that it was answered again stands in the log
    assert [action for action, _ in served.audited(served.last_line() - 1)] == ["request.again"]
    other = served.ask(KA, MERGE, {**ONE, "reason": "another"}, key="k", headers=tag)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "header.Idempotency-Key"
    assert made(served) == before + 1


def test_an_answer_that_is_given_again_is_logged_with_the_people_that_it_speaks_of(served_alone):
    served = served_alone

    def logged(caller: str, what: str, body, key: str, **given) -> list[tuple[str, list[int]]]:
        before = served.last_line()
        assert served.ask(caller, what, body, key=key, **given).status_code in (200, 201, 202)
        return served.audited(before)

    search = ("POST /v1/people/searches", {"text": "Birch"}, "s")
    assert logged(KA, *search) == [("person.find", [6, 7])]
    assert logged(KA, *search) == [("request.again", [6, 7])]
    served.ask(KB, "GET /v1/people/1")
    tag = served.tag(KA, 6, 7)
    ((action, people),) = logged(KA, APART, TWO, "k", headers=tag)[-1:]
    assert (action, people) == ("person.keep_apart", [6, 7])
    assert logged(KA, APART, TWO, "k") == [("request.again", [6, 7])]
    # what speaks of nobody is logged with nobody
    repeat = ("POST /v1/runs/1/repeats", None, "r")
    logged("analyst/everyone", *repeat)
    assert ("request.again", []) in logged("analyst/everyone", *repeat)


def test_a_key_is_of_one_caller_and_of_one_route(served_alone):
    served, before = served_alone, made(served_alone)
    tag = served.tag(KA, 6, 7)
    assert served.ask(KA, APART, TWO, key="k", headers=tag).status_code == 201
    another = served.ask(KB, APART, TWO, key="k", headers=tag)
    assert another.status_code == 412
    assert "idempotency-replayed" not in another.headers
    undone, tag = {"decision": before + 1, "reason": "no"}, served.tag(KA, 6, 7)
    elsewhere = served.ask(KA, "POST /v1/people/undoings", undone, key="k", headers=tag)
    assert elsewhere.status_code == 201
    assert made(served) == before + 2


def test_a_request_that_failed_is_not_remembered(served_alone):
    served, before = served_alone, kept(served_alone)
    assert served.ask(KA, APART, TWO, key="k").status_code == 428
    assert served.ask(KA, APART, TWO, key="k", headers={"If-Match": '"old"'}).status_code == 412
    assert served.ask(KA, APART, {"people": [6, 99], "reason": "x"}, key="k").status_code in (404, 428)
    assert kept(served) == before
    assert served.ask(KA, APART, TWO, key="k", headers=served.tag(KA, 6, 7)).status_code == 201
    assert kept(served) == before + 1


@pytest.mark.parametrize("what", ["the answer cannot be kept", "the commit fails"])
def test_neither_the_deed_nor_its_answer_stands_without_the_other(served_alone, monkeypatch, what):
    served = served_alone
    before, tag = (made(served), kept(served)), served.tag(KA, 6, 7)
    with monkeypatch.context() as patch:
        if what == "the commit fails":
            whole = Store.acting

            def failing(store, actor):
                view = whole(store, actor)
                view.before_commit = lambda cursor: 1 / 0
                return view

            patch.setattr(Store, "acting", failing)
        else:
            patch.setattr(idempotency, "_keep", lambda *_: 1 / 0)
        answer = served.ask(KA, MERGE, ONE, key="k", headers=tag)
        assert answer.status_code == 500
        assert "ZeroDivision" not in answer.text
    assert (made(served), kept(served)) == before
    assert served.rows("select count(distinct person_id) from person_current") == [(9,)]
    assert served.ask(KA, MERGE, ONE, key="k", headers=tag).status_code == 201


def test_two_at_once_with_one_key_do_it_once(served_alone):
    served, before, tag = served_alone, made(served_alone), served_alone.tag(KA, 6, 7)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(served.ask, KA, APART, TWO, key="k", headers=tag) for _ in range(2)]
        answers = [one.result() for one in asked]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sorted("idempotency-replayed" in one.headers for one in answers) == [False, True]
    assert made(served) == before + 1


def test_a_split_is_made_on_what_was_seen(served_alone):
    served = served_alone
    merged = served.ask(KA, MERGE, ONE, headers=served.tag(KA, 6, 7)).json()["data"]
    assert merged["person"] == 6
    body = {"person": 6, "subjects": [7], "reason": "another after all"}
    assert served.ask(KA, "POST /v1/people/splits", body).status_code == 428
    assert served.ask(KA, "POST /v1/people/splits", body, headers={"If-Match": "*"}).status_code == 412
    others = {**body, "subjects": [1]}
    assert served.ask(KA, "POST /v1/people/splits", others, headers=served.tag(KA, 6)).status_code == 422
    assert served.ask(KA, "POST /v1/people/splits", body, headers=served.tag(KA, 6)).status_code == 201


def test_a_job_is_asked_for_once_under_one_key(served_alone):
    served = served_alone
    body = {"criteria": "eight-in-twelve", "first": "2026-09-01", "last": "2026-09-30"}
    asked = [served.ask(KA, "POST /v1/criteria/backtests", body, key="k") for _ in range(2)]
    assert asked[0].status_code == 202
    assert asked[0].content == asked[1].content
    assert served.rows("select count(*) from job") == [(1,)]
    assert served.ask(KA, "POST /v1/criteria/backtests", body, key=None).status_code == 400


def test_an_answer_to_one_who_saw_more_is_not_given_again_to_one_who_sees_less(served_alone):
    served = served_alone
    body = {"text": "Ash"}
    served.tokens.claims["k"] = {"groups": ["coordinator/everyone"]}
    first = served.ask("k", "POST /v1/people/searches", body, key="k")
    assert [one["person_id"] for one in first.json()["data"]] == [1, 5]
    served.tokens.claims["k"] = {"groups": ["coordinator/luton"]}
    assert served.ask("k", "POST /v1/people/searches", body, key="k").status_code == 422
    served.tokens.claims["k"] = {"groups": []}
    assert served.ask("k", "POST /v1/people/searches", body, key="k").status_code == 403


def test_an_answer_is_not_given_again_to_one_from_whom_more_is_withheld_than_before(served_alone):
    served = served_alone
    body = {"text": "Ash"}
    served.tokens.claims["k"] = {"groups": ["analyst/everyone"]}
    assert served.ask("k", "POST /v1/people/searches", body, key="k").status_code == 200
    # sees the same people, but not reports of handling code C
    served.tokens.claims["k"] = {"groups": ["coordinator/everyone"]}
    assert served.ask("k", "POST /v1/people/searches", body, key="k").status_code == 422


def test_an_answer_that_speaks_of_somebody_out_of_sight_by_now_is_not_given_again(served_alone, tmp_path):
    served, luton = served_alone, "coordinator/luton"
    tag = served.tag(luton, 6, 7)
    asked = [
        lambda: served.ask(luton, "POST /v1/people/searches", {"text": "A0006ZZ"}, key="s"),
        lambda: served.ask(luton, APART, TWO, key="a", headers=tag),
    ]
    nobody = served.ask(luton, "GET /v1/people/99")
    assert [one().status_code for one in asked] == [200, 201]
    before = made(served)
    people = tmp_path / "moved.csv"
    people.write_text(world.PEOPLE.replace("A0006ZZ,Luton", "A0006ZZ,Bedford"), encoding="utf-8")
    import_file(served.store, people, parse_mapping("invented", world.mapping(world.PEOPLE)), now=world.NOW)
    for one in asked:
        late = one()
        assert (late.status_code, late.content) == (404, nobody.content)
    # nor is it done again
    assert made(served) == before
    seen = served.ask("coordinator/everyone", "POST /v1/people/searches", {"text": "A0006ZZ"})
    assert [one["person_id"] for one in seen.json()["data"]] == [6]


def test_kept_answers_and_jobs_are_let_go_of_when_their_time_is_over_while_the_service_runs(own_served):
    served = own_served(answers_kept_hours=1, jobs_kept_days=2)
    body = {"text": "A0001ZZ"}
    assert served.ask("analyst/everyone", "POST /v1/people/searches", body).status_code == 200
    served.ended("analyst/everyone", served.ask("analyst/everyone", "POST /v1/runs/1/repeats"))
    jobs = served.app.state.service.jobs
    now = jobs._clock()
    for hours, left in ((0.9, (2, 1)), (1.1, (0, 1)), (49, (0, 0))):
        jobs._clock = lambda hours=hours: now + timedelta(hours=hours)
        jobs.clear()
        held = served.rows("select (select count(*) from served_request), (select count(*) from job)")
        assert held == [left], hours
