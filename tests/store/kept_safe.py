"""Stores with records to keep safe, and what they hold, read without the engine."""

import hashlib
import json
from pathlib import Path

import duckdb

from tests.intake.conftest import HEAD, PEOPLE, PEOPLE_HEADER

RECORDS = ("subject_version", "subject_identifier_version", "subject_name_version", "import_batch", "run")


def files_to_import(folder: Path, people: int, *, system: str = "niche") -> tuple[Path, Path]:
    """A file of so many invented people, and its mapping document."""
    mapping, file = folder / f"{system}.toml", folder / f"{system}.csv"
    head = HEAD.format(name=system, system=system, scope="full", first="false")
    mapping.write_text(head + PEOPLE, encoding="utf-8")
    rows = "\n".join(f"{n:06},Name{n},04/07/1991,M,,2,01/02/2020" for n in range(people))
    file.write_text(f"{PEOPLE_HEADER}\n{rows}\n", encoding="utf-8")
    return file, mapping


def held(database: Path, tables=RECORDS) -> dict[str, list[int]]:
    """A number for each row of a closed database's tables, that of all its values, in an order of their own.

    To read the rows themselves takes fifty times as long: the keys are numbers of 128 bits.
    """
    with duckdb.connect(str(database), read_only=True) as opened:
        return {
            table: [row[0] for row in opened.execute(f"select hash(t) from {table} t order by 1").fetchall()]
            for table in tables
        }


def log_of(database: Path) -> list[tuple[str, dict]]:
    """What the audit log of a closed database says: actions and their details."""
    with duckdb.connect(str(database), read_only=True) as opened:
        lines = opened.execute("select action, detail from audit_log order by seq").fetchall()
    return [(action, json.loads(detail)) for action, detail in lines]


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def names_in(folder: Path) -> set[str]:
    """Everything in a folder and below, by its path from there."""
    return {entry.relative_to(folder).as_posix() for entry in folder.rglob("*")}


def the_backup(folder: Path) -> Path:
    """The one backup in a folder."""
    (found,) = folder.glob("iom-backup-*")
    return found
