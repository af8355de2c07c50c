"""What the benchmarks share: a store filled with the synthetic records of fill.sql, and how things are timed.

Offences follow a heavy tail: the busiest hundredth of people have about a fifth of them.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

import iom.reference
from iom.settings import Settings
from iom.store import Actor, Store, derived, open_store

AS_AT = date(2026, 10, 31)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = Path(__file__).parent
BARE = (HERE / "bare.sql").read_text(encoding="utf-8")
CRITERIA = HERE / "criteria.toml"
MEMORY = "12GB"


@dataclass(frozen=True)
class Timing:
    """The best of some runs, in seconds: by the clock, and of processor time over all threads."""

    wall: float
    cpu: float

    def per(self, bare: "Timing") -> dict[str, float]:
        """As numbers to print: seconds, and how many times the bare query."""
        return {
            "seconds": round(self.wall, 4),
            "cpu_seconds": round(self.cpu, 4),
            "ratio": round(self.wall / bare.wall, 2),
            "cpu_ratio": round(self.cpu / bare.cpu, 2),
        }


def timed(things: Mapping[str, Callable[[], object]], times: int) -> dict[str, Timing]:
    """Each thing the given number of times in turn, so that a busy moment of the machine meets them all."""
    found: dict[str, list[Timing]] = {name: [] for name in things}
    for _ in range(times):
        for name, thing in things.items():
            wall, cpu = time.perf_counter(), time.process_time()
            thing()
            found[name].append(Timing(time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: Timing(min(one.wall for one in all_times), min(one.cpu for one in all_times))
        for name, all_times in found.items()
    }


@contextmanager
def filled_store(
    folder: Path | None, offences: int, *, keep: bool = False, fill: str = "fill"
) -> Iterator[Store]:
    """A store of so many offences of a tenth as many people; keep: left in the folder, and used again.

    fill: the statements that fill it; those of risk_fill.sql take the number for sanctioned offences.
    """
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = (folder or Path(temporary)) / f"bench-{fill}-{offences}" if keep else Path(temporary)
        is_new = not (place / "store").exists()
        place.mkdir(parents=True, exist_ok=True)
        settings = Settings(keys=place / "keys", memory_limit=MEMORY)
        actor = Actor("benchmark", "demonstration", "benchmark")
        with open_store(place / "store", settings, actor, now=NOW, create=is_new) as store:
            if is_new:
                iom.reference.ensure(store, NOW)
                with store.transaction() as cursor:
                    fill_with(cursor, fill, offences)
            with store.transaction() as cursor:
                if not derived.is_of_this_software(cursor):
                    derived.rebuild(cursor)
            yield store


def fill_with(cursor: duckdb.DuckDBPyConnection, fill: str, offences: int) -> None:
    """Run the statements of fill.sql or risk_fill.sql on an empty store and make its derived relations."""
    values = {"people": offences // 10, "offences": offences}
    text = (HERE / f"{fill}.sql").read_text(encoding="utf-8")
    for statement in text.split(";"):
        if statement.strip():
            cursor.execute(
                statement, {name: value for name, value in values.items() if f"${name}" in statement}
            )
    derived.rebuild(cursor)


def peak_memory_mb() -> int | None:
    """The most memory that this process has used; None on Windows, whose Python cannot tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # in bytes on macOS, in kilobytes elsewhere
    return peak // 1024**2 if sys.platform == "darwin" else peak // 1024


def machine() -> dict[str, object]:
    """On what it was measured; how busy the machine was with other things."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cores": os.cpu_count(),
        "load": load,
        "duckdb": duckdb.__version__,
        "python": sys.version.split()[0],
    }
