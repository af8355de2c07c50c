"""The list of backups that still hold someone erased, also where the erasure had to wait."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import duckdb

from iom import rights
from iom.settings import settings
from iom.store import backup, open_store


@contextmanager
def unseen(description):
    yield lambda done, total: None


def test_a_backup_made_while_an_erasure_waited_is_listed(planted, actor, now, tmp_path):
    with open_store(planted, settings(), actor, now=now) as store:
        # another erasure is at work
        store.erasing.acquire()
        waiting = threading.Thread(
            target=rights.erase, args=(store, 1), kwargs={"reason": "asked", "now": now, "progress": unseen}
        )
        waiting.start()
        made_at = now + timedelta(seconds=5)
        place, _ = backup.make(store, tmp_path / "backup", now=made_at, expires=None, progress=unseen)
        store.erasing.release()
        waiting.join()
        listed = rights.listing(store, now=made_at)
    with duckdb.connect(str(place / "database.duckdb"), read_only=True) as held:
        assert held.execute("select count(*) from subject_person where person_id = 1").fetchone() == (1,)
    assert [(one.place, one.erasures_since) for one in listed.backups] == [(str(place), 1)]
    assert [one.erased_at for one in listed.erasures] == [made_at.replace(tzinfo=None)]
