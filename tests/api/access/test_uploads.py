"""Files on their way in: names that climb, files and workbooks too large, cells that would be worked out."""

import threading
import time

import pytest

from api.uploads import named
from iom.intake import importing
from iom.store.folder import INCOMING
from tests.api.access.world import MAPPINGS, PEOPLE, mapping
from tests.intake.workbooks import raw_workbook, sheet_xml

A = "analyst/everyone"
MAPPED = mapping(PEOPLE)
NAMES = [
    "../../../x.csv",
    "..\\..\\x.csv",
    "C:\\x.csv",
    "/etc/passwd",
    "%2e%2e%2f%2e%2e%2fx.csv",
    "..%5c..%5cx.csv",
    ".csv",
    "..csv",
    "...",
    "",
    "a\x00/../x.csv",
    "x.csv/",
    "x.csv/..",
    "=cmd|x.csv",
    "x" * 400 + ".csv",
    "store.duckdb",
    "x.csv; filename*=UTF-8''..%2f..%2fx.csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_climbs_out_of_no_folder(tmp_path, name):
    for quoted in (f'attachment; filename="{name}"', f"attachment; filename*=UTF-8''{name}"):
        kept = named(quoted)
        place = (tmp_path / "incoming" / kept).resolve()
        assert place.parent == (tmp_path / "incoming").resolve()
        assert kept
        assert not kept.startswith((".", "="))
        assert len(kept) <= 120
    assert named(None) == named("attachment") == "upload.csv"
    assert named('attachment; filename="con.csv"') == "_con.csv"


def test_a_file_is_named_as_it_was_whatever_its_ending(bench):
    sent = send(bench, b"%PDF-1.7 no export", "report.pdf")
    assert sent.json()["data"]["file_name"] == "report.pdf"
    ended = imported(bench, sent)
    assert ended["state"] == "failed" and "report.pdf" in ended["problem"] and "upload.csv" not in str(ended)


def test_a_form_with_a_file_in_it_is_refused_and_says_how_a_file_is_sent(bench):
    sent = bench.ask(A, "POST /v1/uploads", files={"file": ("people.csv", PEOPLE.encode())})
    assert sent.status_code == 415
    assert "--data-binary @FILE" in sent.json()["detail"]
    assert not list((bench.store.folder / INCOMING).iterdir())
    # as curl --data-binary sends it where no type is given
    plain = {"Content-Type": "application/x-www-form-urlencoded"}
    assert bench.ask(A, "POST /v1/uploads", headers=plain, content=PEOPLE.encode()).status_code == 201


@pytest.fixture
def bench(own_served):
    """A service that takes small files only."""
    return own_served(upload_bytes_limit=200_000, workbook_bytes_limit=1_000_000)


def send(served, content, name="people.csv"):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return served.ask(A, "POST /v1/uploads", content=content, headers=headers, key=None)


def imported(served, sent, mapped=MAPPED, **given):
    body = {"upload_id": sent.json()["data"]["upload_id"], "mapping_text": mapped, **given}
    asked = served.ask(A, "POST /v1/imports", body)
    return served.ended(A, asked) if asked.status_code == 202 else asked.json()


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(bench):
    incoming = bench.store.folder / "incoming"
    for content in (b"x" * 200_001, (b"x" * 50_000 for _ in range(5))):
        assert send(bench, content).status_code == 413
        assert list(incoming.iterdir()) == []
    sent = send(bench, b"x" * 1_000, "../../x.csv")
    assert sent.status_code == 201
    (kept,) = incoming.iterdir()
    assert [one.name for one in kept.iterdir()] == ["x.csv"]
    assert incoming.stat().st_mode & 0o077 == 0


def test_of_one_callers_many_files_the_oldest_go(bench):
    for _ in range(12):
        send(bench, b"x")
    assert len(list((bench.store.folder / "incoming").iterdir())) == 10


@pytest.fixture
def held_up(bench, monkeypatch):
    """Imports wait, once they have begun, until this is set."""
    go_on = threading.Event()
    stage = importing.stage

    def waiting(*given, **named):
        assert go_on.wait(60)
        return stage(*given, **named)

    monkeypatch.setattr(importing, "stage", waiting)
    yield go_on
    go_on.set()


def asked_for(served, sent):
    body = {"upload_id": sent.json()["data"]["upload_id"], "mapping_text": MAPPED}
    job = served.ask(A, "POST /v1/imports", body)
    assert job.status_code == 202
    return job


def test_a_file_that_a_job_uses_is_not_dropped_for_newer_ones(bench, held_up):
    first = send(bench, PEOPLE.encode())
    job = asked_for(bench, first)
    others = [send(bench, b"x").json()["data"]["upload_id"] for _ in range(11)]
    there = {one.name for one in (bench.store.folder / "incoming").iterdir()}
    assert there == {first.json()["data"]["upload_id"], *others[2:]}
    held_up.set()
    assert bench.ended(A, job)["state"] == "done"


def test_where_jobs_use_all_files_one_more_is_refused_until_one_has_ended(bench, held_up):
    jobs = [asked_for(bench, send(bench, PEOPLE.encode())) for _ in range(10)]
    refused = send(bench, b"x")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "GET /v1/jobs" in refused.json()["detail"]
    assert len(list((bench.store.folder / "incoming").iterdir())) == 10
    # another caller has ten of their own
    other = bench.ask("analyst/everyone@2", "POST /v1/uploads", content=b"x", key=None)
    assert other.status_code == 201
    held_up.set()
    assert [bench.ended(A, job)["state"] for job in jobs] == ["done"] * 10
    assert send(bench, b"x").status_code == 201


def test_a_job_called_off_before_its_turn_ends_at_once_and_gives_its_file_and_place_back(bench, held_up):
    jobs = [asked_for(bench, send(bench, PEOPLE.encode())) for _ in range(10)]
    assert send(bench, b"x").status_code == 429
    place = jobs[-1].json()["data"]["look_at"]
    told = bench.ask(A, f"DELETE {place}")
    # the first is still at work
    assert (told.status_code, told.json()["data"]["state"]) == (202, "cancelled")
    assert bench.app.state.service.jobs.waiting == 9
    assert bench.ask(A, f"GET {place}").json()["data"]["ended_at"] is not None
    assert bench.ask(A, f"DELETE {place}").status_code == 409
    assert send(bench, b"x").status_code == 201
    held_up.set()
    assert [bench.ended(A, job)["state"] for job in jobs] == ["done"] * 9 + ["cancelled"]


def test_a_job_called_off_while_others_write_is_told_so_and_noted_once_they_have_ended(
    own_served, monkeypatch
):
    monkeypatch.setattr("api.jobs.NOTE_AGAIN_SECONDS", 0.01)
    served, go_on, begun = own_served(query_wait_seconds=0.05), threading.Event(), threading.Event()
    store, jobs, tidied = served.store, served.app.state.service.jobs, []

    def at_work(view, advance):
        begun.set()
        assert go_on.wait(60)

    with store.transaction() as cursor:
        first = jobs.prepare(cursor, store, "import", at_work)
        second = jobs.prepare(cursor, store, "import", at_work, tidy=lambda: tidied.append(1))
    for job_id in (first, second):
        jobs.begin(job_id)
    assert begun.wait(60)
    told = []
    with store.transaction():
        caller = threading.Thread(target=lambda: told.append(jobs.call_off(second)))
        caller.start()
        caller.join(60)
        assert (told, tidied, jobs.of("tester", second)[0].state) == (["called off"], [1], "cancelled")
    go_on.set()
    noted: dict[str, str] = {}
    for _ in range(3000):
        with store.cursor() as cursor:
            noted = dict(cursor.execute("select job_id, state from job").fetchall())
        if (noted[first], noted[second]) == ("done", "cancelled"):
            break
        time.sleep(0.01)
    assert (noted[first], noted[second]) == ("done", "cancelled")


def test_one_file_that_two_jobs_use_is_there_for_both(bench, held_up):
    sent = send(bench, PEOPLE.encode())
    jobs = [asked_for(bench, sent) for _ in range(2)]
    held_up.set()
    assert [bench.ended(A, job)["state"] for job in jobs] == ["done", "done"]


def test_a_workbook_that_unpacks_without_end_is_refused_and_nothing_of_it_is_kept(bench, tmp_path):
    bombs = {
        "parts": raw_workbook(tmp_path / "a.xlsx", b"", xl__sharedStrings__xml=b" " * 20_000_000),
        "sheet": raw_workbook(tmp_path / "b.xlsx", sheet_xml("<row/>" * 2_000_000)),
    }
    before = bench.rows("select count(*) from import_batch")
    for bomb in bombs.values():
        assert bomb.stat().st_size < 200_000
        job = imported(bench, send(bench, bomb.read_bytes(), "people.xlsx"))
        assert job["state"] == "failed"
        assert "A fault" not in job["problem"]
    assert bench.rows("select count(*) from import_batch") == before


def test_a_mapping_is_data_and_opens_no_file_and_does_nothing_of_its_own(bench):
    tables = bench.rows("from duckdb_tables() select count(*)")
    sent = send(bench, PEOPLE.encode())
    for old, new in (
        ('subject = "id"', 'subject = "id\'; drop table subject; --"'),
        ('surname = "surname"', "surname = \"read_text('x')\""),
        ('system = "niche"', 'system = "x\'; drop table subject; --"'),
        ('uk = "dd/mm/yyyy"', "uk = \"dd/mm/yyyy'); copy subject to 'x'; --\""),
        ('title = "invented"', 'title = "invented"\nfile = "../../keys"'),
    ):
        assert old in MAPPED
        done = imported(bench, sent, MAPPED.replace(old, new), check=True)
        # a system may have any name: it is a value, bound as one
        assert done.get("state") in (None, "done" if "system" in old else "failed"), done
        assert "A fault" not in str(done)
    header = PEOPLE.replace("surname", '"surname\'; drop table subject; --"', 1)
    done = imported(bench, send(bench, header.encode()), check=True)
    assert done["state"] == "failed"
    assert bench.rows("from duckdb_tables() select count(*)") == tables


def test_a_cell_that_a_spreadsheet_would_work_out_is_told_as_text(bench):
    mapped = mapping(list(MAPPINGS)[1]).replace('title = "invented"', 'title = "=1+1"')
    mapped = mapped.replace('scope = "full"', 'scope = "changes"')
    done = imported(bench, send(bench, b"id,crime,on\n1,N1,01/01/2026\n", "@sum(a1).csv"), mapped)
    assert done["state"] == "done", done
    told = bench.ask(A, "GET /v1/imports", headers={"Accept": "text/csv"}).text
    assert "1+1" in told
    for line in told.splitlines():
        assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in line.split(","))
