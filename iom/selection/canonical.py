"""The canonical form of a result (DOMAIN.md 15): sorted JSON lines without run id, clock or host."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

from iom.selection import kept_columns
from iom.store import sql
from iom.store.derived import Moment


def inputs(
    cursor: duckdb.DuckDBPyConnection,
    moment: Moment,
    *,
    as_at: date,
    area: str | None,
    criteria_sha256: str,
    reference_fingerprint: str,
    code_version: str,
) -> dict[str, object]:
    """All that a result depends on. Imports: the digests of file and mapping, in order of commit."""
    seen = cursor.execute(sql("selection/imports_seen"), {"seen_batch": moment.seen_batch}).fetchall()
    # What was committed later is unseen, unless its mapping declares when the records were known.
    imports = [
        {"file": file, "mapping": mapping}
        for file, mapping, text, committed_at in seen
        if committed_at <= moment.known_at or _declares_history(text)
    ]
    given = {"known_at": moment.known_at, "seen_batch": moment.seen_batch}
    assignments = kept_columns.digest(cursor, sql("selection/assignments_seen"), given)
    coverage = cursor.execute(sql("selection/coverage_seen")).fetchone()
    assert coverage is not None
    return {
        "as_at": as_at,
        "area": area,
        "criteria": criteria_sha256,
        "reference": reference_fingerprint,
        "code_version": code_version,
        "severity_vintage": moment.severity_vintage,
        "imports": imports,
        # An import may add no record and still say that nothing happened: measures are then known to be 0.
        "coverage": {"count": coverage[0], "sha256": coverage[1]},
        "assignments": {"count": assignments.rows, "sha256": assignments.sha256.hex()},
    }


def lines(tagged: Iterable[tuple[str, object]], written: Iterable[str] = ()) -> str:
    """Every part of a result (a mapping or a dataclass) as a JSON line with its kind, sorted.

    written: lines that are written already.
    """
    return "".join(sorted(f"{line}\n" for line in (*(_line(kind, part) for kind, part in tagged), *written)))


def spliced(facts: Mapping[str, object], name: str, said: str) -> str:
    """The JSON of some facts and of one more, whose value is written as JSON already."""
    before = as_json({key: value for key, value in facts.items() if key < name})
    after = as_json({key: value for key, value in facts.items() if key > name})
    written = [part[1:-1] for part in (before, f'{{"{name}":{said}}}', after) if part != "{}"]
    return "{" + ",".join(written) + "}"


def _line(kind: str, part: object) -> str:
    facts = part if isinstance(part, Mapping) else _plain(part)
    assert isinstance(facts, Mapping)
    return as_json({"kind": kind, **facts})


def sha256(text: str) -> str:
    """The digest of a canonical form."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(value: object) -> str:
    """Compact JSON with sorted keys; decimals as text with all their digits, dates ISO 8601."""
    return json.dumps(
        value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _plain(value: object) -> object:
    """What JSON does not know, one step nearer to what it does."""
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return dict(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            # not asdict: it would copy every reason of everyone first
            return {name: getattr(value, name) for name in type(value).__dataclass_fields__}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _declares_history(mapping_text: str) -> bool:
    try:
        return tomllib.loads(mapping_text).get("first_historical_load") is True
    except tomllib.TOMLDecodeError:
        return False
