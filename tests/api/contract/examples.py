"""The examples of the OpenAPI document made as requests, and what is kept of the answers."""

import json
import re
import time
from typing import Any

import httpx2

from tests.api.contract.served import Served

A_JOB = "6f1e0c3a-0000-4000-8000-000000000000"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 300
# what others stand on comes before them; a decision is undone once there is one; long work is last, for it is
# called off when the service ends
FIRST = ("upload_file", "make_run", "give_command", "get_person", "merge_people", "list_decisions_of_person")
LAST = (
    "split_person",
    "keep_people_apart",
    "undo_decision",
    "list_jobs",
    "try_sensitivity",
    "try_backtest",
    "drop_command_answer",
)


def operations(document: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By id: method, path and description of every operation, in an order in which examples can be made."""
    found = {
        operation["operationId"]: (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    names = [*FIRST, *(name for name in found if name not in (*FIRST, *LAST)), *LAST]
    return {name: found[name] for name in names}


class Examples:
    """Makes the requests of examples. What only a running service can know stands in for what they say."""

    def __init__(self, service: Served, examples: dict[str, Any]):
        self._client = httpx2.Client(
            base_url=service.url, headers={"Authorization": "Bearer all-roles"}, timeout=60
        )
        self._examples = examples
        self._upload = ""

    def answer(self, name: str, method: str, path: str, operation: dict[str, Any]) -> httpx2.Response:
        """Make the request of an operation's example."""
        example = self._examples[name]
        given = {one["name"]: one["in"] for one in operation.get("parameters", [])}
        parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
        for key, value in example["parameters"].items():
            parts[given[key]][key] = str(value)
        body = example.get("body")
        if name == "import_file":
            body = {**body, "upload_id": self._upload}
        if "job_id" in parts["path"]:
            parts["path"]["job_id"] = self._job(is_over=name == "get_job")
        if "answer_id" in parts["path"]:
            parts["path"]["answer_id"] = self._answer()
        if "If-Match" in parts["header"]:
            parts["header"]["If-Match"] = ", ".join(self._tags(path, body))
        content = {"content": body.encode()} if isinstance(body, str) else {"json": body} if body else {}
        answer = self._client.request(
            method, path.format(**parts["path"]), params=parts["query"], headers=parts["header"], **content
        )
        if name == "upload_file":
            self._upload = answer.json()["data"]["upload_id"]
        return answer

    def _tags(self, path: str, body: dict[str, Any]) -> list[str]:
        """The tags of what a change is made on: of what the service names when it is sent another."""
        headers = {"Idempotency-Key": "to be told", "If-Match": "*"}
        told = self._client.post(path, json=body, headers=headers).json()["errors"]
        places = [re.search(r"GET (/v1/[\w/-]+)", one["says"]) for one in told]
        return [self._client.get(place[1]).headers["etag"] for place in places if place]

    def _answer(self) -> str:
        """The answer of the command that was given."""
        jobs = self._client.get("/v1/jobs").json()["items"]
        job = next(one["job_id"] for one in jobs if one["kind"].startswith("command "))
        return self._done(job)["result"]["answer_id"]

    def _done(self, job: str) -> dict[str, Any]:
        """A job, once it has ended, or as it is after half a minute."""
        for _ in range(600):
            found = self._client.get(f"/v1/jobs/{job}").json()["data"]
            if found["state"] in ("done", "failed"):
                break
            time.sleep(0.05)
        return found

    def _job(self, *, is_over: bool) -> str:
        """A job that is done, or one that is not."""
        if not is_over:
            # the second waits for the first
            for key in ("first", "second"):
                asked = self._client.post("/v1/runs/1/repeats", headers={"Idempotency-Key": f"to end, {key}"})
            return asked.json()["data"]["job_id"]
        jobs = self._client.get("/v1/jobs").json()["items"]
        job = next(one["job_id"] for one in jobs if one["kind"] == "selection")
        self._done(job)
        return job


def kept(answer: httpx2.Response) -> Any:
    """What an example shows of an answer: lists cut after the first, long texts cut, ids as one id."""
    if answer.headers["content-type"].startswith("application/json"):
        return _cut(answer.json())
    return "\n".join(answer.content.decode("utf-8-sig").splitlines()[:3])


def shape(value: Any) -> Any:
    """The names in a JSON value, at every depth, as far as it shows any; what a job gave is of its kind."""
    if isinstance(value, dict):
        return {name: None if name == "result" else shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return None


def without_examples(document: Any) -> Any:
    """The document without the examples, which are kept in a file of their own."""
    if isinstance(document, dict):
        return {name: without_examples(item) for name, item in document.items() if name != "example"}
    return [without_examples(item) for item in document] if isinstance(document, list) else document


def written(document: Any) -> str:
    """A JSON document as it is kept: sorted, one value a line."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value[:1]]
    if isinstance(value, str):
        value = _ID.sub(A_JOB, value)
        return value if len(value) <= _LONGEST else value[:_LONGEST].rstrip() + "…"
    return value
