"""Awkward columns of a new export: what a draft makes of them, so that it imports once it is filled in."""

import tomllib
from pathlib import Path

from iom.intake import draft, import_file, parse_mapping, sample, suggest
from iom.settings import settings

from .conftest import Bench
from .test_suggest import filled_in


def written(path: Path, header: str, *rows: str) -> Path:
    """A file of these rows."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def drafted(path: Path) -> str:
    """The draft of a file."""
    return draft(suggest(sample(path, settings()))).text


def test_a_status_column_of_known_words_alone_is_drafted_as_a_column(bench: Bench):
    rows = [f"N{n % 3},Ashdown,1{n % 3}/11/1990,C{n},13/02/2025,028/03,Suspect,14/02/2025" for n in range(9)]
    header = "Nominal ref,Surname,DOB,Crime No,Offence Date,HO Code,Status,Status Date"
    path = written(bench.folder / "crimes.csv", header, *rows)
    text = filled_in(drafted(path))
    (status,) = tomllib.loads(text)["record"][1]["status"]
    assert status["status"] == {"column": "Status"}
    report = import_file(bench.store, path, parse_mapping("m.toml", text), now=bench.now)
    assert (report.rows_total, report.rows_quarantined) == (9, 0)
    assert bench.ask("select distinct status from offence_status_event") == [("suspect",)]
