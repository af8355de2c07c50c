"""Audit logs for tests: lines of looks, changes made behind the software's back, what a check finds."""

from iom.store import audit, sealing
from iom.store.audit_check import verify


def lines(store, now, count):
    """Add lines of two people each, and anchor them."""
    for number in range(count):
        audit.look(store, now=now, action="person.show", detail={"number": number}, people=[7, 3])


def tamper(store, statement):
    """Change the log behind the appender's back, as someone with the database file could."""
    with store.transaction() as cursor:
        cursor.execute(statement)


def found(store):
    return {(finding.kind, finding.seq) for finding in verify(store).findings}


def keys_of(store):
    return sealing.place(store.settings.keys, store.store_id)
