"""How long do the derived tables and the measures take, as ratios to a bare GROUP BY in the same run?

    python benchmarks/measures.py [--offences 1000000] [--folder DIR]

The bare query counts and sums severity per person over exactly the rows of the 24-month window, on the same
file with the same threads. Best of five, warm. Offences follow a heavy tail: the busiest hundredth of people
have about a fifth of them.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

import iom.reference
from iom.documents import parse_document
from iom.measures import covered_days, parse_measures, relation
from iom.settings import Settings
from iom.store import Actor, Store, derived, open_store, sql

AS_AT = date(2026, 10, 31)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DOCUMENT = "\n".join(
    f'[[measure]]\nname = "{name}"\nwhat = "{what}"\nmonths = {months}\nstatus = "{status}"\n{rest}'
    for name, what, months, status, rest in (
        ("offences_12m", "offences", 12, "suspected", ""),
        ("offences_24m", "offences", 24, "suspected", ""),
        ("neighbourhood_24m", "offences", 24, "suspected", 'counts = "neighbourhood"'),
        ("violence_24m", "offences", 24, "charged", 'counts = "violence"'),
        ("abuse_24m", "offences", 24, "charged", 'flag = "domestic_abuse"'),
        ("severity_12m", "severity", 12, "suspected", ""),
        ("severity_24m", "severity", 24, "suspected", ""),
        ("harm_24m", "harm", 24, "suspected", "half_life_days = 365"),
    )
)
BARE = (Path(__file__).parent / "bare.sql").read_text(encoding="utf-8")


def main() -> None:
    """Fill a store, time it, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        settings = Settings(keys=Path(folder) / "keys", memory_limit="12GB")
        actor = Actor("benchmark", "demonstration", "benchmark")
        with open_store(Path(folder) / "store", settings, actor, now=NOW, create=True) as store:
            print(json.dumps(_measure(store, chosen.offences)))


def _measure(store: Store, offences: int) -> dict[str, object]:
    iom.reference.ensure(store, NOW)
    with store.transaction() as cursor:
        _fill(cursor, offences)
        derive = _seconds(lambda: derived.rebuild(cursor))
    with store.cursor() as cursor:
        made = relation(
            parse_measures(parse_document("benchmark.toml", DOCUMENT)),
            as_at=AS_AT,
            names={"age", "alive", "district"},
            covered=covered_days(cursor),
        )
        if made.absent:
            sys.exit(f"nothing is measured: {', '.join(made.absent)} absent")
        statement = sql("store/temporary_relation", table="measured") + made.sql
        bare = min(_seconds(lambda: cursor.execute(BARE)) for _ in range(5))
        measured = min(_seconds(lambda: cursor.execute(statement, made.params)) for _ in range(5))
    return {
        "offences": offences,
        "people": offences // 10,
        "bare_seconds": round(bare, 4),
        "measures": len(made.columns),
        "measures_seconds": round(measured, 4),
        "measures_ratio": round(measured / bare, 2),
        "derive_seconds": round(derive, 2),
        "derive_ratio": round(derive / bare, 1),
        "peak_memory_mb": _peak_memory_mb(),
        "duckdb": duckdb.__version__,
    }


def _peak_memory_mb() -> int | None:
    """The most memory that this process has used; None on Windows, whose Python cannot tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # in bytes on macOS, in kilobytes elsewhere
    return peak // 1024**2 if sys.platform == "darwin" else peak // 1024


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _fill(cursor: duckdb.DuckDBPyConnection, offences: int) -> None:
    people = offences // 10
    values = {"people": people, "offences": offences}
    text = (Path(__file__).parent / "fill.sql").read_text(encoding="utf-8")
    for statement in text.split(";"):
        if statement.strip():
            wanted = {name: value for name, value in values.items() if f"${name}" in statement}
            cursor.execute(statement, wanted)


if __name__ == "__main__":
    main()
