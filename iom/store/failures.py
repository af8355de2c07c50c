"""What the database cannot help: a full disk, too little memory, a damaged file. Told without a value."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from iom.store.errors import StoreError

# What befalls any statement, whatever it says; other errors of statements are faults of ours.
SCARCE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)

DAMAGED = (
    "The store's file is damaged: a part of it no longer reads as it was written. Restore it from a backup; "
    "what was under way is not kept."
)
UNREADABLE_COPY = (
    "The copy of the database cannot be read: it is damaged or not whole, or a newer version made it. "
    "Use another backup."
)
_DAMAGE = re.compile(r"corrupt|checksum", re.IGNORECASE)


def is_damage(error: Exception) -> bool:
    """Whether the database says of its file that it is not as it wrote it."""
    return isinstance(error, duckdb.Error) and _DAMAGE.search(str(error)) is not None


@contextmanager
def told(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of these kinds into a StoreError; its text is ours: the database's may hold values.

    What was interrupted is no failure: it is told as it is.
    """
    try:
        yield
    except duckdb.InterruptException:
        raise
    except kinds as error:
        if is_damage(error):
            raise StoreError(DAMAGED) from error
        why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise StoreError(
            f"The store could not be read or written ({why}). What was under way is not kept, what was kept "
            "before is. Is the disk full, the memory limit too low, or the folder no longer writable?"
        ) from error
