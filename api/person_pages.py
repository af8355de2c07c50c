"""A person's page as a caller sees it, without what is withheld and what concerns others out of sight."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from api.doors import Call
from api.problems import not_there, refusal_of
from iom import people as room
from iom.people import LoggedDecision, PersonError
from iom.reports import PersonPage, person_page, without_withheld
from iom.store import Store

Looked = TypeVar("Looked")
OF_OTHERS = "Decisions that also concern people whom you may not see, and their reasons."
_MOMENTS = ("as_at", "known_at")


def page_seen(
    call: Call, store: Store, person_id: int, as_at: date | None, known_at: Any
) -> tuple[PersonPage, list[str]]:
    """A person's page without what the caller's roles are not shown, and what that is in words."""
    call.require_visible(person_id, known_at=known_at)
    shown = there(
        call,
        lambda: person_page(
            store, now=call.now, person_id=person_id, as_at=as_at or call.today, known_at=known_at
        ),
    )
    shown, left_out = without_withheld(shown, call.scope.withheld)
    among = call.visible([one.person_id for one in shown.matches])
    shown = replace(shown, matches=tuple(one for one in shown.matches if one.person_id in among))
    if not call.scope.everyone:
        shown, _ = _without_others(call, shown), left_out.append(OF_OTHERS)
    return shown, left_out


def _without_others(call: Call, shown: PersonPage) -> PersonPage:
    """A page without the decisions that also concern people out of sight, and their reasons."""
    hidden = hidden_decisions(call, shown.decisions)
    # no two decisions are of one moment: whose reason a subject's is
    moments = {one.decided_at for one in shown.decisions if one.decision_id in hidden}
    return replace(
        shown,
        decisions=tuple(one for one in shown.decisions if one.decision_id not in hidden),
        subjects=tuple(
            replace(one, reason=OF_OTHERS) if one.since in moments else one for one in shown.subjects
        ),
    )


def hidden_decisions(call: Call, found: Sequence[LoggedDecision]) -> set[int]:
    """The decisions, by number, that also concern somebody whom the caller may not see.

    Whoever is restricted or erased counts among those: whether the caller might see them once more, or could
    once, nobody can tell, and what was hidden before is not shown on that account.
    """
    if call.scope.everyone:
        return set()
    with call.store.cursor() as cursor:
        gone = room.out_of_sight(cursor, [one.decision_id for one in found])
        concerned = {
            one.decision_id: room.concerned_by(cursor, one.decision_id).union(
                one.people_before, one.people_after
            )
            for one in found
        }
    unseen = call.hidden(frozenset().union(*concerned.values()))
    return {number for number, people in concerned.items() if number in gone or people & unseen}


def there(call: Call, look: Callable[[], Looked]) -> Looked:
    """What a look gives; where it says what became of a number, whoever may see everyone alone is told."""
    try:
        return look()
    except PersonError as error:
        raise (refusal_of(error) if call.scope.everyone else not_there("scope")) from None


def held_in(shown: PersonPage, left_out: Sequence[str]) -> dict[str, object]:
    """What a page shows, whatever day and moment it was asked for: what decisions are made on."""
    held = {one.name: getattr(shown, one.name) for one in fields(shown) if one.name not in _MOMENTS}
    return {"held": held, "left_out": left_out}
