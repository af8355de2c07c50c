"""The access document in force: looked at while the service runs, and taken up when it was changed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import structlog

from iom.access import Access, parse_access
from iom.documents import DocumentError, content_of, document_of
from iom.store import IomError, Store, audit

# Between two looks at the document. It is judged when two looks in a row saw the same: not half written.
LOOK_SECONDS = 2.0
KIND = "access document"
_NOT_READ = "not read"
_Line = tuple[str, dict[str, object]]

log = structlog.get_logger("iom.service")


@dataclass(frozen=True)
class AccessFile:
    """Where the access document stands. taken: what the service makes of one; refuses one it cannot use."""

    path: Path
    taken: Callable[[Access], Access] = lambda access: access

    def read(self) -> bytes:
        """What it says now. Raises DocumentError."""
        return content_of(self.path)

    def parsed(self, content: bytes) -> Access:
        """What it comes to. Raises IomError."""
        return self.taken(parse_access(document_of(self.path, content, KIND)))


class AccessInForce:
    """What decides now who may do what. One that is broken leaves the earlier one in force.

    Which document was in force since when stands in the audit log, by its digest (SHA-256).
    """

    def __init__(self, access: Access, file: AccessFile | None = None, sha256: str = ""):
        self.access = access
        self.fault = False
        self._file = file
        self._sha256 = self._seen = self._judged = sha256
        self._unnoted: list[_Line] = []
        if file is not None:
            self._unnoted.append(("access_document.begin", self._told()))

    @classmethod
    def of(cls, file: AccessFile) -> "AccessInForce":
        """The document as it is now. Raises IomError."""
        content = file.read()
        return cls(file.parsed(content), file, _digest(content))

    def look(self) -> None:
        """Judge a changed document: a good one decides from the next request on."""
        if self._file is None:
            return
        content, error = b"", None
        try:
            content = self._file.read()
        except IomError as found:
            error = found
        digest = _NOT_READ if error else _digest(content)
        is_settled, self._seen = digest == self._seen, digest
        if not is_settled or digest == self._judged:
            return
        self._judged = digest
        try:
            if error:
                raise error
            access = self._file.parsed(content)
        except Exception as found:  # whatever is wrong with it, the earlier one stays in force
            self.fault = True
            # its text may repeat a word of the document, which may be a name
            line = found.line if isinstance(found, DocumentError) else None
            log.error("access document", taken_up=False, line=line, kind=type(found).__name__)
            return
        self.fault = False
        if digest != self._sha256:
            before, self._sha256, self.access = self._sha256, digest, access
            self._unnoted.append(("access_document.change", {**self._told(), "before_sha256": before}))
        log.info("access document", taken_up=True, **self._told())

    def note(self, store: Store, now: datetime) -> None:
        """Add to the audit log what changed. Apart from the look: it may have to wait for a long import."""
        while self._unnoted:
            action, detail = self._unnoted[0]
            try:
                audit.look(store, now=now, action=action, detail=detail)
            except (IomError, duckdb.Error, OSError) as error:
                # tried again; a change that shuts people out does not wait for it
                log.error("access document not noted", kind=type(error).__name__)
                return
            self._unnoted.pop(0)

    def _told(self) -> dict[str, object]:
        access = self.access
        return {
            "sha256": self._sha256,
            "roles": len(access.roles),
            "grants": len(access.grants),
            "withdrawn": len(access.withdrawn),
        }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
