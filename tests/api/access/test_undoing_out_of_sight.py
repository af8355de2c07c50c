"""What stands in the way of an undoing is told as far as its decisions are shown, and no further."""

import pytest

from api.routes import people as routes
from iom.people import CannotUndoError
from tests.api.access.test_out_of_sight import whole

ALL, LUTON = "coordinator/everyone", "coordinator/luton"
NAMES_NOTHING = "It cannot be undone as things stand. Ask somebody who may see everyone."


@pytest.fixture
def merged(own_served):
    """1 and 6, both of Luton, made one by a coordinator for Luton; the number of that decision."""
    served = own_served()
    asked = {"people": [1, 6], "reason": "seen", "despite": True}
    answer = served.ask(LUTON, "POST /v1/people/merges", asked, headers=served.tag(LUTON, 1, 6))
    assert answer.status_code == 201
    return served, max(_decisions(served, LUTON))


def _decisions(served, caller: str) -> list[int]:
    return [one["decision_id"] for one in served.ask(caller, "GET /v1/people/1/decisions").json()["items"]]


def _undo(served, caller: str, decision: int):
    body = {"decision": decision, "reason": "no"}
    return served.ask(caller, "POST /v1/people/undoings", body, headers=served.tag(caller, 1, 2))


def _separate(served, *people: int) -> None:
    body = {"people": people, "reason": "a reason of theirs"}
    answer = served.ask(ALL, "POST /v1/people/separations", body, headers=served.tag(ALL, *people))
    assert answer.status_code == 201


def test_a_later_decision_on_somebody_out_of_sight_is_not_named_where_it_stands_in_the_way(merged):
    served, merge = merged
    shown = _decisions(served, LUTON)
    _separate(served, 1, 3)
    assert _decisions(served, LUTON) == shown
    refused = _undo(served, LUTON, merge)
    assert refused.status_code == 422
    assert refused.json()["detail"] == NAMES_NOTHING
    assert refused.json()["errors"] == [{"field": "body.decision", "says": NAMES_NOTHING}]
    # who may see everyone is told
    later = max(_decisions(served, ALL))
    assert f"Decision {later}, a decision to keep apart," in _undo(served, ALL, merge).json()["detail"]


def test_whatever_else_stands_in_the_way_is_told_in_the_same_words(merged, monkeypatch):
    served, merge = merged
    _separate(served, 1, 3)
    hidden = whole(_undo(served, LUTON, merge))

    def strayed(*_, **__):
        raise CannotUndoError("An import has moved subject 77 to person 3.")

    monkeypatch.setattr(routes.room, "undo", strayed)
    assert whole(_undo(served, LUTON, merge)) == hidden
    assert "person 3" in _undo(served, ALL, merge).json()["detail"]


def test_a_later_decision_that_the_caller_is_shown_is_named(merged):
    served, merge = merged
    _separate(served, 1, 2)
    later = max(_decisions(served, LUTON))
    assert later > merge
    refused = _undo(served, LUTON, merge)
    assert refused.status_code == 422
    assert f"Decision {later}, a decision to keep apart," in refused.json()["detail"]
    assert _undo(served, LUTON, later).status_code == 201
    assert f"was undone by decision {later + 1} already" in _undo(served, LUTON, later).json()["detail"]
    assert _undo(served, LUTON, merge).status_code == 201
