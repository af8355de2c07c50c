"""The slots at which the store is queried at one time, and the line of those who wait for one."""

import asyncio
import threading
from concurrent.futures import Future

# Who waits takes no thread, so that whoever has a slot always finds one. Of one caller fewer may wait than
# in all, so that nobody fills the line for the others.
MOST_WAITING = 150
MOST_OF_A_CALLER = 50


class NoSlot(Exception):  # noqa: N818  an answer, not a fault
    """Too many wait already, or it took too long."""


class Slots:
    """So many slots, given in the order in which they were asked for."""

    def __init__(self, at_once: int):
        self._free = at_once
        # in the order in which they came: what tells one that a slot is theirs, and the caller
        self._waiting: dict[Future[None], str] = {}
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    async def take(self, caller: str, seconds: float) -> None:
        """Take a slot, to be given back.

        Raises NoSlot at once where too many wait already, or when it was not to be had for so many seconds.
        """
        mine = self._asked(caller)
        if mine is None:
            return
        try:
            await asyncio.wait([asyncio.wrap_future(mine)], timeout=seconds)
        except BaseException:
            # nobody waits for the answer any more
            if not self._left(mine):
                self.give_back()
            raise
        if self._left(mine):
            raise NoSlot

    def give_back(self) -> None:
        """Hand a slot on to whoever has waited longest."""
        with self._lock:
            following = next(iter(self._waiting), None)
            if following is None:
                self._free += 1
            else:
                del self._waiting[following]
                following.set_result(None)

    def _asked(self, caller: str) -> Future[None] | None:
        """A place in the line; None: a slot was free."""
        with self._lock:
            if self._free:
                self._free -= 1
                return None
            of_caller = sum(one == caller for one in self._waiting.values())
            if len(self._waiting) >= MOST_WAITING or of_caller >= MOST_OF_A_CALLER:
                raise NoSlot
            mine: Future[None] = Future()
            self._waiting[mine] = caller
            return mine

    def _left(self, mine: Future[None]) -> bool:
        """Leave the line; whether no slot was given meanwhile."""
        with self._lock:
            return self._waiting.pop(mine, None) is not None
