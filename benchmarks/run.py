"""How long do the measures and a whole selection run take, stored and explained, beside a bare GROUP BY?

    python benchmarks/run.py [--offences 1000000] [--folder DIR [--keep]] [--times 5]

The bare query (bare.sql) counts and sums severity per person over exactly the rows of the 24-month window.
It, the measures (the eight of criteria.toml with age, life and district, alone and with their companions) and
the whole run (iom.selection.select, as a caller gets it) take turns on the same file with the same threads;
the best of each is kept, warm. On a machine busy with other things processor time says more than the clock.
"""

import argparse
import json
from pathlib import Path

from bench import AS_AT, BARE, CRITERIA, NOW, filled_store, machine, peak_memory_mb, timed

from iom.measures import Relation, covered_days, relation
from iom.selection import RunResult, read_criteria, select
from iom.store import Store, sql

NAMES = ("age", "alive", "district")


def main() -> None:
    """Fill a store, time it, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--keep", action="store_true", help="leave the filled store, to be used again")
    arguments.add_argument("--times", type=int, default=5)
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.offences, keep=chosen.keep) as store:
        print(json.dumps({"offences": chosen.offences, **_measure(store, chosen.times), **machine()}))


def _measure(store: Store, times: int) -> dict[str, object]:
    criteria = read_criteria(str(CRITERIA))
    results: list[RunResult] = []
    with store.cursor() as cursor:
        covered = covered_days(cursor)

        def measured(made: Relation) -> None:
            cursor.execute(sql("store/temporary_relation", table="timed") + made.sql, made.params)

        alone, beside = (
            relation(criteria.measures, as_at=AS_AT, names=NAMES, covered=covered, companions=companions)
            for companions in (False, True)
        )
        if alone.absent:
            raise SystemExit(f"nothing is measured: {', '.join(alone.absent)} absent")
        best = timed(
            {
                "bare": lambda: cursor.execute(BARE),
                "measures": lambda: measured(alone),
                "measures_with_companions": lambda: measured(beside),
                "run": lambda: results.append(select(store, criteria, as_at=AS_AT, now=NOW)),
            },
            times,
        )
    last = results[-1]
    return {
        "people": last.considered,
        "listed": len(last.listed),
        "explained": sum(person.is_explained for person in last.listed),
        "proposed": len(last.proposed),
        **{name: timing.per(best["bare"]) for name, timing in best.items()},
        "peak_memory_mb": peak_memory_mb(),
    }


if __name__ == "__main__":
    main()
