"""kill -9 while many decide: whatever was acknowledged is kept, and nothing is done twice.

The moments are drawn from SEED: a failure names its seed and its number. To repeat it, set IOM_TEST_SEED.
"""

import os
import random
import threading
import time
from itertools import combinations

import pytest

from iom.settings import Settings
from iom.store import Actor, open_store
from iom.store.audit_check import verify
from tests.api.access import world
from tests.api.access.conftest import copied
from tests.api.steady.asking import Asker, Serving

SEED = int(os.environ.get("IOM_TEST_SEED", "2026"))
FEW, MANY, WRITERS = 2, 50, 4
PAIRS = [pair for pair in combinations((1, 2, 3, 4, 5, 6, 7, 8), 2) if pair not in {(1, 4)}]
POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


def killed_once(place, seconds: float) -> tuple[list[str], list[str], dict[str, int], bool]:
    """Keys that were sent, keys that were acknowledged, decisions by key, and whether the log is whole."""
    serving = Serving(place)
    sent, acknowledged, first = [], [], threading.Event()

    def write(writer: int) -> None:
        try:
            asker = Asker(serving.port, serving.token)
            for number in range(writer, len(PAIRS), WRITERS):
                # half of them as commands
                decide = asker.keep_apart if writer % 2 else asker.keep_apart_by_command
                decide(PAIRS[number], f"key {number}", sent)
                acknowledged.append(f"key {number}")
                first.set()
        except (OSError, ValueError, KeyError):
            # the process is gone; half an answer is none
            return
        except Exception as error:
            if (
                "IncompleteRead" not in type(error).__name__
                and "RemoteDisconnected" not in type(error).__name__
            ):
                raise

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    # a slow machine takes its time until then
    assert first.wait(60)
    time.sleep(seconds)
    serving.kill()
    for thread in threads:
        thread.join()
    actor = Actor("tester", "inspection", "test")
    with open_store(place / "store", Settings(keys=place / "keys"), actor, now=world.NOW) as store:
        with store.cursor() as cursor:
            made = cursor.execute(
                "select reason, count(*) from person_decision where reason like 'key %' group by reason"
            ).fetchall()
        report = verify(store)
    return sent, acknowledged, dict(made), report.good


def holds(told_scheme, tmp_path, times: int) -> None:
    moments = random.Random(SEED)
    middle = 0
    for number in range(times):
        seconds = moments.uniform(0, 1)
        place = copied(told_scheme, tmp_path / f"kill{number}")
        sent, acknowledged, made, good = killed_once(place, seconds)
        about = f"seed {SEED}, number {number}, after {seconds:.3f} s"
        assert set(acknowledged) <= set(made), about
        assert set(made) <= set(sent), about
        assert set(made.values()) <= {1}, about
        assert good, about
        middle += 0 < len(made) < len(PAIRS)
    # kills that all came before the first or after the last would show nothing
    assert middle


@POSIX
def test_what_was_acknowledged_is_kept_when_the_service_is_killed(told_scheme, tmp_path):
    holds(told_scheme, tmp_path, FEW)


@POSIX
@pytest.mark.long
def test_what_was_acknowledged_is_kept_fifty_times(told_scheme, tmp_path):
    holds(told_scheme, tmp_path, MANY)
