"""Is the audit log as it was written? Its chain, its lists of people, and its anchor."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from iom.store import audit, sealing
from iom.store.errors import AuditError
from iom.store.statements import sql

if TYPE_CHECKING:
    from iom.store.connection import Store


@dataclass(frozen=True)
class Finding:
    """One thing wrong with the log: its kind, the line (None: the log as a whole), and a sentence."""

    kind: str
    seq: int | None
    says: str


@dataclass(frozen=True)
class AuditReport:
    """What a check found: lines in the log, how many of them after the anchor, and what is wrong."""

    lines: int
    since_anchor: int
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        return not self.findings

    @property
    def first_bad_line(self) -> int | None:
        return min((finding.seq for finding in self.findings if finding.seq is not None), default=None)


def verify(store: "Store") -> AuditReport:
    """Check every line of the log, every list of people, and that the log reaches its anchor.

    Lines after the anchor are no fault when they chain: a process that was stopped between its commit and its
    anchor leaves them.
    """
    folder = sealing.place(store.settings.keys, store.store_id)
    with store.cursor() as cursor:
        row = cursor.execute("select count(*), coalesce(max(seq), 0) from audit_log").fetchone()
        lines, last = row if row else (0, 0)
        key = sealing.read_key(folder)
        if key is None:
            if not lines:
                return AuditReport(0, 0, ())
            missing = Finding("key_missing", None, f"The key is not in {folder}: no line can be checked.")
            return AuditReport(lines, lines, (missing,))
        noted, anchor_findings = _anchor(cursor, store, folder, key, last)
        findings = (*_chain(cursor, key), *_people(cursor), *anchor_findings)
    since = max(0, last - noted) if noted is not None else lines
    return AuditReport(lines, since, findings)


def _chain(cursor: duckdb.DuckDBPyConnection, key: bytes) -> Iterator[Finding]:
    columns = [column[0] for column in cursor.execute(sql("store/audit_lines")).description]
    expected, previous = 1, sealing.BEGINNING
    while chunk := cursor.fetchmany(10_000):
        for row in chunk:
            line: dict[str, str | int | datetime] = dict(zip(columns, row, strict=True))
            seq = int(str(line["seq"]))
            if seq > expected:
                yield Finding(
                    "removed", expected, f"Lines {expected} to {seq - 1} are missing before line {seq}."
                )
            elif seq < expected:
                yield Finding("inserted", seq, f"Line {seq} is there more than once.")
            elif line["previous_mac"] != previous:
                yield Finding("relinked", seq, f"Line {seq} does not follow the line before it.")
            if not hmac.compare_digest(str(line["mac"]).encode(), audit.line_seal(key, line).encode()):
                yield Finding("altered", seq, f"Line {seq} does not say what it said when it was sealed.")
            expected, previous = seq + 1, str(line["mac"])


def _people(cursor: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for (seq,) in cursor.execute(sql("store/audit_people_broken")).fetchall():
        yield Finding(
            "people_altered", seq, f"The list of people of line {seq} is not the one it was sealed with."
        )


def _anchor(
    cursor: duckdb.DuckDBPyConnection, store: "Store", folder, key: bytes, last: int
) -> tuple[int | None, list[Finding]]:
    try:
        noted = sealing.read_anchor(folder, key, store.store_id)
    except AuditError as error:
        return None, [Finding("anchor_forged", None, str(error))]
    if noted is None:
        text = f"The anchor is not in {folder}: whether lines are missing at the end cannot be told."
        return None, [Finding("anchor_missing", None, text)]
    if noted.count > last:
        text = (
            f"The log ends at line {last}, but had {noted.count} lines: lines at the end were removed, "
            "or the store was replaced by an older copy."
        )
        return noted.count, [Finding("truncated", last + 1, text)]
    if audit.mac_of(cursor, noted.count) != noted.head:
        text = f"Line {noted.count} is not the one that was last when the anchor was written."
        return noted.count, [Finding("replaced", noted.count, text)]
    return noted.count, []
