"""How many requests each caller made in the last minute: kept in memory, and let go of with the minute."""

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable
from math import ceil

MINUTE = 60.0


class Rates:
    """What each caller asked in the last minute. clock: seconds that only ever go on."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic):
        self.a_minute = a_minute
        self._clock = clock
        self._asked: dict[bytes, deque[float]] = {}
        self._lock = threading.Lock()
        self._next_sweep = clock() + MINUTE

    def seconds_to_wait(self, who: str) -> int:
        """0, or how many seconds a caller must wait before the next request; counts this one if it is 0."""
        # a digest: what names people stays out of what is kept
        key = hashlib.sha256(who.encode()).digest()
        with self._lock:
            now = self._clock()
            if now >= self._next_sweep:
                self._sweep(now)
            asked = self._asked.setdefault(key, deque())
            while asked and asked[0] <= now - MINUTE:
                asked.popleft()
            if len(asked) >= self.a_minute:
                return max(1, ceil(asked[0] + MINUTE - now))
            asked.append(now)
            return 0

    def _sweep(self, now: float) -> None:
        """Let go of those who asked nothing in the last minute: of strangers there is no end."""
        self._next_sweep = now + MINUTE
        self._asked = {key: asked for key, asked in self._asked.items() if asked[-1] > now - MINUTE}

    def __len__(self) -> int:
        """Of how many callers something is kept."""
        return len(self._asked)
