"""Many at once: who has a slot is answered, who may not wait is told so at once, nobody fills the line."""

import asyncio
import threading
from collections import Counter

import anyio
import anyio.to_thread
import httpx2
import pytest

from api import person_pages as people
from api import slots
from api.slots import NoSlot, Slots
from tests.api.steady.test_limits import counted

PAGE = "/v1/people/1"


class Crowd:
    """Requests in the loop of a served application, all at once."""

    def __init__(self, served, group):
        self.answers, self._served, self._group = [], served, group

    def send(self, callers):
        for caller in callers:
            self._group.start_soon(self._send, caller)

    async def _send(self, caller):
        self.answers.append((await self.ask(PAGE, caller), caller))

    async def ask(self, path, caller):
        over = httpx2.ASGITransport(app=self._served.app)
        async with httpx2.AsyncClient(transport=over, base_url="http://testserver", timeout=None) as client:
            answer = await client.get(path, headers={"Authorization": f"Bearer {caller}"})
        return answer.status_code

    def statuses(self, caller=""):
        return Counter(status for status, who in self.answers if caller in who)


@pytest.fixture
def held(monkeypatch):
    """Pages of people wait for go_on; at_work: a line for each that has begun."""

    class Held:
        at_work, go_on = [], threading.Event()

    show, held = people.person_page, Held()

    def waiting(store, **given):
        held.at_work.append(1)
        assert held.go_on.wait(120)
        return show(store, **given)

    monkeypatch.setattr(people, "person_page", waiting)
    yield held
    held.go_on.set()


async def until(is_so):
    with anyio.fail_after(60):
        while not is_so():
            await anyio.sleep(0.01)


def in_its_loop(served, what):
    assert served.client.portal is not None
    served.client.portal.call(what)


def test_of_a_crowd_who_may_not_wait_is_refused_at_once_and_all_others_are_answered(own_served, held):
    served = own_served(query_slots=4, query_wait_seconds=600, query_seconds=600)
    surplus = 200 - 4 - slots.MOST_WAITING

    async def crowd():
        async with anyio.create_task_group() as group:
            crowd = Crowd(served, group)
            crowd.send(f"coordinator/everyone@{number % 20}" for number in range(200))
            await until(lambda: len(crowd.answers) == surplus and len(held.at_work) == 4)
            # the slots are still held, more wait than there are threads, and neither stands behind them
            assert crowd.statuses() == {503: surplus}
            assert served.app.state.service.slots.waiting == slots.MOST_WAITING
            with anyio.fail_after(60):
                assert await crowd.ask("/health/ready", "") == await crowd.ask("/health/live", "") == 200
            held.go_on.set()
        assert crowd.statuses() == {503: surplus, 200: 200 - surplus}

    in_its_loop(served, crowd)
    assert counted(served, "slot") == surplus


def test_who_asks_for_much_at_once_leaves_room_for_others_in_the_line(own_served, held):
    served = own_served(query_slots=2, query_wait_seconds=600, query_seconds=600)

    async def crowd():
        async with anyio.create_task_group() as group:
            crowd = Crowd(served, group)
            crowd.send(["coordinator/everyone@many"] * 200)
            surplus = 200 - 2 - slots.MOST_OF_A_CALLER
            await until(lambda: len(crowd.answers) == surplus and len(held.at_work) == 2)
            crowd.send(["coordinator/everyone@few"] * 3)
            await until(lambda: served.app.state.service.slots.waiting == slots.MOST_OF_A_CALLER + 3)
            held.go_on.set()
        assert crowd.statuses("@many") == {503: surplus, 200: 200 - surplus}
        assert crowd.statuses("@few") == {200: 3}

    in_its_loop(served, crowd)


def test_whether_it_lives_and_can_answer_is_told_when_no_thread_is_free(own_served):
    served = own_served()
    go_on = threading.Event()

    async def all_at_work():
        threads = anyio.to_thread.current_default_thread_limiter()
        async with anyio.create_task_group() as group:
            for _ in range(int(threads.total_tokens)):
                group.start_soon(anyio.to_thread.run_sync, go_on.wait)
            await until(lambda: not threads.available_tokens)
            crowd = Crowd(served, group)
            try:
                with anyio.fail_after(60):
                    assert await crowd.ask("/health/live", "") == await crowd.ask("/health/ready", "") == 200
            finally:
                go_on.set()

    in_its_loop(served, all_at_work)


def test_as_many_as_the_benchmark_asks_with_may_wait_by_default():
    assert slots.MOST_OF_A_CALLER >= 32


def test_who_has_waited_too_long_or_went_away_has_left_the_line():
    async def line():
        some = Slots(1)
        await some.take("ann", 60)
        with pytest.raises(NoSlot):
            await some.take("ben", 0)
        gone = asyncio.create_task(some.take("ben", 60))
        waits = asyncio.create_task(some.take("cat", 60))
        while some.waiting < 2:
            await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert some.waiting == 1
        some.give_back()
        await waits
        # given to one who goes away at that moment, a slot goes on to the next
        gone = asyncio.create_task(some.take("ben", 60))
        waits = asyncio.create_task(some.take("dan", 60))
        while some.waiting < 2:
            await asyncio.sleep(0)
        some.give_back()
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        await waits
        some.give_back()
        await some.take("eve", 0)

    asyncio.run(line())
