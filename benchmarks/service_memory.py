"""Does the memory of the service stay flat over many requests?

    python benchmarks/service_memory.py [--requests 100000] [--offences 20000] [--folder DIR] [--clients 4]

Serves a store of modest size as `iom serve --local` does, and asks it mixed requests: of a hundred, 15 pages
of people, 70 times attrition, 7 pages of proposals, 8 searches with an Idempotency-Key of their own; of a
thousand, the first ten are instead decisions that two people are two, each with a key and with the tags of
their pages, asked for just before. After every tenth of the requests it prints the memory of the server (RSS)
and the size of the store's files. With other things on the machine it takes longer and shows the same.
"""

import argparse
import http.client
import json
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

from bench import filled_store, machine
from service import PORT, memory, named, serve

LOOK = "/v1/people/{person}?as_at=2026-10-31"
RUN = "/v1/runs/{run}/"


def main() -> None:
    """Fill a store, serve it, ask it so often, print one JSON line after each tenth."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requests", type=int, default=100_000)
    arguments.add_argument("--offences", type=int, default=20_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--clients", type=int, default=4)
    chosen = arguments.parse_args()
    with filled_store(chosen.folder, chosen.offences) as store:
        told = named(store)
        folder, keys = store.folder, store.settings.keys
        store.close()
        server, token = serve(folder, keys)
        try:
            _ask(chosen, Asked(told, token), server.pid, folder)
        finally:
            server.terminate()
            server.wait()
    print(json.dumps({"offences": chosen.offences, **machine()}))


class Asked:
    """What is asked, request by request, and how often each answer came."""

    def __init__(self, told: dict[str, object], token: str):
        people = told["people"]
        assert isinstance(people, list)
        self._people: list[int] = people
        self._run, self._token = told["run"], token
        self._lock = threading.Lock()
        self._next = 0
        self.statuses: Counter[int] = Counter()

    def until(self, end: int) -> None:
        """Ask on one connection until so many were asked by all."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        while (number := self._take(end)) is not None:
            status = self._one(connection, number)
            with self._lock:
                self.statuses[status] += 1

    def _take(self, end: int) -> int | None:
        with self._lock:
            if self._next >= end:
                return None
            self._next += 1
            return self._next

    def _one(self, connection: http.client.HTTPConnection, number: int) -> int:
        person = self._people[number % len(self._people)]
        place = number % 100
        if number % 1000 < 10:
            return self._decided(connection, number // 1000 * 10 + number % 1000)
        if place < 15:
            return self._asked(connection, "GET", LOOK.format(person=person))[0]
        if place < 85:
            return self._asked(connection, "GET", RUN.format(run=self._run) + "attrition")[0]
        if place < 92:
            return self._asked(connection, "GET", RUN.format(run=self._run) + "proposals?limit=20")[0]
        return self._asked(connection, "POST", "/v1/people/searches", {"text": f"SURNAME {number}"})[0]

    def _decided(self, connection: http.client.HTTPConnection, number: int) -> int:
        """Another two people each time, none of them asked of by the decisions just before."""
        among = self._people
        first = 2 * number % len(among)
        second = (first + 1 + 2 * (2 * number // len(among))) % len(among)
        pair = sorted((among[first], among[second]))
        tags = [self._asked(connection, "GET", f"/v1/people/{person}")[1] for person in pair]
        body = {"people": pair, "reason": "a benchmark"}
        more = {"If-Match": ", ".join(tags)}
        return self._asked(connection, "POST", "/v1/people/separations", body, more)[0]

    def _asked(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: dict[str, object] | None = None,
        more: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self._token}", **(more or {})}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("ETag", "")


def _ask(chosen: argparse.Namespace, asked: Asked, pid: int, folder: Path) -> None:
    begun = time.monotonic()
    for tenth in range(1, 11):
        end = chosen.requests * tenth // 10
        threads = [threading.Thread(target=asked.until, args=(end,)) for _ in range(chosen.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        size = sum(file.stat().st_size for file in folder.glob("store.duckdb*"))
        found = {
            "requests": end,
            "rss_mb": memory(pid),
            "store_mb": round(size / 1e6, 1),
            "minutes": round((time.monotonic() - begun) / 60, 1),
            "statuses": dict(asked.statuses),
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
