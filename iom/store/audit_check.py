"""Is the audit log as it was written? Its chain, its lists of people, and its anchor."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from iom.store import audit, sealing
from iom.store.errors import AuditError
from iom.store.statements import sql

if TYPE_CHECKING:
    from iom.store.opened import Store


@dataclass(frozen=True)
class Finding:
    """One thing wrong with the log: its kind, the line (None: the log as a whole), and a sentence."""

    kind: str
    seq: int | None
    says: str


# What the check takes is not there: nothing is said of the log itself.
UNCHECKED = frozenset({"key_missing", "key_unreadable", "anchor_missing", "note_unreadable"})


RESTORE = "store.restore"  # the action of a line that says that the store was restored


@dataclass(frozen=True)
class Restore:
    """A line of the log that says that the store was restored from a backup of another (UTC).

    lines: how many lines of the log came with the backup. anchor_lines: how many the log of that store had by
    its anchor when the backup was restored, None where there was no anchor to go by. agrees: whether the
    backup's log has the anchor's line, None where it ends before it, or there was no anchor.
    """

    seq: int
    at: datetime
    by: str
    from_store: str
    made_at: str
    lines: int
    anchor_lines: int | None
    agrees: bool | None


@dataclass(frozen=True)
class AuditReport:
    """What a check found: lines in the log, how many of them after the anchor, what is wrong.

    since_anchor is None where there is no anchor to go by.
    earlier_stores: ids of stores that the folder held before this one, whose logs went with them.
    restores: whether it was ever restored from a backup, so that what came after that backup is not in it.
    """

    lines: int
    since_anchor: int | None
    findings: tuple[Finding, ...]
    earlier_stores: tuple[str, ...] = ()
    restores: tuple[Restore, ...] = ()

    @property
    def good(self) -> bool:
        return not self.findings

    @property
    def unchecked(self) -> bool:
        """Whether all that is wrong is that key, anchor or note are not there to check with."""
        return bool(self.findings) and all(finding.kind in UNCHECKED for finding in self.findings)

    @property
    def first_bad_line(self) -> int | None:
        return min((finding.seq for finding in self.findings if finding.seq is not None), default=None)


def verify(store: "Store") -> AuditReport:
    """Check that the store is the one that its keys are for, every line of its log, every list of people, and
    that the log reaches its anchor.

    Lines after the anchor are no fault when they chain: a process that was stopped between its commit and its
    anchor leaves them. Whatever is missing or spoilt is a finding, never an error.
    """
    findings: list[Finding] = []
    lines = last = 0
    noted = None
    with store.cursor() as cursor:
        key, earlier, foundation = _foundation(store)
        lines, last, found = lines_of(cursor, key)
        findings += [*foundation, *found]
        if key is not None:
            noted, anchor_findings = _anchor(cursor, store, key, last)
            findings += anchor_findings
        restores = restores_of(cursor)
    since = max(0, last - noted) if noted is not None else None
    # of a store that this one was restored from, the log came along
    gone = tuple(one for one in earlier if one not in {restore.from_store for restore in restores})
    return AuditReport(lines, since, tuple(findings), gone, restores)


def lines_of(cursor: duckdb.DuckDBPyConnection, key: bytes | None) -> tuple[int, int, list[Finding]]:
    """How many lines a log has, the number of the last, and what is wrong with them, whatever its anchor.

    key: what they are sealed with; without it only the lists of people are checked.
    """
    lines = last = 0
    findings = list(_replaced(cursor))
    try:
        row = cursor.execute("select count(*), coalesce(max(seq), 0) from audit_log").fetchone()
        lines, last = row if row else (0, 0)
        if not lines and cursor.execute(sql("store/any_work")).fetchone() == (True,):
            text = "The log is empty, but imports or runs are in the store: each of them was logged."
            findings.append(Finding("emptied", None, text))
    except duckdb.Error:
        findings.append(Finding("log_unreadable", None, "The table audit_log is gone or was altered."))
    if key is not None:
        findings += _chain(cursor, key)
    findings += _people(cursor)
    return lines, last, findings


def verify_and_log(store: "Store", now: datetime) -> AuditReport:
    """Check the log, and add the line that it was checked, if a line can be added."""
    report = verify(store)
    try:
        detail = {"lines": report.lines, "findings": len(report.findings)}
        audit.look(store, now=now, action="audit.verify", detail=detail)
    except Exception as error:
        # in an altered log anything may fail, and what was found matters more; closing must not try again
        store.audit_lines_added = False
        if isinstance(error, duckdb.Error):
            text = "No line can be added to the log: its tables were altered."
            return replace(report, findings=(*report.findings, Finding("closed", None, text)))
        if report.good:
            raise
    return report


def restores_of(cursor: duckdb.DuckDBPyConnection) -> tuple[Restore, ...]:
    """What the log says of restores, the first one first."""
    try:
        rows = cursor.execute(sql("store/audit_restores"), {"action": RESTORE}).fetchall()
    except duckdb.Error:
        # the log was altered, which is found elsewhere
        return ()
    return tuple(Restore(*row) for row in rows)


def _replaced(cursor: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for (name,) in cursor.execute(sql("store/audit_views")).fetchall():
        text = f"{name} is a view and no table: the log was moved away, and this was put in its place."
        yield Finding("table_replaced", None, text)


def _foundation(store: "Store") -> tuple[bytes | None, tuple[str, ...], list[Finding]]:
    """The key, if there is one to check with; the folder's earlier stores; what is wrong with id and key."""
    keys = store.settings.keys
    findings = []
    noted: list[str] = []
    try:
        noted = sealing.noted_stores(keys, store.folder, store.store_id)
        if noted and noted[-1] != store.store_id:
            text = (
                f"The folder held the store {noted[-1]}; its database now says that it is another, or none."
            )
            findings.append(Finding("identity_changed", None, text))
    except AuditError as error:
        findings.append(Finding("note_unreadable", None, str(error)))
    try:
        place = sealing.place(keys, store.store_id)
    except AuditError as error:
        return None, tuple(noted), [*findings, Finding("identity_missing", None, str(error))]
    earlier = tuple(store_id for store_id in noted if store_id != store.store_id)
    try:
        key = sealing.read_key(place)
    except AuditError as error:
        return None, earlier, [*findings, Finding("key_unreadable", None, str(error))]
    if key is None:
        findings.append(Finding("key_missing", None, f"The key is not in {place}: no line can be checked."))
    return key, earlier, findings


