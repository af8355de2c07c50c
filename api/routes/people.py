"""People: find one, see what is held of one, see who may be one, and decide."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from api.answers import Answer, Page, answer, page
from api.basis import basis
from api.doors import Call, Door
from api.fields import AsAt, Body, KnownAt, Number, PersonNumber
from api.idempotency import NeededKey, TakenKey, looked, once
from api.made_on import MadeOn, TagOfPerson, TagsOfConcerned, TagsOfPeople, changed
from api.paging import USUAL, Cursor, Limit, cut
from api.person_pages import OF_OTHERS, held_in, hidden_decisions, page_seen, there
from api.problems import FieldProblem, Refusal, not_there, refuse_day_ahead
from iom import people as room
from iom.access import Reach, scope_for
from iom.people import CannotUndoError, Found, LoggedDecision
from iom.people.matching import Pair
from iom.reports import PersonPage, RiskPage, risk_page
from iom.reports.person import Offence
from iom.selection.words import CLOSING
from iom.store import Store

router = APIRouter(prefix="/v1", tags=["people"])
Find = Annotated[Call, Depends(Door("people.find", Reach.PEOPLE), scope="function")]
Look = Annotated[Call, Depends(Door("people.look", Reach.PEOPLE), scope="function")]
Risk = Annotated[Call, Depends(Door("risk.look", Reach.PEOPLE), scope="function")]
Decide = Annotated[Call, Depends(Door("people.decide", Reach.PEOPLE), scope="function")]
Status = Literal["suspect", "arrested", "charged", "cautioned", "convicted", "acquitted", "no_further_action"]
_NOT_UNDONE = "It cannot be undone as things stand. Ask somebody who may see everyone."
_OF_SOMEBODY_GONE = (
    "It also concerns somebody who is restricted, or was erased, and nobody is decided on unseen. "
    "Lift the restriction first (iom rights list), or decide anew."
)
_CHANGED = "The tags are not those of what is held now: look again, then decide."
_ASK_AGAIN = "Person {0}: send the ETag of GET /v1/people/{0}, asked without as_at and known_at."
_SIDE_BY_SIDE = "Identifiers and systems' own keys of possible matches: your role is not shown them."


class SearchFor(Body):
    """What is looked for. It stands in the body, never in an address, for addresses are kept in logs."""

    text: str = Field(
        max_length=room.MOST_CHARACTERS,
        description="An identifier, or a name: SURNAME, Forename; a birth date may follow.",
        examples=["A0001ZZ"],
    )


class Why(Body):
    """A decision's reason."""

    reason: str = Field(min_length=1, max_length=2000, description="Why: it is kept with the decision.")


class Merge(Why):
    """Persons that are one."""

    people: list[Number] = Field(min_length=2, max_length=50)
    despite: bool = Field(False, description="Although their records contradict each other.")


class Separation(Why):
    """Two persons that are two, whatever they share."""

    people: list[Number] = Field(min_length=2, max_length=2)


class Split(Why):
    """Subjects of one person that are another."""

    person: Number
    subjects: list[Number] = Field(min_length=1, max_length=200)


class Undoing(Why):
    """A decision to be reversed."""

    decision: Number


class Decided(Body):
    """What came of a decision. person: the one that stays, or was founded, if any."""

    decided: str
    person: int | None
    people: list[int]


@router.post(
    "/people/searches", summary="Find people by identifier or name", response_model=Answer[list[Found]]
)
def search(call: Find, body: SearchFor, key: TakenKey) -> Response:
    """The people that an identifier or name may mean, of those you may see. No name is given back."""

    def work(store: Store) -> Response:
        found = room.find(store, now=call.now, text=body.text, among=call.visible)
        return answer(call.request, found, basis(call, as_at=call.today))

    return looked(call, key, body.model_dump_json().encode(), work)


@router.get("/people/{person_id}", summary="What is held of a person", response_model=Answer[PersonPage])
def show(call: Look, person_id: PersonNumber, as_at: AsAt = None, known_at: KnownAt = None) -> Response:
    """Identifiers, offences and how codes resolved, sanctions, absences, scores; the look is logged first."""
    shown, left_out = page_seen(call, call.store, person_id, as_at, known_at)
    return answer(
        call.request,
        shown,
        basis(call, as_at=shown.as_at, known_at=shown.known_at, caveat=CLOSING),
        left_out=left_out,
        seen=held_in(shown, left_out),
    )


