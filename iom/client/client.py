"""The methods of the client: what the service does, with days, numbers and files in and dataclasses out."""

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from iom.client import results
from iom.client.problems import WorkFailed
from iom.client.transport import Transport

Row = TypeVar("Row")
Day = date | str
Moment = datetime | str
Form = Literal["parquet", "csv", "json"]
FORMS = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "json": "application/json"}
ENDED = ("done", "failed", "cancelled", "lost")
PAGE = 500


class Client:
    """A caller of one service. token: an access token, or a function that gives the current one.

    purpose: why, for the log. tries: how often a request is sent that is told to come back later, or is not
    answered. A request that changes something is done once, however often it is sent.
    """

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str],
        *,
        purpose: str | None = None,
        timeout: float = 60,
        tries: int = 5,
        longest_wait: float = 60,
        context: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._sleep = sleep
        self._over = Transport(
            url,
            token if callable(token) else lambda: token,
            purpose=purpose,
            timeout=timeout,
            tries=max(1, tries),
            longest_wait=longest_wait,
            context=context,
            sleep=sleep,
        )

    def me(self) -> results.Me:
        """Who you are there, and what you may do."""
        return results.made(results.Me, self._data("/v1/me"))

    def search_people(self, text: str) -> list[results.Found]:
        """The people that an identifier or name may mean. What is looked for stands in no address."""
        answer = self._over.post("/v1/people/searches", {"text": text})
        return [results.made(results.Found, one) for one in answer.body["data"]]

    def person(
        self, person_id: int, *, as_at: Day | None = None, known_at: Moment | None = None
    ) -> results.Person:
        """What is held of a person."""
        answer = self._over.get(f"/v1/people/{person_id}", as_at=_day(as_at), known_at=_moment(known_at))
        data = answer.body["data"]
        return results.made(
            results.Person,
            data,
            data=data,
            tag=answer.headers["etag"],
            left_out=tuple(answer.body["left_out"]),
        )

    def merge_people(self, *people: results.Person, reason: str, despite: bool = False) -> int:
        """Decide that persons are one, on their pages as they were seen; the lowest number stays.

        Raises Changed where what is held of any of them is not what was seen.
        """
        numbers = [one.person_id for one in people]
        body = {"people": numbers, "reason": reason, "despite": despite}
        tags = [one.tag for one in people]
        return self._over.post("/v1/people/merges", body, tags=tags).body["data"]["person"]

    def runs(
        self, *, criteria: str | None = None, as_at: Day | None = None, area: str | None = None
    ) -> Iterator[results.Run]:
        """The runs that are kept, the latest first. criteria: their document's title, or a shipped name.

        area: a home district or area; "all": only runs over the whole partnership.
        """
        return self._all(results.Run, "/v1/runs", criteria=criteria, as_at=_day(as_at), area=area)

    def make_run(
        self,
        *,
        as_at: Day,
        criteria: str | None = None,
        criteria_text: str | None = None,
        known_at: Moment | None = None,
        area: str | None = None,
    ) -> int:
        """Run a selection, wait until it is done, return its number. criteria: a shipped document's name."""
        body = {
            "as_at": _day(as_at),
            "criteria": criteria,
            "criteria_text": criteria_text,
            "known_at": _moment(known_at),
            "area": area,
        }
        return self._done("/v1/runs", body, "run_id")["run_id"]

    def proposals(
        self,
        run_id: int,
        *,
        on: str | None = None,
        cohort: str | None = None,
        area: str | None = None,
        harmful: bool | None = None,
        sort: str | None = None,
        page: int = PAGE,
    ) -> Iterator[results.Proposal]:
        """The people on a run's lists, as many as there are, fetched page after page. on: one list alone.

        harmful: True: only who is harmful and not proposed, on whichever list, the most harmful first.
        """
        asked = {"list": on, "cohort": cohort, "area": area, "harmful": harmful, "sort": sort}
        return self._all(results.Proposal, f"/v1/runs/{run_id}/proposals", page, **asked)

    def reasons(self, run_id: int, *, on: str | None = None) -> list[results.ReasonRow]:
        """Why people are on a run's lists: one row per person and reason."""
        answer = self._over.get(f"/v1/runs/{run_id}/reasons", list=on)
        return [results.made(results.ReasonRow, one) for one in answer.body["items"]]

    def save_reasons(self, run_id: int, to: Path, *, form: Form = "csv", on: str | None = None) -> None:
        """The same into a file."""
        self._over.save(f"/v1/runs/{run_id}/reasons", to, FORMS[form], list=on)

    def explain(self, run_id: int, person_id: int) -> Mapping[str, Any]:
        """What a run says of a person, on a list or not, and why: rule by rule, point by point."""
        return self._data(f"/v1/runs/{run_id}/people/{person_id}")

    def upload(self, file: Path, *, name: str | None = None) -> results.Upload:
        """Send a file; it waits to be imported. name: what it is called there."""
        said = f"attachment; filename*=UTF-8''{quote(name or file.name)}"
        answer = self._over.send("/v1/uploads", file, {"Content-Disposition": said})
        return results.made(results.Upload, answer.body["data"])

    def import_file(
        self,
        upload: results.Upload,
        *,
        mapping_text: str | None = None,
        covers: tuple[Day, Day] | None = None,
        check: bool = False,
        corrections: bool = False,
        allow_withdrawals: bool = False,
        nothing_dated: bool = False,
    ) -> results.ImportReport:
        """Import a file that was sent; return the report. check: say what would happen, change nothing."""
        body = {
            "upload_id": upload.upload_id,
            "mapping_text": mapping_text,
            "covers": {"first": _day(covers[0]), "last": _day(covers[1])} if covers else None,
            "check": check,
            "corrections": corrections,
            "allow_withdrawals": allow_withdrawals,
            "nothing_dated": nothing_dated,
        }
        report = self._done("/v1/imports", body, "rows_total")
        return results.made(results.ImportReport, report, data=report)

    def refused_rows(
        self, *, state: str = "open", import_no: int | None = None
    ) -> Iterator[results.RefusedRow]:
        """Rows that were refused, without their values. state: open, corrected, dropped or all."""
        return self._all(results.RefusedRow, "/v1/refused-rows", state=state, import_no=import_no)

    def save_refused_rows(self, to: Path, *, import_no: int | None = None) -> None:
        """Open rows with their values as a CSV file, to be corrected and imported with corrections=True."""
        self._over.save("/v1/refused-rows/export", to, FORMS["csv"], import_no=import_no)

    def save_risk(
        self,
        to: Path,
        *,
        as_at: Day,
        known_at: Moment | None = None,
        area: str | None = None,
        form: Form = "parquet",
    ) -> None:
        """Features and risk scores of everyone into a file."""
        self._over.save("/v1/risk", to, FORMS[form], as_at=_day(as_at), known_at=_moment(known_at), area=area)

    def save_measures(
        self, to: Path, *, as_at: Day, definition: str, area: str | None = None, form: Form = "parquet"
    ) -> None:
        """Measures of everyone into a file. definition: a shipped document's name."""
        body = {"definition": definition, "as_at": _day(as_at), "area": area}
        self._over.post("/v1/measures", body, to=to, form=FORMS[form])

    def audit(
        self,
        *,
        who: str | None = None,
        purpose: str | None = None,
        action: str | None = None,
        person: int | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
    ) -> Iterator[results.AuditLine]:
        """Lines of the log, the latest first. action: how it begins."""
        asked = {"who": who, "purpose": purpose, "action": action, "person": person}
        return self._all(results.AuditLine, "/v1/audit", since=_moment(since), until=_moment(until), **asked)

    def give_command(
        self,
        command: str,
        options: Mapping[str, Any],
        *,
        answers: Sequence[str] = (),
        width: int | None = None,
        key: str | None = None,
    ) -> str:
        """Give a command of the command line; return its job. options: as GET /v1/commands names them.

        A file is {"name": ..., "base64": ...} or {"name": ..., "upload_id": ...}; one to be written
        {"name": ...}. answers: to what the command asks. width: of a terminal.
        key: a word of this command's own; given again under it, it is not done again.
        """
        body = {"command": command, "options": dict(options), "answers": list(answers), "width": width}
        return self._over.post("/v1/commands", body, key=key).body["data"]["job_id"]

    def command_answer(self, answer_id: str) -> results.Said:
        """What a command said. answer_id: from the result of its job."""
        data = self._data(f"/v1/commands/{quote(answer_id, safe='')}")
        return results.made(results.Said, data, answer_id=answer_id)

    def command_file(self, answer_id: str, number: int) -> bytes:
        """A file that a command wrote, whole."""
        return self._over.content(f"/v1/commands/{quote(answer_id, safe='')}/files/{number}")

    def drop_command(self, answer_id: str) -> None:
        """Let go of what a command said and wrote, before its hour is over."""
        self._over.delete(f"/v1/commands/{quote(answer_id, safe='')}")

    def job(self, job_id: str) -> results.Job:
        """How far a job of yours is."""
        return results.made(results.Job, self._data(f"/v1/jobs/{quote(job_id, safe='')}"))

    def call_off(self, job_id: str) -> None:
        """Call a job off: nothing of it is kept. Raises Changed where it has ended, or keeps it already."""
        self._over.delete(f"/v1/jobs/{quote(job_id, safe='')}")

    def wait(
        self, job_id: str, *, seconds: float = 3600, seen: Callable[[results.Job], object] = lambda job: None
    ) -> results.Job:
        """Wait until a job is done; seen: told how far it is, now and then.

        Raises WorkFailed if it ended otherwise, TimeoutError after so long.
        """
        pause, waited = 0.1, 0.0
        while (job := self.job(job_id)).state not in ENDED:
            seen(job)
            if waited >= seconds:
                raise TimeoutError(f"After {waited:.0f} seconds the job is still {job.state}.")
            self._sleep(pause)
            waited += pause
            pause = min(pause * 1.5, 5.0)
        if job.state != "done":
            raise WorkFailed(job_id, job.state, job.problem or job.state)
        return job

    def _done(self, path: str, body: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
        """What came of a job. Raises WorkFailed where what is wanted is left out of it, too."""
        job = self.wait(self._over.post(path, body).body["data"]["job_id"])
        if wanted not in (job.result or {}):
            raise WorkFailed(job.job_id, job.state, job.problem or "What came of it is not kept.")
        return job.result

    def _data(self, path: str) -> Mapping[str, Any]:
        return self._over.get(path).body["data"]

    def _all(self, kind: type[Row], path: str, page: int = PAGE, **query: Any) -> Iterator[Row]:
        cursor: str | None = None
        while True:
            body = self._over.get(path, limit=page, cursor=cursor, **query).body
            items: Sequence[Mapping[str, Any]] = body["items"]
            for one in items:
                yield results.made(kind, one)
            cursor = body["next"]
            if cursor is None:
                return


def _day(day: Day | None) -> str | None:
    """A day as it is sent: a date's, or one that is written so already."""
    if isinstance(day, datetime):
        raise ValueError('a day is meant, not a moment: date(2026, 10, 31) or "2026-10-31"')
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            raise ValueError('not a day: write date(2026, 10, 31) or "2026-10-31"') from None
    return None if day is None else day.isoformat()


def _moment(moment: Moment | None) -> str | None:
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            raise ValueError(
                'not a moment: write datetime(..., tzinfo=UTC) or "2026-10-31T14:05:00Z"'
            ) from None
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a moment needs its zone: datetime(..., tzinfo=UTC)")
    return None if moment is None else moment.isoformat()
