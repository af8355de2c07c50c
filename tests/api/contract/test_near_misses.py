"""Who just misses a rule: which rule it is stands beside it in words, in a spreadsheet too."""

import csv
import io

import httpx2

from tests.api.contract.served import Served


def test_near_misses_name_their_rule_as_the_document_does_and_not_by_a_number_alone(service: Served) -> None:
    with httpx2.Client(
        base_url=service.url, headers={"Authorization": "Bearer analyst"}, timeout=60
    ) as client:
        rules = client.get("/v1/runs/2/attrition").json()["data"]["rules"]
        rows = client.get("/v1/runs/2/near-misses", params={"limit": 500}).json()["items"]
        table = client.get("/v1/runs/2/near-misses", headers={"Accept": "text/csv"}, params={"limit": 500})

    words = {one["rule_no"]: (one["name"], one["says"]) for one in rules if not one["part_no"]}
    assert rows and all((row["rule"], row["says"]) == words[row["rule_no"]] for row in rows)
    in_csv = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["rule"], row["says"]) for row in in_csv] == [(row["rule"], row["says"]) for row in rows]
