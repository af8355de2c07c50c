"""A workbench for intake: mapping documents and files as text, a store that knows the reference tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iom.intake import ImportReport, import_file, load_mapping
from iom.store import Actor, Store
from tests.opening import opened_once
from tests.people.given import bare_reference

HEAD = """
title = "{name}"
system = "{system}"
scope = "{scope}"
history = "local"
first_historical_load = {first}
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
iso = "yyyy-mm-dd"
month = "yyyy-mm"
"""
PEOPLE = """
[codes.sex]
"M" = "male"
"F" = "female"
"U" = ""
[[record]]
type = "subject"
subject = "id"
[record.fields]
surname = "surname"
birth_date = { column = "born", format = ["uk", "month"] }
sex = { column = "sex", codes = "sex" }
pnc_id = "pnc"
mappa_level = { column = "mappa", missing = ["-1"] }
recorded_on = { column = "recorded", format = "uk" }
"""
OFFENCES = """
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "uk" }
recorded_on = { column = "recorded", format = "uk" }
code_given = "code"
victim_keys = { column = "victims", split = ";" }
[[record.status]]
status = "charged"
on = { column = "charged", format = "uk" }
[[record.status]]
status = "convicted"
on = { column = "convicted", format = "uk" }
"""
ABSENCES = """
[[record]]
type = "absence"
subject = "id"
[record.fields]
kind = "kind"
from_date = { column = "from", format = "iso" }
to_date = { column = "to", format = "iso" }
"""
PEOPLE_HEADER = "id,surname,born,sex,pnc,mappa,recorded"
OFFENCES_HEADER = "crime,id,on,recorded,code,victims,charged,convicted"
ABSENCES_HEADER = "id,kind,from,to"
SOMEONE = "007,Ashdown,04/07/1991,M,0000/0000101J,2,01/02/2020"
BURGLARY = "C1,007,03/03/2024,04/03/2024,028/03,V1;V2,10/03/2024,"


@dataclass
class Bench:
    """A store, and a folder for what is imported into it."""

    store: Store
    folder: Path
    now: datetime

    def file(self, header: str, *rows: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
        """A file of these rows."""
        path = self.folder / name
        path.write_bytes("\r\n".join((header, *rows, "")).encode(encoding))
        return path

    def document(self, body: str, *, scope: str = "full", first: bool = False, system: str = "niche") -> Path:
        """A mapping document of these records."""
        path = self.folder / "mapping.toml"
        head = HEAD.format(name=f"test {len(body)}", system=system, scope=scope, first=str(first).lower())
        path.write_text(head + body, encoding="utf-8")
        return path

    def load(
        self,
        body: str,
        path: Path,
        *,
        check: bool = False,
        allow_withdrawals: bool = False,
        **document: object,
    ) -> ImportReport:
        """Import a file under a document."""
        mapping = load_mapping(self.document(body, **document))  # pyright: ignore[reportArgumentType]
        return import_file(
            self.store, path, mapping, now=self.now, check=check, allow_withdrawals=allow_withdrawals
        )

    def people(self, *rows: str, **document: object) -> ImportReport:
        """Import these people."""
        return self.load(PEOPLE, self.file(PEOPLE_HEADER, *rows), **document)  # pyright: ignore[reportArgumentType]

    def offences(self, *rows: str, **document: object) -> ImportReport:
        """Import these offences."""
        return self.load(OFFENCES, self.file(OFFENCES_HEADER, *rows), **document)  # pyright: ignore[reportArgumentType]

    def absences(self, *rows: str, **document: object) -> ImportReport:
        """Import these absence spells."""
        return self.load(ABSENCES, self.file(ABSENCES_HEADER, *rows), **document)  # pyright: ignore[reportArgumentType]

    def ask(self, query: str) -> list[tuple]:
        """What the store answers."""
        with self.store.cursor() as cursor:
            return cursor.execute(query).fetchall()


def fates(report: ImportReport) -> tuple[int, int, int, int]:
    """loaded, updated, unchanged, quarantined."""
    return report.rows_loaded, report.rows_updated, report.rows_unchanged, report.rows_quarantined


def broken(report: ImportReport) -> list[tuple[str, str | None, tuple[int, ...]]]:
    """Each rule broken: its name, field and first lines."""
    return [(rule.rule, rule.field, rule.first_lines) for rule in report.rules]


@pytest.fixture
def bench(store: Store, tmp_path: Path, now: datetime) -> Iterator[Bench]:
    """A workbench on a store with as little reference as derived relations need."""
    bare_reference(store)
    return Bench(store, tmp_path, now)


@pytest.fixture(scope="session")
def known_template(told_template: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a store that was told of SOMEONE, and its keys."""

    def tell(store: Store) -> None:
        bare_reference(store)
        at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        Bench(store, tmp_path_factory.mktemp("known"), at).people(SOMEONE)

    return told_template(tell, furnished=False)


@pytest.fixture
def known(
    known_template: Path, own_copy: Callable[[Path], Path], tmp_path: Path, now: datetime, actor: Actor
) -> Iterator[Bench]:
    """A workbench on a store that knows SOMEONE by its first import: what most tests begin with."""
    with opened_once(own_copy(known_template), actor, now) as store:
        yield Bench(store, tmp_path, now)


@pytest.fixture
def bench_used(request: pytest.FixtureRequest) -> Bench:
    """The workbench of the test, whichever of the two it asks for."""
    return request.getfixturevalue("known" if "known" in request.fixturenames else "bench")
