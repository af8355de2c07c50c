"""Many files of one caller at once: as many are taken as may lie here, and each place is given back."""

import asyncio
import errno
from collections import Counter
from pathlib import Path

import anyio
import httpx2
import pytest

from api.uploads import MOST_OF_A_CALLER, Uploads

A = "analyst/everyone"


@pytest.fixture
def bench(own_served):
    """A service that takes small files only."""
    return own_served(upload_bytes_limit=200_000)


def folders(served):
    return list((served.store.folder / "incoming").iterdir())


def test_of_many_files_at_once_so_many_are_taken_and_the_others_refused_before_a_byte_is_written(bench):
    answers = []

    async def all_of_them():
        go_on = anyio.Event()

        async def body():
            yield b"x" * 1000
            await go_on.wait()
            yield b"y"

        async def send(caller):
            over = httpx2.ASGITransport(app=bench.app)
            async with httpx2.AsyncClient(
                transport=over, base_url="http://testserver", timeout=None
            ) as client:
                headers = {"Authorization": f"Bearer {caller}"}
                answers.append(await client.post("/v1/uploads", content=body(), headers=headers))

        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(send, A)
            with anyio.fail_after(60):
                while len(answers) < 40 - MOST_OF_A_CALLER or len(folders(bench)) < MOST_OF_A_CALLER:
                    await anyio.sleep(0.01)
            assert {one.status_code for one in answers} == {429}
            assert len(folders(bench)) == MOST_OF_A_CALLER
            # another caller has ten of their own
            group.start_soon(send, f"{A}@2")
            with anyio.fail_after(60):
                while len(folders(bench)) < MOST_OF_A_CALLER + 1:
                    await anyio.sleep(0.01)
            go_on.set()

    bench.client.portal.call(all_of_them)
    assert Counter(one.status_code for one in answers) == {429: 30, 201: 11}
    # whoever was told that a file is there finds it
    told = {one.json()["data"]["upload_id"] for one in answers if one.status_code == 201}
    assert told == {one.name for one in folders(bench)}


def sent(bench, content=b"x"):
    return bench.ask(A, "POST /v1/uploads", content=content, key=None).status_code


def too_large(bench, monkeypatch):
    assert sent(bench, (b"x" * 50_000 for _ in range(5))) == 413


def empty(bench, monkeypatch):
    assert sent(bench, b"") == 422


def no_room_for_a_folder(bench, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", full)
        assert sent(bench) == 503


def no_room_for_what_is_in_it(bench, monkeypatch):
    place = Uploads.place

    def full(*given):
        upload_id, path = place(*given)
        path.symlink_to("/dev/full")
        return upload_id, path

    with monkeypatch.context() as patched:
        patched.setattr(Uploads, "place", full)
        assert sent(bench) == 503


def no_room_when_it_is_kept(bench, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Uploads, "keep", full)
        assert sent(bench) == 503


def sender_gone(bench, monkeypatch):
    bench.client.portal.call(_begun, bench, False)


def cut_off_by_the_server(bench, monkeypatch):
    bench.client.portal.call(_begun, bench, True)


async def _begun(bench, is_cut_off):
    """Begin to send a file, then be gone, or be cut off."""
    has_begun, more = asyncio.Event(), [b"x" * 1000]
    headers = {"host": "testserver", "authorization": f"Bearer {A}"}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": "POST",
        "path": "/v1/uploads",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("testclient", 1),
    }

    async def receive():
        if more:
            return {"type": "http.request", "body": more.pop(), "more_body": True}
        has_begun.set()
        if is_cut_off:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message):
        pass

    task = asyncio.create_task(bench.app(scope, receive, send))
    await has_begun.wait()
    if is_cut_off:
        assert len(folders(bench)) == 1
        task.cancel()
    await asyncio.wait([task])


WAYS = [
    too_large,
    empty,
    no_room_for_a_folder,
    pytest.param(
        no_room_for_what_is_in_it,
        marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full"),
    ),
    no_room_when_it_is_kept,
    sender_gone,
    cut_off_by_the_server,
]


@pytest.mark.parametrize("fails", WAYS)
def test_a_file_that_does_not_arrive_gives_its_place_back(bench, monkeypatch, fails):
    for _ in range(MOST_OF_A_CALLER):
        fails(bench, monkeypatch)
        assert folders(bench) == []
    assert sent(bench) == 201
