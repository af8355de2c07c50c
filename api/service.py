"""What the routes of a running service share."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.jobs import Jobs
from api.metrics import Metrics
from api.sign_in import SignIn
from api.uploads import Uploads
from api.watch import Watch
from iom.access import Access
from iom.store import Store


@dataclass
class Service:
    """One store being served. clock: the current moment, aware; seal_key: of cursors, made anew each time."""

    store: Store
    access: Access
    sign_in: SignIn
    clock: Callable[[], datetime]
    watch: Watch
    jobs: Jobs
    uploads: Uploads
    metrics: Metrics
    hosts: tuple[str, ...]
    slots: threading.BoundedSemaphore
    rate: RateLimitItemPerMinute
    rates: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))
    seal_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    stopping: bool = False

    def seconds_to_wait(self, who: str) -> int:
        """0, or how many seconds a caller must wait before the next request; counts this one."""
        # a digest: what names people stays out of what the limiter keeps
        key = hashlib.sha256(who.encode()).hexdigest()
        if self.rates.hit(self.rate, key):
            return 0
        resets_at, _ = self.rates.get_window_stats(self.rate, key)
        # by the clock that the limiter goes by
        return max(1, int(resets_at - time.time()) + 1)
