"""A file that is sent again under its key is the same file, for as long as it waits."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.access.world import PEOPLE, mapping

A, B = "analyst/everyone@a", "analyst/everyone@b"
MAPPED = mapping(PEOPLE)


@pytest.fixture
def bench(own_served):
    return own_served()


def send(bench, content=b"id\n1\n", *, key="k", caller=A, name="people.csv"):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return bench.ask(caller, "POST /v1/uploads", content=content, headers=headers, key=key)


def folders(bench) -> set[str]:
    return {one.name for one in (bench.store.folder / "incoming").iterdir()}


def test_the_same_file_under_the_same_key_is_there_once(bench):
    first, again = send(bench), send(bench, (part for part in (b"id\n", b"1\n")))
    assert [first.status_code, again.status_code] == [201, 201]
    assert first.content == again.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert folders(bench) == {first.json()["data"]["upload_id"]}


def test_without_a_key_or_under_another_or_of_another_caller_it_is_another_file(bench):
    sent = [
        send(bench),
        send(bench, key="l"),
        send(bench, key=None),
        send(bench, key=None),
        send(bench, caller=B),
    ]
    assert {one.status_code for one in sent} == {201}
    assert folders(bench) == {one.json()["data"]["upload_id"] for one in sent}
    assert len(folders(bench)) == 5


@pytest.mark.parametrize("other", [{"content": b"id\n2\n"}, {"name": "others.csv"}], ids=str)
def test_another_file_under_a_key_that_was_used_is_refused_and_leaves_nothing(bench, other):
    first = send(bench).json()["data"]["upload_id"]
    for _ in range(12):
        refused = send(bench, **other)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "header.Idempotency-Key"
    assert folders(bench) == {first}
    assert send(bench).json()["data"]["upload_id"] == first


def test_two_at_once_under_one_key_are_one_file(bench):
    with ThreadPoolExecutor(4) as pool:
        sent = [one.result() for one in [pool.submit(send, bench, b"x" * 500_000) for _ in range(8)]]
    assert {one.status_code for one in sent} == {201}
    assert len({one.content for one in sent}) == 1
    assert sum("idempotency-replayed" in one.headers for one in sent) == 7
    assert folders(bench) == {sent[0].json()["data"]["upload_id"]}


def test_a_key_is_let_go_with_its_file(bench):
    first = send(bench, PEOPLE.encode()).json()["data"]["upload_id"]
    body = {"upload_id": first, "mapping_text": MAPPED}
    assert bench.ended(A, bench.ask(A, "POST /v1/imports", body))["state"] == "done"
    assert folders(bench) == set()
    again = send(bench, PEOPLE.encode())
    assert (again.status_code, "idempotency-replayed" in again.headers) == (201, False)
    second = again.json()["data"]["upload_id"]
    assert folders(bench) == {second} and second != first
    # as one of many it goes as any other
    others = [send(bench, key=None).json()["data"]["upload_id"] for _ in range(10)]
    assert folders(bench) == set(others)
    assert send(bench, b"id\n3\n").status_code == 201
    assert bench.app.state.service.uploads._sent.keys() <= folders(bench)


def test_a_file_that_did_not_arrive_holds_no_key(bench):
    assert send(bench, b"").status_code == 422
    assert send(bench).status_code == 201
