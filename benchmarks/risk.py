"""How long do the risk scores of everyone take, beside a bare GROUP BY?

    python benchmarks/risk.py [--sanctions 1000000] [--folder DIR [--keep]] [--times 5]

The bare query counts sanctions per person, with the first and the last date, over exactly the rows of
sanction_occasion that the scores read. It and the scores (iom.risk.score as at a date: features from
sanctions, custody and births, then OGRS3 of one and two years, ARP and VRP with their bands) take turns on
the same file with the same threads; the best of each is kept, warm. On a machine busy with other things
processor time says more than the clock.
"""

import argparse
import json
from pathlib import Path

from bench import AS_AT, filled_store, machine, peak_memory_mb, timed

from iom.risk import SCORES, rescore, score
from iom.store import Store, derived

BARE = """
create or replace temporary table bare as
select
    person_id,
    count(*) as sanctions,
    min(sanction_on) as first_on,
    max(sanction_on) as last_on
from sanction_occasion
where sanction_on <= $as_at
group by person_id
"""
GIVEN = "select count(ogrs3_1y), count(ogrs3_2y), count(arp), count(vrp) from risk_score"


def main() -> None:
    """Fill a store, time it, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sanctions", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--keep", action="store_true", help="leave the filled store, to be used again")
    arguments.add_argument("--times", type=int, default=5)
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.sanctions, keep=chosen.keep, fill="risk_fill") as store:
        print(json.dumps({"sanctions": chosen.sanctions, **_measure(store, chosen.times), **machine()}))


def _measure(store: Store, times: int) -> dict[str, object]:
    with store.cursor() as cursor:
        derived.as_known(cursor)
        best = timed(
            {
                "bare": lambda: cursor.execute(BARE, {"as_at": AS_AT}),
                "scores": lambda: score(cursor, AS_AT),
                "from_features": lambda: rescore(cursor),
            },
            times,
        )
        people = cursor.execute("select count(*) from risk_score").fetchone()
        given = cursor.execute(GIVEN).fetchone()
        custody = cursor.execute("select count(*) from absence_current").fetchone()
        occasions = cursor.execute("select count(*) from sanction_occasion").fetchone()
    return {
        "people": people[0],
        "occasions": occasions[0],
        "custody": custody[0],
        "given": dict(zip(SCORES, given, strict=True)),
        **{name: timing.per(best["bare"]) for name, timing in best.items()},
        "peak_memory_mb": peak_memory_mb(),
    }


if __name__ == "__main__":
    main()
