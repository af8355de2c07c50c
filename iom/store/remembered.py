"""What was worked out of a store as it stands: kept in memory until anything but its log is changed."""

import threading
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

MOST = 256  # values; what is asked for beyond them takes the place of the oldest


class Remembered:
    """Values by key, of one state of the store: every transaction that may have changed it ends them all.

    Who works a value out as the store is changed keeps it among those of the state before, which nobody
    asks again. Values are shared by threads: nobody alters them.
    """

    def __init__(self) -> None:
        self._values: dict[object, object] = {}
        self._lock = threading.Lock()

    def value(self, key: object, make: Callable[[], Value]) -> Value:
        """The value of a key; make reads it from the store, where nobody has yet."""
        # taken before anything is read: what is read after a change may be kept too early, never too late
        values = self._values
        with self._lock:
            if key in values:
                return values[key]  # pyright: ignore[reportReturnType]
        made = make()
        with self._lock:
            values[key] = made
            if len(values) > MOST:
                del values[next(iter(values))]
        return made

    def forget(self) -> None:
        """The store is another now."""
        self._values = {}
