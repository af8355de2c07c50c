"""The door of each route: who may pass, whom they may see, in which slot and for how long."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.forms import refuse_other_forms
from api.problems import FieldProblem, Refusal, not_now, not_there
from api.service import Service
from api.sign_in import REALM, LocalSignIn, SignInError
from api.slots import NoSlot
from api.strict import refuse_unknown_parameters
from iom.access import Access, Caller, Decision, Reach, Scope, Sight, Withdrawn, became, decide, visible_among
from iom.moments import naive_utc
from iom.store import Actor, Store

NOT_STATED = "not-stated"
NOT_ACCEPTED = "The access token is not accepted. Sign in again."
OF_ANOTHER_START = (
    "The access token is not accepted. A local service prints a new one each time that it is started: use "
    "the latest."
)
INVALID_TOKEN = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
_WHOLE = Scope((Sight(everyone=True),), frozenset())

bearer = HTTPBearer(
    auto_error=False, description="An access token of the identity provider.", scheme_name="token"
)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


@dataclass(frozen=True)
class Call:
    """One request of a caller who may make it. access: what decided that; store: logs all as theirs.

    begun: when it came.
    """

    service: Service
    request: Request
    caller: Caller
    access: Access
    scope: Scope
    store: Store
    begun: datetime

    @property
    def now(self) -> datetime:
        """The moment: what has waited for its turn is not dated back to when it was asked for."""
        return self.service.clock()

    @property
    def today(self) -> date:
        """The day on which it came, in UTC."""
        return naive_utc(self.begun).date()

    def require_visible(self, *people: int, known_at: datetime | None = None) -> None:
        """Answer as if they did not exist where a person is out of sight, or does not exist.

        known_at: what is shown is what they held then, some of which may be another's now.
        """
        with self.store.cursor() as cursor:
            seen = visible_among(cursor, self.scope, people, self.today)
        if seen != frozenset(people) or (known_at and self.visible(people, known_at) != seen):
            raise not_there("scope")

    def visible(self, people: Collection[int], known_at: datetime | None = None) -> frozenset[int]:
        """Which of some people the caller may see; known_at: as they were known then."""
        if self.scope.everyone or not people:
            return frozenset(people)
        with self.store.cursor() as cursor:
            held = became(cursor, people, known_at) if known_at else {}
            everyone = frozenset(people).union(*held.values())
            seen = visible_among(cursor, self.scope, everyone, self.today)
        return frozenset(one for one in people if one in seen and held.get(one, seen) <= seen)

    def hidden(self, people: Collection[int]) -> frozenset[int]:
        """Which of some numbers are people whom the caller may not see: not those that are nobody's now."""
        if self.scope.everyone or not people:
            return frozenset()
        with self.store.cursor() as cursor:
            return visible_among(cursor, _WHOLE, people, self.today) - self.visible(people)


async def open_door() -> None:
    """Declared by a route that stands open to everyone: it shows no record and no setting.

    Asynchronous, for what else takes a thread: whether the service lives is told when none is free.
    """