def _chain(cursor: duckdb.DuckDBPyConnection, key: bytes) -> Iterator[Finding]:
    expected, previous = 1, sealing.BEGINNING
    try:
        columns = [column[0] for column in cursor.execute(sql("store/audit_lines")).description]
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
    except (duckdb.Error, TypeError, ValueError, OverflowError):
        # columns dropped or of other types, moments out of range: nothing that this software wrote
        yield Finding("lines_unreadable", expected, f"Line {expected} and those after it cannot be read.")


def _people(cursor: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    try:
        for (seq,) in cursor.execute(sql("store/audit_people_broken")).fetchall():
            yield Finding(
                "people_altered", seq, f"The list of people of line {seq} is not the one it was sealed with."
            )
    except duckdb.Error:
        yield Finding(
            "people_unreadable",
            None,
            "The lists of people cannot be read: audit_person or audit_log was altered.",
        )


def _anchor(
    cursor: duckdb.DuckDBPyConnection, store: "Store", key: bytes, last: int
) -> tuple[int | None, list[Finding]]:
    folder = sealing.place(store.settings.keys, store.store_id)
    try:
        noted = sealing.read_anchor(folder, key, str(store.store_id))
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
    try:
        head = audit.mac_of(cursor, noted.count)
    except duckdb.Error:
        head = None
    if head != noted.head:
        text = f"Line {noted.count} is not the one that was last when the anchor was written."
        return noted.count, [Finding("replaced", noted.count, text)]
    return noted.count, []
