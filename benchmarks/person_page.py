"""How long does a person page take, without an index, in a store of many?

    python benchmarks/person_page.py --folder DIR [--offences 1000000] [--people 200]

Reads the store that benchmarks/run.py --keep left in DIR: the pages of people spread over all numbers, as a
caller gets them, the look and its line in the audit log included. In milliseconds.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from bench import AS_AT, NOW, filled_store, machine

from iom.reports import person_page
from iom.store import Store


def main() -> None:
    """Time the pages, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--people", type=int, default=200)
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.offences, keep=True) as store:
        # the middle of each of so many stretches of numbers: busy people and quiet ones are among them
        step = chosen.offences // 10 // chosen.people
        numbers = [step // 2 + step * one for one in range(chosen.people)]
        print(json.dumps({"offences": chosen.offences, **_timed(store, numbers), **machine()}))


def _timed(store: Store, numbers: list[int]) -> dict[str, float]:
    def page(person: int) -> None:
        person_page(store, person_id=person, as_at=AS_AT, now=NOW)

    page(numbers[0])
    wall = _milliseconds(page, numbers, time.perf_counter)
    cpu = _milliseconds(page, numbers, time.process_time)
    return {
        "median_ms": wall[len(wall) // 2],
        "p95_ms": wall[len(wall) * 95 // 100],
        "median_cpu_ms": cpu[len(cpu) // 2],
    }


def _milliseconds(page: Callable[[int], None], numbers: list[int], clock: Callable[[], float]) -> list[float]:
    found = []
    for person in numbers:
        begun = clock()
        page(person)
        found.append(round((clock() - begun) * 1000, 2))
    return sorted(found)


if __name__ == "__main__":
    main()
