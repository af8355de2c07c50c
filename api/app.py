"""The service put together: routes, doors, errors in one shape."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any

import anyio.to_thread
import duckdb
import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

import iom
from api import access_in_force, contract, problems
from api.access_in_force import AccessInForce
from api.around import Around
from api.commands import Commands, Desk
from api.doors import Door, open_door
from api.fetching import LOOPBACK
from api.forms import operation_id
from api.jobs import Jobs
from api.metrics import Metrics
from api.problems import Refusal
from api.rates import Rates
from api.routes import (
    audit,
    bulk,
    commands,
    criteria,
    health,
    imports,
    jobs,
    me,
    people,
    reference,
    refused,
    runs,
)
from api.service import Service
from api.sign_in import SignIn
from api.slots import Slots
from api.strict import Application, addresses_of
from api.uploads import Uploads
from api.watch import Watch
from iom.access import Access, Reach
from iom.access.explaining import OPEN
from iom.errors import IomError
from iom.store import Store, StoreBusy
from iom.store.folder import INCOMING
from iom.store.kept_answers import hidings_of

ROUTERS = (people, runs, criteria, bulk, imports, refused, reference, audit, jobs, commands, me)
DESCRIPTION = "/v1/openapi.json"
# Threads beside those of requests that have a slot: for signing in, files that are sent, what asks no slot.
OTHER_THREADS = 56
# How often answers of commands, and kept jobs and requests, are looked through for those whose time is over.
SWEEP_SECONDS, CLEAR_SECONDS = 60, 3600
ABOUT = """Integrated offender management: people, offences, selection runs with their reasons, risk, imports
and the log.

Every answer says what it rests on (`basis`) and what your role is not shown (`left_out`). What you may not
see answers as what does not exist. Errors have one shape (RFC 9457). Long work is a job: `GET /v1/jobs/ID`
says how far it is."""

log = structlog.get_logger("iom.service")


def make_app(
    store: Store,
    access: Access | AccessInForce,
    sign_in: SignIn,
    clock: Callable[[], datetime],
    *,
    hosts: tuple[str, ...] = (),
    given: Commands | None = None,
) -> FastAPI:
    """The application of one open store. hosts: names it may be asked by; default: the settings'.

    given: the commands that may be given through it; default: none.
    """
    settings = store.settings
    store.clock = clock
    in_force = access if isinstance(access, AccessInForce) else AccessInForce(access)

    def look() -> None:
        in_force.look()

    def note() -> None:
        in_force.note(store, clock())

    desk, work = Desk(store.folder / INCOMING, lambda: hidings_of(store)), Jobs(store, clock)
    service = Service(
        store=store,
        in_force=in_force,
        sign_in=sign_in,
        clock=clock,
        watch=Watch(
            store,
            settings.anchor_seconds,
            regularly=(
                (access_in_force.LOOK_SECONDS, look),
                (access_in_force.LOOK_SECONDS, note),
                (SWEEP_SECONDS, desk.sweep),
                (CLEAR_SECONDS, work.clear),
            ),
            at_each_beat=work.interrupt_called_off,
        ),
        jobs=work,
        uploads=Uploads(store.folder),
        desk=desk,
        commands=given or Commands(),
        metrics=Metrics(),
        # beside them those of this machine itself, for whatever looks after the service
        hosts=(*LOOPBACK, *(name.lower() for name in hosts or settings.service_hosts)),
        slots=Slots(settings.query_slots),
        rates=Rates(settings.requests_a_minute),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.query_slots + OTHER_THREADS
        service.start()
        try:
            yield
        finally:
            service.stop()

    app = Application(
        title="IOM engine",
        description=ABOUT,
        version=iom.__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=DESCRIPTION,
        redirect_slashes=False,
        max_body_size=settings.body_bytes_limit,
        generate_unique_id_function=operation_id,
    )
    app.state.service = service
    declared: list[APIRoute] = []
    for router in _routers(settings.upload_bytes_limit):
        for route in router.routes:
            assert isinstance(route, APIRoute)
            declared.append(route)
            may, reach = _asked(route)
            route.openapi_extra = {**(route.openapi_extra or {}), "x-iom-may": may, "x-iom-reach": reach}
        app.include_router(router)
    app.state.addresses = addresses_of(declared)
    _handle_errors(app)
    app.add_middleware(Around)
    made = app.openapi
    app.openapi = cache(lambda: contract.described(made()))
    return app


def routes() -> dict[str, tuple[str, str]]:
    """By method and path, what each route asks for and how far it reaches.

    Raises RuntimeError for a route without a door.
    """
    # the framework's own: it describes the others and shows nothing of the store
    described = {f"GET {DESCRIPTION}": (OPEN, str(Reach.NOBODY))}
    return described | {
        f"{method} {route.path}": _asked(route)
        for router in _routers(1)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    }


def _routers(upload_bytes_limit: int) -> tuple[APIRouter, ...]:
    return (*(room.router for room in ROUTERS), imports.upload_route(upload_bytes_limit), health.router)


def _asked(route: APIRoute) -> tuple[str, str]:
    """What the door of a route asks for: a permission and a reach."""
    found = list(_dependencies(route.dependant))
    doors = [one.call for one in found if isinstance(one.call, Door)]
    is_open = any(one.call is open_door for one in found)
    if len(doors) + is_open != 1:
        raise RuntimeError(f"the route {route.path} has {len(doors) + is_open} doors, not one")
    return (doors[0].may, str(doors[0].reach)) if doors else (OPEN, str(Reach.NOBODY))


def _dependencies(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one
        yield from _dependencies(one)


def _handle_errors(app: FastAPI) -> None:
    def refused(request: Request, refusal: Refusal) -> Response:
        if refusal.rule:
            request.state.rule = refusal.rule
        return problems.answer(refusal)

    @app.exception_handler(Refusal)
    async def _refusal(request: Request, error: Refusal) -> Response:
        return refused(request, error)

    @app.exception_handler(IomError)
    async def _mendable(request: Request, error: IomError) -> Response:
        if isinstance(error, StoreBusy):
            request.app.state.service.metrics.refused.labels("turn").inc()
        return refused(
            request, problems.refusal_of(error, place="query" if request.method == "GET" else "body")
        )

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        return refused(request, problems.invalid(request, error))

    @app.exception_handler(HTTPException)
    async def _framework(request: Request, error: HTTPException) -> Response:
        return refused(request, problems.of_the_framework(request, error))

    @app.exception_handler(OSError)
    async def _no_room(request: Request, error: OSError) -> Response:
        # of a file that is sent; what the store meets is a StoreError
        log.error("fault", kind=type(error).__name__, errno=error.errno)
        return refused(
            request, problems.not_now("The service cannot keep what is sent. Is its disk full?", 60)
        )

    @app.exception_handler(duckdb.InterruptException)
    async def _late(request: Request, error: duckdb.InterruptException) -> Response:
        request.app.state.service.metrics.refused.labels("time").inc()
        return refused(
            request, problems.not_now("It took too long and was stopped: ask for less, or later.", 30)
        )
