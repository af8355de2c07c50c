"""What is kept of a decision about people, so that it can be shown and undone."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.people.errors import PersonError
from iom.people.moment import next_moment
from iom.store import Store, sql

MOST_CHARACTERS = 2000


@dataclass
class Decision:
    """A decision under way. against: what speaks against it, in words; decision_id once it is kept."""

    kind: str
    moment: datetime
    by_user: str
    purpose: str
    reason: str
    against: str = ""
    undoes: int | None = None
    decision_id: int = 0


@contextmanager
def deciding(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    kind: str,
    now: datetime,
    people: Collection[int],
    by_user: str,
    reason: str,
    undoes: int | None = None,
) -> Iterator[Decision]:
    """What is decided inside is kept at its end, in the caller's transaction.

    people: everyone that it concerns, before it. Raises PersonError for a reason that says nothing.
    """
    decision = Decision(
        kind, next_moment(cursor, now), by_user, store.actor.purpose, _said(reason), undoes=undoes
    )
    concerned = {"people": sorted(people)}
    cursor.execute(sql("people/deciding_subject"), concerned)
    cursor.execute(sql("people/deciding_proposal"), concerned)
    row = cursor.execute("select coalesce(max(proposal_id), 0) from match_proposal").fetchone()
    assert row is not None
    yield decision
    kept = cursor.execute(
        sql("people/keep_decision"),
        {
            "kind": decision.kind,
            "decided_at": decision.moment,
            "by_user": decision.by_user,
            "purpose": decision.purpose,
            "reason": decision.reason,
            "against": decision.against,
            "undoes": decision.undoes,
        },
    ).fetchone()
    assert kept is not None
    decision.decision_id = kept[0]
    of_it = {"decision_id": decision.decision_id}
    cursor.execute(sql("people/keep_decision_subject"), of_it)
    cursor.execute(sql("people/keep_decision_proposal"), {**of_it, "highest": row[0]})


def _said(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise PersonError("Say why: a decision about people is kept with its reason.").of("reason")
    if len(text) > MOST_CHARACTERS:
        says = f"The reason has more than {MOST_CHARACTERS:,} characters: say it shorter."
        raise PersonError(says).of("reason")
    return text
