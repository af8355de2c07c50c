"""How fast does the service answer, beside a bare FastAPI route and the bare query?

    python benchmarks/service.py [--offences N] [--folder DIR [--keep]] [--seconds 10] [--clients 1 8 32]

On loopback, with a store filled by fill.sql and one run kept. The server is a process of its own, started as
`iom serve --local` starts it; clients are processes too, each with one connection that stays open, that ask
one after another. Per route and number of clients: requests a second, p50, p95, p99 in milliseconds, and
refusals (503, 429). The bare query is asked in this process, as a notebook would, of the same people in turn
as the route: one relation of it. A page of a person reads thirteen; those alone are asked bare, too. Memory
is the server's.
The bar: at one client p99 at most 10 times the bare query's, and as many answers a second at 32 clients as at
least 60% of those at 8. On a machine that does other things the bare query's p99 tells more of them than of
the query: compare p50 as well. Memory over many requests: service_memory.py.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import AS_AT, CRITERIA, HERE, MEMORY, NOW, filled_store, machine

from iom.selection import read_criteria, select
from iom.store import Store, derived, sql

PORT, BARE_PORT = 8441, 8442
BARE_APP = HERE / "bare_app.py"
BARE_QUERIES = {
    "person": "select * from offence_scored where person_id = {person}",
    "proposals": "select * from run_person where run_id = {run} and list = 'proposed'",
    "attrition": "select * from run_step where run_id = {run}",
}
# What a person's page reads, of which the bare query is one (sql/reports/person_*.sql).
PAGE_READS = (
    "subjects", "attributes", "homes", "supervision", "offences", "sanctions", "absences", "days_away",
    "matches", "identifiers", "names", "scores", "intelligence",
)  # fmt: skip
ROUTES = {
    "person": "/v1/people/{person}?as_at=2026-10-31",
    "proposals": "/v1/runs/{run}/proposals?list=proposed&limit=100",
    "attrition": "/v1/runs/{run}/attrition",
}


def main() -> None:
    """Fill a store, serve it, ask it, print one JSON line per route and number of clients."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--keep", action="store_true", help="leave the filled store, to be used again")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.offences, keep=chosen.keep) as store:
        folder, keys = store.folder, store.settings.keys
        told = named(store)
        bare = {name: _bare(store, _of_each(text, told)) for name, text in BARE_QUERIES.items()}
        reads = _bare_reads(store, told["people"])
        store.close()
        server, token = serve(folder, keys)
        try:
            print(json.dumps({"bare reads of a page": reads}))
            _ask_all(chosen, told, bare, token, server)
        finally:
            server.terminate()
            server.wait()


def named(store: Store) -> dict[str, Any]:
    """A run, and 200 people from all over the store: most have few offences, some many."""
    made = select(store, read_criteria(str(CRITERIA)), as_at=AS_AT, now=NOW)
    with store.cursor() as cursor:
        found = cursor.execute((HERE / "service_people.sql").read_text(encoding="utf-8")).fetchall()
    people = [row[0] for row in found]
    return {"run": made.run_id, "people": people}


def _of_each(text: str, told: dict[str, Any]) -> list[str]:
    """A path or query of each person in turn, where it is of a person: the same people for both."""
    people = told["people"] if "{person}" in text else [None]
    return [text.format(run=told["run"], person=person) for person in people]


def _bare(store: Store, texts: list[str]) -> dict[str, float]:
    taken = []
    with store.cursor() as cursor:
        for at in range(1000):
            begun = time.perf_counter()
            cursor.execute(texts[at % len(texts)]).fetchall()
            taken.append(time.perf_counter() - begun)
    return _summed(taken)


