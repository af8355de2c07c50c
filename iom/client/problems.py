"""What can go wrong when the service is asked, as exceptions that say what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldFault:
    """A field at fault: where it stands, and what is wrong with it."""

    field: str
    says: str


class Problem(Exception):  # noqa: N818  an answer of the service, as RFC 9457 calls it
    """An answer that is an error. detail says what is wrong; fields names what to mend."""

    def __init__(self, status: int, title: str, detail: str, fields: tuple[FieldFault, ...] = ()):
        said = "".join(f"\n  {one.field}: {one.says}" for one in fields)
        super().__init__(f"{detail}{said}")
        self.status = status
        self.title = title
        self.detail = detail
        self.fields = fields
        # seconds, where the service says when to ask again
        self.retry_after: str | None = None


class NotSignedIn(Problem):
    """The access token is missing, over or of another service (401)."""


class NotAllowed(Problem):
    """None of your roles takes you there (403)."""


class NotThere(Problem):
    """It does not exist, or you may not see it (404)."""


class Changed(Problem):
    """It is not as you last saw it, or not in a state for this (409, 412)."""


class NotAccepted(Problem):
    """What was asked for cannot be done so (400, 413, 422, 428)."""


class NotNow(Problem):
    """Too many requests, or too much at work: every try was told to come back later (429, 503)."""


class Unreachable(Exception):  # noqa: N818
    """Nothing answers at the address, or the answer broke off. arrived: whether the request may have.

    passing: whether it may be otherwise in a moment.
    """

    arrived = True
    passing = True


class WorkFailed(Exception):  # noqa: N818
    """A job did not end as done, or what came of it is not told. state: failed, cancelled, lost or done."""

    def __init__(self, job_id: str, state: str, detail: str):
        super().__init__(detail)
        self.job_id = job_id
        self.state = state


KINDS: dict[int, type[Problem]] = {
    400: NotAccepted,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotThere,
    409: Changed,
    412: Changed,
    413: NotAccepted,
    422: NotAccepted,
    428: NotAccepted,
    429: NotNow,
    503: NotNow,
}
