"""Stores opened for one test, which are thrown away with it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from iom.settings import settings
from iom.store import Actor, Store, open_store


@contextmanager
def opened_once(folder: Path, actor: Actor, now: datetime) -> Iterator[Store]:
    """An open store that nobody opens again: what it was told last stays in the log beside its file.

    Written into the file as usual at the end, it would take as long as many a test.
    """
    with open_store(folder, settings(), actor, now=now) as store:
        yield store
        # a test may have closed or spoilt it
        with suppress(duckdb.Error):
            store._held.root.execute("pragma disable_checkpoint_on_shutdown")