@dataclass(frozen=True)
class Door:
    """What a route asks for. queries: whether it reads the store, and so takes a slot."""

    may: str
    reach: Reach
    queries: bool = field(default=True)

    async def __call__(
        self,
        request: Request,
        token: Bearer,
        purpose: Annotated[
            str | None,
            Header(
                alias="IOM-Purpose", description="Why: one of the purposes of this deployment, for the log."
            ),
        ] = None,
    ) -> AsyncIterator[Call]:
        call = await run_in_threadpool(self._let_in, request, token, purpose)
        if not self.queries:
            yield call
            return
        service = call.service
        if service.stopping:
            raise not_now("The service is being stopped.", 30)
        async with _slot(call):
            with service.watch.limited(call.store, service.store.settings.query_seconds):
                yield call

    def _let_in(
        self, request: Request, token: HTTPAuthorizationCredentials | None, purpose: str | None
    ) -> Call:
        service: Service = request.app.state.service
        caller = signed_in(service, token)
        # one and the same for the whole request, whatever is taken up meanwhile
        access = service.access
        decision = self._decided(access, request, caller)
        refuse_unknown_parameters(request)
        refuse_other_forms(request)
        view = service.store.acting(Actor(caller.user, _purpose(service, purpose), _route(request)))
        view.patience = service.store.settings.query_wait_seconds
        return Call(service, request, caller, access, decision.scope, view, service.clock())

    def _decided(self, access: Access, request: Request, caller: Caller) -> Decision:
        decision = decide(access, caller, self.may, self.reach)
        request.state.rule = decision.rule
        if decision.withdrawn:
            raise _withdrawn(decision.withdrawn)
        if not decision.allowed:
            raise Refusal(403, "Your role does not take you here.", rule=decision.rule)
        return decision


def signed_in(service: Service, token: HTTPAuthorizationCredentials | None) -> Caller:
    """The caller that a token names, within their rate; raises the answer for one who is not signed in."""
    # Who is not signed in is not counted: behind a proxy all of them are one, and would keep each other from
    # being told to sign in; to say so costs no more than to say that it was said too often.
    if token is None:
        raise Refusal(
            401,
            "Send an access token: Authorization: Bearer TOKEN.",
            headers={"WWW-Authenticate": REALM},
            rule="no token",
        )
    try:
        caller = service.sign_in.caller_of(token.credentials)
    except SignInError as error:
        raise Refusal(
            401,
            OF_ANOTHER_START if isinstance(service.sign_in, LocalSignIn) else NOT_ACCEPTED,
            headers=INVALID_TOKEN,
            rule=error.reason,
        ) from None
    _count(service, f"user {caller.user}")
    return caller


def _withdrawn(entry: Withdrawn) -> Refusal:
    """401 where signing in again mends it; else 403, so that no program signs in again and again."""
    if entry.since is None:
        return Refusal(403, "Your access to this service was withdrawn.", rule=entry.says)
    return Refusal(
        401,
        "Access tokens issued so long ago are not accepted any more. Sign in again.",
        headers=INVALID_TOKEN,
        rule=entry.says,
    )


def _count(service: Service, who: str) -> None:
    seconds = service.rates.seconds_to_wait(who)
    if seconds:
        service.metrics.refused.labels("rate").inc()
        raise Refusal(
            429,
            f"More than {service.rates.a_minute} requests in a minute: ask again in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )


@asynccontextmanager
async def _slot(call: Call) -> AsyncIterator[None]:
    """One of the slots at which the store may be queried at a time."""
    slots = call.service.slots
    try:
        await slots.take(call.caller.user, call.store.settings.query_wait_seconds)
    except NoSlot:
        call.service.metrics.refused.labels("slot").inc()
        raise not_now("Too many are asking at once: ask again shortly.", 2) from None
    try:
        yield
    finally:
        slots.give_back()


def _purpose(service: Service, given: str | None) -> str:
    settings = service.store.settings
    allowed = ", ".join(settings.purposes)
    field_name = "header.IOM-Purpose"
    if not given and isinstance(service.sign_in, LocalSignIn) and service.sign_in.purpose:
        # said once, when it was started, by the one who asks
        return service.sign_in.purpose
    if not given:
        if settings.purpose_required:
            problem = FieldProblem(field=field_name, says=f"This is needed: {allowed}.")
            raise Refusal(422, "Say why, in the header IOM-Purpose.", errors=[problem])
        return NOT_STATED
    if given not in settings.purposes:
        problem = FieldProblem(field=field_name, says=f"Not one of: {allowed}.")
        raise Refusal(422, "There is no such purpose.", errors=[problem])
    return given


def _route(request: Request) -> str:
    """The route as it is declared, without what stands in its blanks."""
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', '')}"
