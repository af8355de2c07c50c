"""Refused rows are given up on how they were seen to stand: each alone, or in a list of open ones."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from iom.intake import import_file, parse_mapping
from tests.api.access import world

A, B = "analyst/everyone@a", "analyst/everyone@b"
DROP, LIST = "POST /v1/refused-rows/drops", "GET /v1/refused-rows"
HEAD = world.PEOPLE.splitlines(keepends=True)[0]
BAD = "{0},Larch,30/02/1990,M,A00{0}ZZ,Luton,police,merlin\n"


@pytest.fixture
def served_alone(own_served, tmp_path):
    """With three more rows refused than the one of the scheme, in two imports."""
    served = own_served()
    mapped = parse_mapping("invented", world.mapping(world.PEOPLE).replace('"full"', '"changes"'))
    for number, rows in enumerate(([21, 22], [23])):
        file = tmp_path / f"{number}.csv"
        file.write_text(HEAD + "".join(BAD.format(row) for row in rows), encoding="utf-8")
        import_file(served.store, file, mapped, now=world.NOW)
    return served


def rows(served, **asked: object) -> list[dict]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return served.ask(A, f"{LIST}?{query}").json()["items"]


def tag(served, what: str, **headers: str) -> str:
    return served.ask(A, what, headers=headers).headers["etag"]


def drop(served, body: dict, *tags: str, caller: str = A, key: str | None = "new"):
    headers = {"If-Match": ", ".join(tags)} if tags else {}
    return served.ask(caller, DROP, body, headers=headers, key=key)


def named(answer) -> list[str]:
    assert answer.status_code == 412, answer.text
    return [one["says"].partition(":")[0] for one in answer.json()["errors"]]


def test_rows_are_given_up_on_the_tag_of_each_whatever_becomes_of_others(served_alone):
    served = served_alone
    first, second, third, _ = (one["quarantine_id"] for one in rows(served))
    seen = {one: tag(served, f"{LIST}/{one}") for one in (first, second, third)}
    assert drop(served, {"rows": [first]}).status_code == 428
    assert named(drop(served, {"rows": [first, second]}, seen[first])) == [f"Row {second}"]
    assert named(drop(served, {"rows": [first]}, "*")) == [f"Row {first}"]
    assert drop(served, {"rows": [third]}, seen[third]).status_code == 201
    assert drop(served, {"rows": [first, second]}, seen[second], seen[first]).json()["data"] == [
        first,
        second,
    ]
    # and what was given up meanwhile is not given up again
    assert named(drop(served, {"rows": [first]}, seen[first])) == [f"Row {first}"]
    assert drop(served, {"rows": [first]}, tag(served, f"{LIST}/{first}")).status_code == 422
    assert drop(served, {"rows": [9999]}, seen[first]).status_code == 422


@pytest.mark.parametrize("accept", ["application/json", "text/csv"])
def test_the_rows_of_an_import_are_given_up_on_any_page_of_the_list_of_them(served_alone, accept):
    served = served_alone
    batch = rows(served)[1]["batch_id"]
    mine = [one["quarantine_id"] for one in rows(served, import_no=batch)]
    assert len(mine) == 2
    seen = tag(served, f"{LIST}?import_no={batch}&limit=1", Accept=accept)
    other = tag(served, f"{LIST}?import_no={batch + 1}", Accept=accept)
    body = {"import_no": batch}
    assert drop(served, body).status_code == 428
    assert named(drop(served, body, other)) == [f"Row {one}" for one in mine]
    assert "import_no=" in drop(served, body, other).json()["errors"][0]["says"]
    # what becomes of another import's rows is no matter
    assert drop(served, {"import_no": batch + 1}, other).status_code == 201
    assert drop(served, body, seen).json()["data"] == mine


def test_a_list_of_which_a_row_was_given_up_meanwhile_is_another(served_alone):
    served = served_alone
    first, second, third, fourth = rows(served)
    batch, body = second["batch_id"], {"import_no": second["batch_id"]}
    of_import, whole = tag(served, f"{LIST}?import_no={batch}"), tag(served, LIST)
    number = second["quarantine_id"]
    assert drop(served, {"rows": [number]}, tag(served, f"{LIST}/{number}"), caller=B).status_code == 201
    left = third["quarantine_id"]
    for seen in (of_import, whole, tag(served, f"{LIST}?state=all")):
        assert named(drop(served, body, seen)) == [f"Row {left}"]
    numbers = [first["quarantine_id"], fourth["quarantine_id"]]
    assert drop(served, {"rows": numbers}, tag(served, LIST)).json()["data"] == numbers
    assert drop(served, body, tag(served, f"{LIST}/{left}")).json()["data"] == [left]


def test_of_two_who_give_up_the_same_rows_at_once_one_is_refused_and_a_key_gives_the_answer_again(
    served_alone,
):
    served = served_alone
    first = rows(served)[0]["quarantine_id"]
    body, seen = {"rows": [first]}, tag(served, f"{LIST}/{first}")
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(drop, served, body, seen, caller=caller, key="k") for caller in (A, B)]
        answers = [one.result().status_code for one in asked]
    assert sorted(answers) == [201, 412]
    again = drop(served, body, caller=(A, B)[answers.index(201)], key="k")
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")


def test_nothing_is_logged_of_a_refusal_that_showed_no_value(served_alone):
    served = served_alone
    first = rows(served)[0]["quarantine_id"]
    before = served.last_line()
    assert drop(served, {"rows": [first]}, "*").status_code == 412
    assert served.audited(before) == []