@router.get("/people/{person_id}/offences", summary="A person's offences", response_model=Page[Offence])
def offences(
    call: Look,
    person_id: PersonNumber,
    as_at: AsAt = None,
    known_at: KnownAt = None,
    status: Annotated[Status | None, Query(description="Only those that had this status.")] = None,
    sort: Annotated[
        str, Query(max_length=40, description="offence_on or severity; - before it: descending.")
    ] = ("-offence_on"),
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Offences dated up to the day, with what their codes resolve to and what each weighs."""
    shown, left_out = page_seen(call, call.store, person_id, as_at, known_at)
    rows = [one for one in shown.offences if status is None or one.status == status]
    items, following = cut(
        call,
        rows,
        keys={
            "offence_on": lambda one: (one.offence_on, one.offence_id),
            "severity": lambda one: (one.severity, one.offence_id),
        },
        sort=sort,
        limit=limit,
        cursor=cursor,
    )
    about = basis(call, as_at=shown.as_at, known_at=shown.known_at, caveat=CLOSING)
    return page(call.request, items, about, following=following, left_out=left_out)


@router.get("/people/{person_id}/risk", summary="A person's risk scores", response_model=Answer[RiskPage])
def risk(call: Risk, person_id: PersonNumber, as_at: AsAt = None, known_at: KnownAt = None) -> Response:
    """OGRS3, ARP and VRP: in words, term by term, beside held scores, and what is missing."""
    call.require_visible(person_id, known_at=known_at)
    refuse_day_ahead("query.as_at", as_at or call.today, call.store.latest(call.now))
    shown = there(
        call,
        lambda: risk_page(
            call.store, now=call.now, person_id=person_id, as_at=as_at or call.today, known_at=known_at
        ),
    )
    about = basis(call, as_at=shown.as_at, known_at=shown.known_at, caveat=shown.closing)
    return answer(call.request, shown, about)


@router.get(
    "/people/{person_id}/decisions",
    summary="What was decided of a person",
    response_model=Page[LoggedDecision],
)
def decisions(call: Look, person_id: PersonNumber, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Merges, splits and what was kept apart: by whom, when, why, and whether it stands."""
    call.require_visible(person_id)
    following: str | None = None

    def of_the_page(found: list[LoggedDecision]) -> list[LoggedDecision]:
        nonlocal following
        hidden = hidden_decisions(call, found)
        items, following = cut(
            call,
            [one for one in found if one.decision_id not in hidden],
            keys={"decision": lambda one: (one.decision_id,)},
            sort="-decision",
            limit=limit,
            cursor=cursor,
        )
        return items

    items = room.past_decisions(call.store, now=call.now, person_id=person_id, shown=of_the_page)
    left_out = () if call.scope.everyone else [OF_OTHERS]
    return page(call.request, items, basis(call), following=following, left_out=left_out)


@router.get("/matches", summary="Persons that may be one", response_model=Page[Pair])
def matches(
    call: Decide,
    person: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Only pairs of this person.")] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Pairs that wait for a decision, with what is held of both side by side; of both you may see."""
    if person is not None:
        call.require_visible(person)
    following: str | None = None

    def of_the_page(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        nonlocal following
        items, following = cut(
            call, pairs, keys={"people": lambda pair: pair}, sort="people", limit=limit, cursor=cursor
        )
        return items

    found = room.matches(call.store, now=call.now, person_id=person, among=call.visible, shown=of_the_page)
    pairs, left_out = found.pairs, []
    if "police" in call.scope.withheld:
        pairs, _ = tuple(map(room.without_identifiers, pairs)), left_out.append(_SIDE_BY_SIDE)
    return page(call.request, pairs, basis(call), following=following, left_out=left_out)


@router.post(
    "/people/merges", summary="Decide that persons are one", response_model=Answer[Decided], status_code=201
)
def merge(call: Decide, body: Merge, key: NeededKey, tags: TagsOfPeople = None) -> Response:
    """The lowest number stays; every run that was made stays as it is."""

    def work(store: Store) -> Response:
        _require_unchanged(call, store, body.people, MadeOn(tags))
        with store.transaction() as cursor:
            staying = room.merge(
                cursor, people=body.people, despite=body.despite, **_given(call, store, body)
            )
        return _decided(call, "made one", staying, body.people)

    return once(call, key, body.model_dump_json().encode(), work)


@router.post(
    "/people/separations",
    summary="Decide that two persons are two",
    response_model=Answer[Decided],
    status_code=201,
)
def separate(call: Decide, body: Separation, key: NeededKey, tags: TagsOfPeople = None) -> Response:
    """No import joins them from then on."""

    def work(store: Store) -> Response:
        _require_unchanged(call, store, body.people, MadeOn(tags))
        with store.transaction() as cursor:
            room.keep_apart(cursor, people=body.people, **_given(call, store, body))
        return _decided(call, "kept apart", None, body.people)

    return once(call, key, body.model_dump_json().encode(), work)


@router.post(
    "/people/splits", summary="Take subjects out of a person", response_model=Answer[Decided], status_code=201
)
def split(call: Decide, body: Split, key: NeededKey, tags: TagOfPerson = None) -> Response:
    """They become a new person, and the two are kept apart."""

    def work(store: Store) -> Response:
        _require_unchanged(call, store, [body.person], MadeOn(tags))
        with store.transaction() as cursor:
            if not set(body.subjects) <= room.subjects_of(cursor, body.person):
                problem = FieldProblem(
                    field="body.subjects", says="These are not all subjects of this person."
                )
                raise Refusal(422, "Nothing was taken apart.", errors=[problem])
            founded = room.split(cursor, subjects=body.subjects, **_given(call, store, body))
        return _decided(call, "taken apart", founded, [body.person, founded])

    return once(call, key, body.model_dump_json().encode(), work)


@router.post(
    "/people/undoings", summary="Reverse a decision", response_model=Answer[Decided], status_code=201
)
def undo(call: Decide, body: Undoing, key: NeededKey, tags: TagsOfConcerned = None) -> Response:
    """By another decision: people are again as they would be without it."""

    def work(store: Store) -> Response:
        made_on = MadeOn(tags)
        with store.transaction() as cursor:
            concerned = room.concerned_by(cursor, body.decision)
            call.require_visible(*concerned)
            gone = bool(room.out_of_sight(cursor, [body.decision]))
            if not concerned or (gone and not call.scope.everyone):
                raise not_there("scope")
            if gone:
                problem = FieldProblem(field="body.decision", says=_OF_SOMEBODY_GONE)
                raise Refusal(422, "Nothing was undone.", errors=[problem])
            _require_unchanged(call, store, concerned, made_on)
            try:
                undone = room.undo(cursor, decision_id=body.decision, **_given(call, store, body))
            except CannotUndoError as error:
                if _may_be_told(call, cursor, error):
                    raise
                problem = FieldProblem(field="body.decision", says=_NOT_UNDONE)
                raise Refusal(422, _NOT_UNDONE, errors=[problem]) from None
        return _decided(call, "undone", None, list(undone.people))

    return once(call, key, body.model_dump_json().encode(), work)


def _may_be_told(call: Call, cursor: Any, error: CannotUndoError) -> bool:
    """Whether what stands in the way of an undoing is a decision that the caller is shown elsewhere too."""
    if call.scope.everyone:
        return True
    later = [one for one in room.logged_decisions(cursor) if one.decision_id == error.decision]
    return bool(later) and not hidden_decisions(call, later)


def _require_unchanged(call: Call, store: Store, people: Collection[int], made_on: MadeOn) -> None:
    """Refuse a decision on pages that are not those last seen, and on people out of sight or none.

    What has changed is said first: of two who merge the same people at once the second is told so.
    """
    # the page as it was seen: whoever may decide may see pages in another scope than that of decisions
    looking = replace(call, scope=scope_for(call.access, call.caller, "people.look"))
    others: list[str] = []
    unseen: Refusal | None = None
    for one in sorted(set(people)):
        try:
            call.require_visible(one)
            if not made_on.has(held_in(*page_seen(looking, store, one, None, None))):
                others.append(_ASK_AGAIN.format(one))
        except Refusal as refusal:
            unseen = refusal
    if others:
        raise changed(_CHANGED, others)
    if unseen is not None:
        raise unseen


def _given(call: Call, store: Store, body: Why) -> dict[str, Any]:
    return {"store": store, "now": call.now, "decided_by": call.caller.user, "reason": body.reason}


def _decided(call: Call, what: str, person: int | None, people: list[int]) -> Response:
    made = Decided(decided=what, person=person, people=people)
    return answer(call.request, made, basis(call), status=201)