def _bare_reads(store: Store, people: list[int]) -> dict[str, float]:
    """All that a person's page reads, one statement after another, without what is made of it."""
    taken = []
    with store.cursor() as cursor:
        moment = derived.as_known_of(store, cursor, None)
        days = {"as_at": AS_AT, "last_day": AS_AT}
        told = {"known_at": moment.known_at, "seen_batch": moment.seen_batch}
        reads = []
        for name in PAGE_READS:
            text = sql(f"reports/person_{name}")
            wanted = {key: value for key, value in (days | told).items() if f"${key}" in text}
            reads.append((text, wanted))
        for at in range(400):
            begun = time.perf_counter()
            for text, wanted in reads:
                cursor.execute(text, {"person_id": people[at % len(people)], **wanted}).fetchall()
            taken.append(time.perf_counter() - begun)
    return _summed(taken)


def serve(folder: Path, keys: Path) -> tuple[subprocess.Popen[str], str]:
    """A server of a store, in a process of its own, and the token that it takes."""
    environment = {
        **os.environ,
        "IOM_KEYS": str(keys),
        "IOM_REQUESTS_A_MINUTE": "10000000",
        "IOM_MEMORY_LIMIT": MEMORY,
    }
    command = [sys.executable, "-m", "iom", "serve", "--local", "--port", str(PORT), "--store", str(folder)]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    server.stdout.readline()
    token = server.stdout.readline().partition("Bearer ")[2].partition('"')[0]
    _wait(PORT, "/health/live")
    return server, token


def _wait(port: int, path: str) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at port {port}")


def _ask_all(
    chosen: argparse.Namespace,
    told: dict[str, Any],
    bare: dict[str, dict[str, float]],
    token: str,
    server: subprocess.Popen[str],
) -> None:
    bare_server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--app-dir", str(BARE_APP.parent), "bare_app:app",
         "--port", str(BARE_PORT), "--log-level", "critical"]
    )  # fmt: skip
    try:
        _wait(BARE_PORT, "/bare")
        for clients in chosen.clients:
            print(json.dumps({"route": "bare", **_load(BARE_PORT, ["/bare"], "", clients, chosen.seconds)}))
    finally:
        bare_server.terminate()
        bare_server.wait()
    for name, text in ROUTES.items():
        paths = _of_each(text, told)
        for clients in chosen.clients:
            found = _load(PORT, paths, token, clients, chosen.seconds)
            times = round(found["p99"] / bare[name]["p99"], 1)
            beside = {"bare_query": bare[name], "p99_times_bare": times, "memory_mb": memory(server.pid)}
            print(json.dumps({"route": name, **found, **beside}), flush=True)
    print(json.dumps({"offences": chosen.offences, **machine()}))


def _load(port: int, paths: list[str], token: str, clients: int, seconds: float) -> dict[str, float]:
    with multiprocessing.Pool(clients) as pool:
        given = [(port, paths[at::clients] or paths, token, seconds) for at in range(clients)]
        all_found = pool.starmap(_client, given)
    taken = sorted(one for found, _, _ in all_found for one in found)
    return {
        "clients": clients,
        "per_second": round(len(taken) / seconds, 1),
        **_summed(taken),
        "refused": sum(refused for _, refused, _ in all_found),
        "other": sum(other for _, _, other in all_found),
    }


def _client(port: int, paths: list[str], token: str, seconds: float) -> tuple[list[float], int, int]:
    """Seconds of each answer, how many were refused (503, 429), how many were anything else but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    taken, refused, other, at = [], 0, 0, 0
    # the first is not counted: it opens the connection
    end = None
    while end is None or time.perf_counter() < end:
        begun = time.perf_counter()
        connection.request("GET", paths[at % len(paths)], headers=headers)
        response = connection.getresponse()
        response.read()
        at += 1
        if end is None:
            end = time.perf_counter() + seconds
        elif response.status in (503, 429):
            refused += 1
        elif response.status != 200:
            other += 1
        else:
            taken.append(time.perf_counter() - begun)
    return taken, refused, other


def _summed(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def memory(pid: int) -> int | None:
    """The memory that a process has now, in megabytes; None where the system does not say."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(text.partition("VmRSS:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main()
