"""The client in the package does, over a real socket, what the service offers."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars
import pytest

from iom.client import (
    Changed,
    Client,
    NotAccepted,
    NotAllowed,
    NotNow,
    NotSignedIn,
    NotThere,
    Unreachable,
    WorkFailed,
)
from tests.api.contract.served import AREA, AS_AT, Served


@pytest.fixture(scope="module")
def client(service: Served) -> Client:
    return Client(service.url, "all-roles", purpose="inspection")


def test_it_says_who_you_are(client: Client) -> None:
    me = client.me()

    assert "analyst" in me.roles and "people.find" in me.everyone
    # what the administrator's role withholds, and no other gives
    assert me.withheld["store.keep"] == ("intelligence", "intelligence.C", "police")


def test_a_person_is_found_by_name_and_read(client: Client) -> None:
    name = client.person(3).data["names"][0]
    found = client.search_people(f"{name['surname']}, {name['forenames']}")

    assert 3 in {one.person_id for one in found}
    person = client.person(3, as_at=AS_AT, known_at=datetime(2026, 11, 5, tzinfo=UTC))
    assert person.as_at == AS_AT and person.age
    assert all(one.offence_on <= AS_AT for one in person.offences)


def test_a_run_is_made_and_its_proposals_come_page_after_page(client: Client) -> None:
    run_id = client.make_run(criteria="bedfordshire", as_at=AS_AT, area=AREA)
    in_pages, at_once = list(client.proposals(run_id, page=1)), list(client.proposals(run_id))

    assert in_pages == at_once and len(at_once) > 1
    assert next(client.runs()).run_id == run_id
    assert {one.area for one in client.proposals(run_id, on="proposed")} == {AREA}
    assert at_once[0].reasons[0].points >= at_once[0].reasons[-1].points


def test_the_flat_reasons_are_those_of_the_proposals(client: Client, tmp_path: Path) -> None:
    flat = {(row.person, row.sentence) for row in client.reasons(2) if row.kind != "not known"}
    client.save_reasons(2, tmp_path / "reasons.parquet", form="parquet")

    assert flat == {(one.person, reason.sentence) for one in client.proposals(2) for reason in one.reasons}
    kept = polars.read_parquet(tmp_path / "reasons.parquet")
    assert len(kept) == len(client.reasons(2)) and kept["as_at"].dtype == polars.Date


def test_work_whose_outcome_is_left_out_is_told_in_the_words_of_the_service(
    client: Client, service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Client.job

    def left_out(self: Client, job_id: str):
        job = whole(self, job_id)
        kept = {"batch_id": 1}
        return replace(job, result=kept, problem="It is left out.") if job.state == "done" else job

    monkeypatch.setattr(Client, "job", left_out)
    with pytest.raises(WorkFailed, match="It is left out") as told:
        client.make_run(criteria="bedfordshire", as_at=AS_AT, area=AREA)
    assert told.value.state == "done"


def test_a_file_is_sent_checked_imported_and_its_refused_rows_come_back(
    client: Client, service: Served, tmp_path: Path
) -> None:
    export = service.folder / "exports" / "niche_offences_latest.csv"
    mapping = (service.folder / "documents" / "niche_offences_latest.toml").read_text(encoding="utf-8")
    checked = client.import_file(client.upload(export), mapping_text=mapping, check=True)
    report = client.import_file(client.upload(export, name="again é.csv"), mapping_text=mapping)

    assert checked.rows_total == report.rows_total > 0 and report.batch_id
    refused = next(client.refused_rows())
    client.save_refused_rows(tmp_path / "refused.csv", import_no=refused.batch_id)
    assert (tmp_path / "refused.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {one.state for one in client.refused_rows(state="all")} >= {"open"}
    assert f"Q-{refused.quarantine_id}" in (tmp_path / "refused.csv").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.part"))


def test_scores_and_measures_of_everyone_come_as_files(client: Client, tmp_path: Path) -> None:
    client.save_risk(tmp_path / "risk.parquet", as_at=AS_AT)
    client.save_measures(tmp_path / "measures.csv", as_at=AS_AT, definition="bedfordshire", form="csv")

    assert "person_id" in polars.read_parquet(tmp_path / "risk.parquet").columns
    assert len(polars.read_csv(tmp_path / "measures.csv")) > 1


def test_the_log_is_read_by_action(client: Client) -> None:
    client.person(4)
    line = next(client.audit(action="person.", person=4))

    assert line.who == "all-roles@example.org" and line.purpose == "inspection" and 4 in line.person_ids


def test_a_decision_on_a_page_that_has_changed_is_refused(client: Client) -> None:
    first, second, third = (client.person(number) for number in (30, 31, 32))
    assert client.merge_people(first, second, reason="the same person, by hand", despite=True) == 30

    with pytest.raises(Changed) as caught:
        client.merge_people(first, third, reason="the same person, by hand", despite=True)
    assert "GET /v1/people/30" in str(caught.value) and "/people/32" not in str(caught.value)


def test_errors_say_what_is_wrong_and_where(service: Served, client: Client) -> None:
    with pytest.raises(NotSignedIn):
        Client(service.url, "wrong").me()
    with pytest.raises(NotAllowed):
        next(Client(service.url, "coordinator").audit())
    with pytest.raises(NotThere):
        client.person(999_999)
    with pytest.raises(NotAccepted) as caught:
        client.make_run(criteria="bedfordshire", as_at=date(1066, 10, 14))
    assert caught.value.fields[0].field == "body.as_at"


def test_a_token_is_not_sent_in_the_clear_over_a_network() -> None:
    with pytest.raises(ValueError, match="https"):
        Client("http://iom.example.org", "token")


class _Busy(http.server.BaseHTTPRequestHandler):
    """Answers each request first by 503, then by a break, then by 202 or 200."""

    seen: list[tuple[str, str | None]]

    def do_POST(self) -> None:
        self.seen.append((self.path, self.headers["Idempotency-Key"]))
        self.rfile.read(int(self.headers["Content-Length"]))
        match len(self.seen):
            case 1:
                self._answer(503, {"title": "Not now", "detail": "Later.", "errors": []}, "7")
            case 2:
                self.close_connection = True
            case _:
                self._answer(200, {"data": []}, None)

    def do_GET(self) -> None:
        self._answer(429, {"title": "Too many", "detail": "Slowly.", "errors": []}, "3")

    def _answer(self, status: int, body: Any, later: str | None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        if later:
            self.send_header("Retry-After", later)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def busy() -> Iterator[str]:
    _Busy.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Busy) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_what_is_told_to_come_back_or_breaks_off_is_sent_again_under_the_same_key(busy: str) -> None:
    waits: list[float] = []

    assert Client(busy, "token", sleep=waits.append).search_people("A0001ZZ") == []
    assert waits == [7.0, 2.0]
    assert len(_Busy.seen) == 3 and len({key for _, key in _Busy.seen}) == 1 and _Busy.seen[0][1]


def test_after_as_many_tries_as_were_allowed_it_gives_up(busy: str) -> None:
    waits: list[float] = []

    with pytest.raises(NotNow, match="Slowly"):
        Client(busy, "token", tries=3, sleep=waits.append).me()
    assert waits == [3.0, 3.0]
    with pytest.raises(Unreachable):
        Client("http://127.0.0.1:9", "token", tries=1).me()


class _BreaksOff(http.server.BaseHTTPRequestHandler):
    """Says how much comes, or sends it in pieces, and breaks off before the end; at last it is whole."""

    protocol_version = "HTTP/1.1"
    breaks: int
    asked: int

    def do_GET(self) -> None:
        type(self).asked += 1
        whole, in_pieces = type(self).asked > self.breaks, "risk" in self.path
        content = b"0123456789" * 20_000
        sent = content if whole else content[:-1]
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        if in_pieces:
            self.send_header("Transfer-Encoding", "chunked")
            sent = f"{len(content):x}\r\n".encode() + sent + (b"\r\n0\r\n\r\n" if whole else b"")
        else:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(sent)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def breaking_off() -> Iterator[str]:
    _BreaksOff.asked = 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _BreaksOff) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("kind", ["reasons", "risk"])
def test_a_file_that_breaks_off_is_fetched_again_and_kept_whole_or_not_at_all(
    breaking_off: str, tmp_path: Path, kind: str
) -> None:
    kept = tmp_path / "kept.csv"

    def save(client: Client) -> None:
        if kind == "risk":
            client.save_risk(kept, as_at=AS_AT)
        else:
            client.save_reasons(1, kept, form="csv")

    kept.write_bytes(b"what was there")
    _BreaksOff.breaks = 99
    with pytest.raises(Unreachable, match="broke off"):
        save(Client(breaking_off, "token", tries=2, sleep=lambda _: None))
    assert kept.read_bytes() == b"what was there" and _BreaksOff.asked == 2
    assert list(tmp_path.iterdir()) == [kept]

    _BreaksOff.breaks = 3
    save(Client(breaking_off, "token", tries=2, sleep=lambda _: None))
    assert kept.read_bytes() == b"0123456789" * 20_000


def test_a_file_of_a_command_that_breaks_off_is_fetched_again_too(breaking_off: str) -> None:
    _BreaksOff.breaks = 1
    content = Client(breaking_off, "token", sleep=lambda _: None).command_file("some", 1)
    assert content == b"0123456789" * 20_000 and _BreaksOff.asked == 2


def test_what_is_wrong_with_an_address_is_said_in_plain_words_and_not_tried_again_in_vain(
    busy: str,
) -> None:
    waits: list[float] = []

    with pytest.raises(Unreachable, match="asked with http://"):
        Client(busy.replace("http:", "https:"), "token", sleep=waits.append).me()
    assert waits == []
    with pytest.raises(
        Unreachable, match=r"Nothing answers at http://127\.0\.0\.1:9: is the service running"
    ):
        Client("http://127.0.0.1:9", "token", sleep=waits.append).me()
    assert len(waits) == 1
