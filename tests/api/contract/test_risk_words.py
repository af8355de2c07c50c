"""What is said beside the scores of one person."""

import httpx2

from iom.reports.risk_words import NOT_A_FORECAST
from iom.selection.words import CLOSING
from tests.api.contract.served import Served


def test_the_scores_of_a_person_say_that_they_are_no_forecast_and_what_they_reflect(service: Served) -> None:
    who = {"Authorization": "Bearer analyst"}
    with httpx2.Client(base_url=service.url, headers=who, timeout=60) as client:
        everyone = client.get("/v1/risk", params={"as_at": "2026-10-31"}).json()["items"]
        person = next(one["person_id"] for one in everyone if one["ogrs3_2y"] is not None)
        scored, before = (
            client.get(f"/v1/people/{person}/risk", params={"as_at": day}).json()
            for day in ("2026-10-31", "1990-01-01")
        )

    assert scored["data"]["says"][-1] == NOT_A_FORECAST
    for said in (scored, before):
        assert said["basis"]["caveat"] == said["data"]["closing"] == CLOSING
    # where there is no score nothing is said that could be taken for one
    assert before["data"]["says"] and NOT_A_FORECAST not in before["data"]["says"]
