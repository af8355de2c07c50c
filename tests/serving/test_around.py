"""A fault before an answer begins is told as one; on its way it cuts the answer off, and is noted."""

import asyncio

import pytest
import structlog
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from api.around import Around
from api.metrics import Metrics
from api.strict import HEADERS


class _Service:
    hosts = ("localhost",)

    def __init__(self):
        self.metrics = Metrics()


def _asked(inner) -> tuple[list[Message], list, Exception | None]:
    """What is sent, what is logged, and what is raised beyond it."""
    app = FastAPI()
    app.state.service, app.state.addresses = _Service(), ()
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/people/1",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8000")],
        "app": app,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    with structlog.testing.capture_logs() as logged:
        try:
            asyncio.run(Around(inner)(scope, receive, send))
        except ValueError as error:
            return sent, logged, error
    return sent, logged, None


async def _at_once(scope: Scope, receive: Receive, send: Send) -> None:
    raise ValueError("Ann Example")


async def _on_its_way(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ValueError("Ann Example")


def test_a_fault_before_the_answer_is_a_500_with_the_headers_of_every_answer():
    sent, logged, raised = _asked(_at_once)
    assert raised is None
    assert sent[0]["status"] == 500
    names = {name.decode() for name, _ in sent[0]["headers"]}
    assert {name.lower() for name in HEADERS} <= names
    assert {one["event"]: one.get("rule", one.get("kind")) for one in logged} == {
        "fault": "ValueError",
        "request": "fault ValueError",
    }


def test_a_fault_on_the_way_cuts_the_answer_off_and_is_noted_once():
    sent, logged, raised = _asked(_on_its_way)
    assert isinstance(raised, ValueError)
    assert [one["type"] for one in sent] == ["http.response.start"]
    assert [one["event"] for one in logged] == ["fault", "request"]


@pytest.mark.parametrize("inner", [_at_once, _on_its_way])
def test_the_log_says_the_kind_of_a_fault_and_nothing_of_its_text(inner):
    _, logged, _ = _asked(inner)
    assert "Ann" not in str(logged)
