"""Reverse a decision about people by another: nothing is taken out, nothing later is overrun."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.people.assignment import move
from iom.people.deciding import deciding
from iom.people.decision_log import standing
from iom.people.errors import CannotUndoError, PersonError
from iom.people.proposals import hand_on
from iom.store import Store, audit, derived, sql

WORDS = {"merge": "merge", "split": "split", "keep_apart": "decision to keep apart", "undo": "undoing"}


@dataclass(frozen=True)
class Undone:
    """A decision that was reversed. people: whom it concerns now.

    joined_since: subjects that an import added to them after it, and that were not moved: are they in the
    right place?
    """

    decision_id: int
    undoes: int
    kind: str
    people: tuple[int, ...]
    moved: int
    joined_since: tuple[int, ...]


def undo(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    now: datetime,
    decision_id: int,
    decided_by: str,
    reason: str,
) -> Undone:
    """Reverse a decision: subjects go back to the persons they came from, questions stand as they stood.

    In the caller's transaction. A person that the decision ended has its number again; one that it founded
    ends. Raises PersonError when there is no such decision, CannotUndoError when it was undone already, a
    later decision on the same subjects stands, or an import has moved them since.
    """
    kind = _refuse_overtaken(cursor, decision_id)
    before = _people(cursor, decision_id)
    of_it = {"decision_id": decision_id}
    with deciding(
        cursor,
        store,
        kind="undo",
        now=now,
        people=before,
        by_user=decided_by,
        reason=reason,
        undoes=decision_id,
    ) as decision:
        told = {"moment": decision.moment, "decided_by": decided_by, "reason": decision.reason}
        cursor.execute(
            sql("people/moving_by_undo"),
            {**of_it, "moment": decision.moment, "reason": decision.reason},
        )
        move(cursor, moment=decision.moment, decided_by=decided_by, batch_id=None)
        cursor.execute(sql("people/moved_by_undo"), of_it)
        hand_on(cursor, **told)
        cursor.execute(sql("people/asked_before"), of_it)
        cursor.execute(sql("people/take_back_proposals"), told)
        cursor.execute(sql("people/ask_again"), told)
    row = cursor.execute("select count(*) from moving").fetchone()
    assert row is not None
    if row[0]:
        derived.rebuild(cursor)
    people = _people(cursor, decision.decision_id)
    left = cursor.execute(sql("people/joined_since"), of_it).fetchall()
    detail = {
        "decision": decision.decision_id,
        "undoes": decision_id,
        "subjects": row[0],
        "fields": ["subject_person.person_id", "match_proposal.state"],
    }
    concerned = sorted({*before, *people})
    audit.record(cursor, store, now=now, action="person.undo", detail=detail, people=concerned)
    return Undone(
        decision.decision_id, decision_id, kind, tuple(people), row[0], tuple(subject for (subject,) in left)
    )


def _refuse_overtaken(cursor: duckdb.DuckDBPyConnection, decision_id: int) -> str:
    """The kind of a decision that can be undone now."""
    made = cursor.execute(sql("people/decisions_made"), {"known_at": None}).fetchall()
    kinds = {number: kind for number, kind, _ in made}
    undoes = {number: target for number, _, target in made}
    if decision_id not in kinds:
        raise PersonError(f"There is no decision {decision_id}. See: iom people decisions").of("decision")
    undone_by = standing(made)
    if (by := undone_by[decision_id]) is not None:
        raise CannotUndoError(
            f"Decision {decision_id} was undone by decision {by} already. To let it stand again, undo "
            f"that one: iom people undo {by}",
            decision=by,
        ).of("decision")
    later = cursor.execute(sql("people/later_decisions"), {"decision_id": decision_id}).fetchall()
    for (number,) in later:
        target = undoes[number]
        # one that reverses a decision made since then leaves, with it, everything as it was
        if undone_by[number] is None and (target is None or target <= decision_id):
            raise CannotUndoError(
                f"Decision {number}, a {WORDS[kinds[number]]}, came later and speaks of the same "
                "subjects, or of a question about them: undo it first, or decide anew. "
                "See: iom people decisions",
                decision=number,
            ).of("decision")
    if cursor.execute(sql("people/erased_of_decision"), {"decision_id": decision_id}).fetchone():
        raise CannotUndoError(
            f"Decision {decision_id} concerns a subject that was erased since, so it cannot be undone. "
            "Decide anew with: iom people split or merge"
        ).of("decision")
    strayed = cursor.execute(sql("people/strayed_subjects"), {"decision_id": decision_id}).fetchall()
    if strayed:
        subject, was, person = strayed[0]
        raise CannotUndoError(
            f"Since decision {decision_id}, an import has moved subject {subject} from person {was} to "
            f"person {person}, so it cannot be undone. Decide anew with: iom people split"
        ).of("decision")
    return kinds[decision_id]


def _people(cursor: duckdb.DuckDBPyConnection, decision_id: int) -> list[int]:
    """Whose the subjects of a decision are now, and whose it left them."""
    rows = cursor.execute(sql("people/people_of_decision"), {"decision_id": decision_id}).fetchall()
    return [person for (person,) in rows]
