"""How long does an import take, as a ratio to a bare read of the same file into a table, in the same run?

    python benchmarks/imports.py [--rows 1000000] [--held 0] [--repeats 3] [--folder DIR]

The file has the form of fixtures/mappings/demo/niche_offences.toml: 22 columns, four statuses and a victim
per offence. Its people are imported first, untimed. The bare read is DuckDB's own read_csv with every column
as text into a new table of a database file, with the same threads. With --held N the store first holds N
offences and the file corrects some of them (every tenth row says otherwise); the yardstick is then the bare
read plus one making of offence_scored as a bare CREATE TABLE. Bare and import take turns, each keeps its
best; each runs in a process of its own, so that each has its own peak of memory.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

import iom.reference
from iom.intake import import_file, load_mapping
from iom.settings import Settings
from iom.store import Actor, derived, open_store, sql

HERE = Path(__file__).resolve().parent
MAPPING = HERE.parent / "fixtures" / "mappings" / "demo" / "niche_offences.toml"
ROWS = (HERE / "offence_rows.sql").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
COVERS = (date(2017, 11, 1), date(2026, 10, 31))
PEOPLE = """
title = "People"
system = "niche"
scope = "changes"
[[record]]
type = "subject"
subject = "Nominal ref"
"""
BARE = """
create table bare as
select * from read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '"')
"""
PEOPLE_ROWS = "select lpad(i::varchar, 9, '0') as \"Nominal ref\" from range(1, $people + 1) as r (i)"
# As many at a time as a computer of 4 GB holds: the store is filled in parts.
PART = 1_000_000


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and seconds of all processors."""

    wall: float
    cpu: float


