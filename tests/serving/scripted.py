"""A service that answers as a test tells it to: for what a real one does only when it is about to end."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JOB, ANSWER = "job-1", "answer-1"


class Scripted(ThreadingHTTPServer):
    """asked: what came, in order: method and path, headers, body. most: the longest body that it takes.

    statuses: by the beginning of what is asked, what it is answered with instead; 0: the line is cut.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.at = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: dict[str, int] = {}
        self.fields: list[dict[str, str]] = []
        self.result: Any = {"command": "", "answer_id": ANSWER, "exit_code": 0}
        self.lines: list[dict[str, str]] = [{"to": "out", "text": "Done there."}]
        self.files: list[dict[str, Any]] = []
        self.problem: str | None = None
        self.exit_code = 0
        self.asks: str | None = None
        self.most = 1_000_000

    def all(self, beginning: str) -> list[tuple[str, dict[str, str], bytes]]:
        """What came that began so."""
        return [one for one in self.asked if one[0].startswith(beginning)]


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def _serve(self) -> None:
        wanted = f"{self.command} {self.path}"
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.asked.append((wanted, dict(self.headers.items()), body))
        told = [status for begin, status in self.server.statuses.items() if wanted.startswith(begin)]
        if wanted == "POST /v1/commands" and len(body) > self.server.most:
            told = [413]
        if told and told[0] == 0:
            self.close_connection = True
            return
        if told:
            said = {"title": "T", "detail": "No.", "errors": self.server.fields}
            self._say(told[0], json.dumps(said).encode())
        elif "/files/" in wanted:
            self._say(200, b"content\n", "application/octet-stream")
        else:
            self._say(200, json.dumps({"data": self._data(wanted)}).encode())

    def _data(self, wanted: str) -> dict[str, Any]:
        if wanted == "POST /v1/uploads":
            return {"upload_id": f"upload-{len(self.server.all(wanted))}", "file_name": "x", "bytes": 1}
        if wanted == f"GET /v1/commands/{ANSWER}":
            return {
                "command": "",
                "exit_code": self.server.exit_code,
                "lines": self.server.lines,
                "asks": self.server.asks,
                "files": self.server.files,
            }
        return {
            "job_id": JOB,
            "kind": "command",
            "state": "done",
            "done": 0,
            "total": None,
            "result": self.server.result,
            "problem": self.server.problem,
        }

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _say(self, status: int, content: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def scripted() -> Iterator[Scripted]:
    """One that runs."""
    with Scripted() as service:
        threading.Thread(target=service.serve_forever, args=(0.01,), daemon=True).start()
        yield service
        service.shutdown()
