"""The flat reasons of a run: of those whom the caller may see, in columns that are always there."""

import csv
import io
from dataclasses import fields

import httpx2

from iom.client import Client
from iom.reports.reason_rows import ReasonRow
from iom.selection import as_csv, kept_run
from tests.api.contract.served import AREA, NOW, Served


def test_a_caller_of_one_area_gets_the_reasons_of_the_people_whom_the_proposals_show(service: Served) -> None:
    of_area, of_all = Client(service.url, f"panel_member-of-{AREA}"), Client(service.url, "panel_member")
    seen = {row.person for row in of_area.reasons(2)}

    assert seen == {one.person for one in of_area.proposals(2) if one.reasons or one.unknown}
    assert seen < {row.person for row in of_all.reasons(2)}
    # and the log names no others
    looks = Client(service.url, "auditor").audit(who=f"panel_member-of-{AREA}@example.org", action="run.show")
    assert seen <= set(next(looks).person_ids) and set(next(looks).person_ids) <= seen | {
        one.person for one in of_area.proposals(2)
    }


def test_a_table_without_rows_keeps_its_columns(service: Served) -> None:
    headers = {"Authorization": "Bearer analyst", "Accept": "text/csv"}
    with httpx2.Client(base_url=service.url, headers=headers) as client:
        nowhere = {"area": "Bedford", "cohort": "fixed", "list": "harmful_outside"}
        reasons = client.get("/v1/runs/2/reasons", params=nowhere)
        proposals = client.get("/v1/runs/2/proposals", params=nowhere)
        runs = client.get("/v1/runs", params={"as_at": "2020-01-01"})

    assert _lines(reasons) == [[field.name for field in fields(ReasonRow)]]
    ((*columns,),) = _lines(proposals)
    assert {"person", "area", "points", "reasons"} <= set(columns) and "counted" not in columns
    assert _lines(runs)[0][0] == "run_id" and len(_lines(runs)) == 1


def _lines(answer: httpx2.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_csv_of_proposals_holds_reasons_as_that_of_the_command_does(service: Served) -> None:
    headers = {"Authorization": "Bearer analyst", "Accept": "text/csv"}
    with httpx2.Client(base_url=service.url, headers=headers, timeout=60) as client:
        over_http = csv.DictReader(
            io.StringIO(client.get("/v1/runs/2/proposals").content.decode("utf-8-sig"))
        )
        given = {row["person"]: (row["reasons"], row["unknown"]) for row in over_http}
    kept = kept_run(service.store, 2, now=NOW)
    command = csv.DictReader(io.StringIO(as_csv(kept.listed).decode("utf-8-sig")))

    assert given == {row["person"]: (row["reasons"], row["not_known"]) for row in command}
    assert any(" | " in reasons and reasons[0].isdigit() for reasons, _ in given.values())
