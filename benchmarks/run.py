"""How long does a whole selection run take, stored and explained, as a ratio to a bare GROUP BY?

    python benchmarks/run.py [--offences 1000000] [--folder DIR [--keep]] [--times 5]

The bare query counts and sums severity per person over exactly the rows of the 24-month window. It, the measures and
the whole run take turns on the same file with the same threads; the best of each is taken, warm.
"""

import argparse
import json
from pathlib import Path

from bench import AS_AT, BARE, CRITERIA, NOW, filled_store, machine, peak_memory_mb, timed

from iom.measures import covered_days, relation
from iom.selection import compile as compiler
from iom.selection import read_criteria, select
from iom.store import Store, sql


def main() -> None:
    """Fill a store, time it, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--keep", action="store_true")
    arguments.add_argument("--times", type=int, default=5)
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.offences, keep=chosen.keep) as store:
        print(json.dumps({"offences": chosen.offences, **_measure(store, chosen.times), **machine()}))


def _measure(store: Store, times: int) -> dict[str, object]:
    criteria = read_criteria(str(CRITERIA))
    results = []
    with store.cursor() as cursor:
        made = relation(
            criteria.measures,
            as_at=AS_AT,
            names=compiler.wanted_names(criteria, None),
            covered=covered_days(cursor),
        )
        statement = sql("store/temporary_relation", table="measured") + made.sql
        best = timed(
            {
                "bare": lambda: cursor.execute(BARE),
                "measures": lambda: cursor.execute(statement, made.params),
                "run": lambda: results.append(select(store, criteria, as_at=AS_AT, now=NOW)),
            },
            times,
        )
    last = results[-1]
    return {
        "people": last.considered,
        "listed": len(last.listed),
        "proposed": len(last.proposed),
        "canonical": last.canonical_sha256,
        **{name: timing.per(best["bare"]) for name, timing in best.items()},
        "peak_memory_mb": peak_memory_mb(),
    }


if __name__ == "__main__":
    main()