def main() -> None:
    """Make the files, time both, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--held", type=int, default=0)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--folder", type=Path)
    # what a process of its own does, so that its peak of memory is its own
    arguments.add_argument("--only", choices=("fill", "import", "read", "scored"), help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.only:
        print(json.dumps(_only(chosen.only, chosen.folder)))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        print(json.dumps(_measure(Path(folder), chosen.rows, chosen.held, chosen.repeats)))


def _measure(folder: Path, rows: int, held: int, repeats: int) -> dict[str, object]:
    _write_files(folder, rows, held)
    _run("fill", folder)
    bare, scored, imported = [], [], []
    for _ in range(repeats):
        bare.append(_run("read", folder))
        if held:
            scored.append(_run("scored", folder))
        imported.append(_run("import", folder))
    yardstick = _best(bare, "wall") + (_best(scored, "wall") if held else 0)
    yardstick_cpu = _best(bare, "cpu") + (_best(scored, "cpu") if held else 0)
    return {
        "rows": rows,
        "held": held,
        "file_mb": round((folder / "offences.csv").stat().st_size / 1e6),
        "bare_seconds": _best(bare, "wall"),
        "bare_cpu": _best(bare, "cpu"),
        **({"scored_seconds": _best(scored, "wall"), "scored_cpu": _best(scored, "cpu")} if held else {}),
        "import_seconds": _best(imported, "wall"),
        "import_cpu": _best(imported, "cpu"),
        "ratio": round(_best(imported, "wall") / yardstick, 2),
        "ratio_cpu": round(_best(imported, "cpu") / yardstick_cpu, 2),
        "again_seconds": _best(imported, "again_wall"),
        "import_peak_memory_mb": max(int(one["peak_memory_mb"] or 0) for one in imported),
        "bare_peak_memory_mb": max(int(one["peak_memory_mb"] or 0) for one in bare),
        "report": imported[0]["report"],
        "repeats": repeats,
        "duckdb": duckdb.__version__,
        "processors": os.cpu_count(),
        "machine": platform.machine(),
    }


def _best(runs: list[dict], name: str) -> float:
    return min(run[name] for run in runs)


def _run(what: str, folder: Path) -> dict:
    done = subprocess.run(
        [sys.executable, __file__, "--only", what, "--folder", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _only(what: str, folder: Path) -> dict[str, object]:
    return {"fill": _fill, "import": _import, "read": _read, "scored": _scored}[what](folder)


def _write_files(folder: Path, rows: int, held: int) -> None:
    people = max(held, rows) // 10
    with duckdb.connect() as connection:
        connection.execute(_copied(PEOPLE_ROWS, folder / "people.csv"), {"people": people})
        for first in range(1, held + 1, PART):
            last = min(first + PART - 1, held)
            numbers = {"first": first, "last": last, "people": people, "corrected": 0}
            connection.execute(_copied(ROWS, folder / f"part{first:010}.csv"), numbers)
        # a corrected file of the latest rows
        first = max(held - rows, 0) + 1 if held else 1
        numbers = {"first": first, "last": first + rows - 1, "people": people, "corrected": 10 if held else 0}
        connection.execute(_copied(ROWS, folder / "offences.csv"), numbers)


def _copied(rows: str, path: Path) -> str:
    return f"copy ({rows}) to '{_quoted(path)}' (format csv)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _fill(folder: Path) -> dict[str, object]:
    """A store that knows the people, and the offences held before."""
    people = folder / "people.toml"
    people.write_text(PEOPLE, encoding="utf-8")
    with _opened(folder / "filled", create=True) as store:
        iom.reference.ensure(store, NOW)
        import_file(store, folder / "people.csv", load_mapping(people), now=NOW, covers=COVERS)
        mapping = replace(load_mapping(MAPPING), scope="changes")
        for part in sorted(folder.glob("part*.csv")):
            import_file(store, part, mapping, now=NOW, covers=COVERS)
            part.unlink()
    return {}


def _import(folder: Path) -> dict[str, object]:
    place = folder / "store"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "filled", place)
    mapping = replace(load_mapping(MAPPING), scope="changes")
    with _opened(place, create=False) as store:

        def load():
            return import_file(store, folder / "offences.csv", mapping, now=NOW, covers=COVERS)

        first, report = _cost(load)
        peak = _peak_memory_mb()
        again, _ = _cost(load)
    return {
        **asdict(first),
        "again_wall": again.wall,
        "peak_memory_mb": peak,
        "report": {
            "loaded": report.rows_loaded,
            "updated": report.rows_updated,
            "unchanged": report.rows_unchanged,
            "quarantined": report.rows_quarantined,
            "records": sum(r.new + r.replaced + r.unchanged for r in report.records),
        },
    }


def _read(folder: Path) -> dict[str, object]:
    place = folder / "bare.duckdb"
    place.unlink(missing_ok=True)
    with duckdb.connect(str(place), config={"threads": _settings(folder).threads}) as connection:
        statement = BARE.format(path=_quoted(folder / "offences.csv"))
        cost, _ = _cost(lambda: connection.execute(statement))
    return {**asdict(cost), "peak_memory_mb": _peak_memory_mb()}


def _scored(folder: Path) -> dict[str, object]:
    """One making of offence_scored as a table of its own, in a copy of the store, then thrown away."""
    place = folder / "store"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "filled", place)
    values = {"known_at": datetime(9999, 12, 31), "seen_batch": 2**31 - 1}  # noqa: DTZ001  naive UTC
    with _opened(place, create=False) as store, store.transaction() as cursor:
        moment = derived.as_known(cursor)
        statement = "create table bare_scored as " + sql("derived/offence_scored")
        cost, _ = _cost(
            lambda: cursor.execute(statement, {**values, "severity_vintage": moment.severity_vintage})
        )
    return asdict(cost)


def _opened(folder: Path, *, create: bool):
    return open_store(
        folder,
        _settings(folder.parent),
        Actor("benchmark", "demonstration", "benchmark"),
        now=NOW,
        create=create,
    )


def _settings(folder: Path) -> Settings:
    return Settings(keys=folder / "keys")  # pyright: ignore[reportCallIssue]


def _cost(run: Callable[[], object]) -> tuple[Cost, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    made = run()
    return Cost(round(time.perf_counter() - wall, 3), round(time.process_time() - cpu, 3)), made


def _peak_memory_mb() -> int | None:
    """The most memory that this process has used; None on Windows, whose Python cannot tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # in bytes on macOS, in kilobytes elsewhere
    return peak // 1024**2 if sys.platform == "darwin" else peak // 1024


if __name__ == "__main__":
    main()
