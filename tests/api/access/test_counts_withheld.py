"""What is counted of intelligence reports is in no answer to a role from which intelligence is withheld."""

import io
import re
from dataclasses import replace
from datetime import date
from itertools import product

import polars
import pytest

from iom.documents import parse_document
from iom.intake import import_file, parse_mapping
from iom.measures import draws_on
from iom.measures.definition import OPTIONS, Measure
from iom.selection import parse_criteria, select
from tests.api.access import world
from tests.api.access.conftest import copied
from tests.api.access.serving import Served, served_from

PANEL, AUDITOR, COORDINATOR, ANALYST = (
    f"{role}/everyone" for role in ("panel_member", "auditor", "coordinator", "analyst")
)
# how many reports there are of persons 1 to 6: nothing else in the answers is such a number
REPORTS = {1: 731, 2: 693, 3: 457, 4: 389, 6: 571}
LATER = {1: 747, 2: 707, 3: 457, 4: 613, 6: 571}
CRITERIA = """
title = "Reports"
version = "1"
owner = "board"
source = "local choice"
severity_vintage = "2020"
[[measure]]
name = "logged"
what = "intelligence"
months = 12
[[measure]]
name = "quiet"
what = "intelligence"
months = 12
says = "logs of any kind"
[[measure]]
name = "offences_12m"
what = "offences"
status = "suspected"
months = 12
[[eligibility]]
name = "adult"
says = "aged 18 or over"
when = "age >= 18"
source = "local choice"
[[eligibility]]
name = "spoken_of"
says = "often spoken of"
when = "logged >= 450"
source = "local choice"
[[points.band]]
measure = "logged"
from = 1
below = 500
points = 1
source = "local choice"
[[points.band]]
measure = "logged"
from = 700
points = 5
source = "local choice"
[[points.band]]
measure = "quiet"
from = 1
points = 2
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 1
points = 1
source = "local choice"
[[cohort]]
name = "both"
says = "spoken of much, or offending"
when = "(logged >= 600 and offences_12m >= 1) or offences_12m >= 3"
source = "local choice"
[[capacity]]
cohort = "both"
area = "*"
places = 1
source = "local choice"
[tie_break]
order = ["logged desc"]
source = "local choice"
"""
MEASURES = """
title = "some"
columns = ["age"]
[[measure]]
name = "logged"
what = "intelligence"
months = 12
[[measure]]
name = "offences_12m"
what = "offences"
status = "suspected"
months = 12
"""


def reports(counts: dict[int, int], on: str, handling: str) -> str:
    lines = [f"{p},R{p}-{n},{on},{handling}" for p, many in counts.items() for n in range(many)]
    return "id,report,on,handling\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def runs_served(told_scheme, tmp_path_factory):
    """The scheme with many reports, and two runs that measure them, between which more came in."""
    place = copied(told_scheme, tmp_path_factory.mktemp("reports") / "place")
    with served_from(place) as served:
        mapping = world.mapping(world.REPORTS).replace('"full"', '"changes"')
        criteria = parse_criteria(parse_document("reports", CRITERIA))
        runs = []
        for counts in (REPORTS, LATER):
            # the scheme holds three of its own
            new = {p: many - {1: 2, 3: 1}.get(p, 0) for p, many in counts.items()}
            file = place / f"{len(runs)}.csv"
            file.write_text(reports(new, "10/02/2026", "P"), encoding="utf-8")
            import_file(served.store, file, parse_mapping("invented", mapping), now=world.NOW)
            made = select(
                served.store, criteria, as_at=date(2026, 9, 30), known_at=None, area=None, now=world.NOW
            )
            runs.append(made.run_id)
        yield served, *runs


def asked(first: int, second: int) -> list[str]:
    paths = [
        f"/v1/runs/{one}{what}"
        for one, what in product(
            (first, second),
            ("", "/proposals", "/reasons", "/attrition", "/near-misses", *(f"/people/{p}" for p in REPORTS)),
        )
    ]
    return [*paths, f"/v1/runs/{first}/differences/{second}", *(f"/v1/people/{p}" for p in REPORTS)]


def all_bytes(served: Served, caller: str, paths: list[str]) -> dict[str, bytes]:
    """What is answered in every form that there is, headers and all; of Parquet what it holds."""
    found = {}
    for path, form in product(paths, ("application/json", "text/csv", "application/vnd.apache.parquet")):
        answer = served.ask(caller, f"GET {path}", headers={"Accept": form})
        if answer.status_code != 200:
            assert answer.status_code in (403, 404, 406), (path, answer.text)
            continue
        content = answer.content
        if form.endswith("parquet") and answer.headers["content-type"] == form:
            content = str(polars.read_parquet(io.BytesIO(content)).to_dicts()).encode()
        headers = {name: said for name, said in answer.headers.items() if name != "content-length"}
        found[f"{path} {form}"] = content + str(headers).encode()
    return found


def planted() -> set[bytes]:
    """The counts, and how far each is from what rules ask."""
    counts = {*REPORTS.values(), *LATER.values()}
    # those of handling code P alone
    counts |= {one[p] - 1 for one in (REPORTS, LATER) for p in (1, 3)}
    return {str(n).encode() for n in counts | {abs(n - 600) for n in counts} | {450 - 389}}


def holding(found: dict[str, bytes]) -> set[str]:
    """The answers with one of these numbers, digests (which hold any digits), days and moments aside."""
    aside = re.compile(rb"[0-9a-f]{32,64}|\d{4}-\d\d-\d\d(?:T[\d:.]+)?")
    numbers = re.compile(rb"(?<![\d.])(?:" + b"|".join(sorted(planted())) + rb")(?![\d.])")
    return {path for path, content in found.items() if numbers.search(aside.sub(b"", content))}


def test_planted_counts_are_in_answers_to_who_may_see_them_and_in_none_to_who_may_not(runs_served):
    served, first, second = runs_served
    paths = asked(first, second)
    told = {path.partition(" ")[0] for path in holding(all_bytes(served, ANALYST, paths))}
    for path in (
        f"/v1/runs/{first}/proposals",
        f"/v1/runs/{first}/reasons",
        f"/v1/runs/{first}/near-misses",
        f"/v1/runs/{first}/people/1",
        f"/v1/runs/{first}/people/4",
        f"/v1/runs/{first}/differences/{second}",
        "/v1/people/2",
    ):
        assert path in told, path
    for caller in (PANEL, AUDITOR, "panel_member/luton", "auditor/luton", "administrator/everyone"):
        assert holding(all_bytes(served, caller, paths)) == set()


def test_what_remains_are_lists_cohorts_other_reasons_and_which_rule_was_met(runs_served):
    served, first, _ = runs_served
    whole, shown = (
        served.ask(caller, f"GET /v1/runs/{first}/proposals").json() for caller in (ANALYST, PANEL)
    )
    assert [one["person"] for one in shown["items"]] == [one["person"] for one in whole["items"]]
    for one, other in zip(shown["items"], whole["items"], strict=True):
        same = set(one) - {"reasons", "unknown"}
        assert {name: one[name] for name in same} == {name: other[name] for name in same}
        kept = [said["sentence"] for said in one["reasons"]]
        assert [s for s in kept if "reports" in s or "logs" in s] == []
        assert any("offence" in s for s in kept)
        assert any(s.startswith("cohort both") for s in kept) is any(
            said["sentence"].startswith("cohort both") for said in other["reasons"]
        )
    assert any("intelligence reports" in words for words in shown["left_out"])
    assert whole["left_out"] == []
    explained = served.ask(PANEL, f"GET /v1/runs/{first}/people/1").json()
    data = explained["data"]
    assert "logged" not in data["measures"]
    assert data["measures"]["offences_12m"] == "2"
    assert [one["measure"] for one in data["points"]] == ["offences_12m"]
    outcomes = {rule["name"]: (rule["outcome"], sorted(rule["values"])) for rule in data["rules"]}
    assert outcomes["spoken_of"] == ("met", [])
    assert outcomes["both"] == ("met", ["offences_12m"])
    assert any("intelligence reports" in words for words in explained["left_out"])
    # what is lacking is not said of a rule that reads reports, not even by saying it of the others alone
    lacks = served.ask(PANEL, f"GET /v1/runs/{first}/people/4").json()["data"]["lacks"]
    assert [(one["name"], one["lacks"]) for one in lacks] == [
        (name, ["something that you are not shown may be lacking"]) for name in ("spoken_of", "both")
    ]


def test_near_misses_by_reports_are_left_out_and_the_others_counted_anew(runs_served):
    served, first, _ = runs_served
    path = f"GET /v1/runs/{first}/near-misses"
    whole, shown = (served.ask(caller, path).json() for caller in (ANALYST, PANEL))
    assert any("logged" in one["lacks"] for one in whole["items"])
    assert [one for one in shown["items"] if "logged" in one["lacks"] or "report" in one["words"]] == []
    by_rule: dict[int, list[int]] = {}
    for one in shown["items"]:
        by_rule.setdefault(one["rule_no"], []).append(one["near_no"])
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_rule.values())


def test_why_someone_moved_is_said_without_what_is_withheld_and_without_a_falsehood(runs_served):
    served, first, second = runs_served
    path = f"GET /v1/runs/{first}/differences/{second}"
    told, untold = (served.ask(caller, path).json() for caller in (ANALYST, PANEL))
    assert any("intelligence reports" in words for words in untold["left_out"])
    assert told["left_out"] == []
    whole, shown = told["data"], untold["data"]
    changed = {one["person"]: one["causes"] for one in whole["people"]}
    assert "intelligence reports" in str(changed[4])
    causes = [words for one in shown["people"] for cause in one["causes"] for words in cause["says"]]
    assert {one["person"] for one in shown["people"]} == set(changed)
    assert causes
    assert [words for words in causes if "report" in words or "logs" in words or "others come" in words] == []


def test_the_forms_without_a_place_for_it_say_in_a_header_what_is_left_out(runs_served):
    served, first, _ = runs_served
    for path, form in product(("proposals", "reasons", "near-misses"), ("text/csv",)):
        answer = served.ask(PANEL, f"GET /v1/runs/{first}/{path}", headers={"Accept": form})
        assert "intelligence reports" in answer.headers["iom-left-out"]
        assert (
            "iom-left-out"
            not in served.ask(ANALYST, f"GET /v1/runs/{first}/{path}", headers={"Accept": form}).headers
        )


def test_to_a_role_that_is_not_shown_code_c_alone_counts_are_told(runs_served):
    served, first, _ = runs_served
    whole, shown = (
        served.ask(caller, f"GET /v1/runs/{first}/proposals").content for caller in (ANALYST, COORDINATOR)
    )
    assert whole == shown


@pytest.mark.parametrize("form", ["application/json", "text/csv", "application/vnd.apache.parquet"])
def test_measures_of_everyone_leave_out_those_drawn_from_what_the_role_is_not_shown(
    runs_served, form, monkeypatch
):
    served, *_ = runs_served
    body = {"definition_text": MEASURES, "as_at": "2026-09-30"}
    force = served.app.state.service.in_force
    roles = dict(force.access.roles)
    roles["analyst"] = replace(roles["analyst"], withholds=frozenset({"intelligence"}))

    def columns() -> tuple[list[str], str]:
        answer = served.ask(ANALYST, "POST /v1/measures", body, headers={"Accept": form})
        assert answer.status_code == 200
        if form.endswith("json"):
            return list(answer.json()["items"][0]), " ".join(answer.json()["left_out"])
        said = answer.headers.get("iom-left-out", "")
        if form.endswith("csv"):
            return answer.content.decode("utf-8-sig").splitlines()[0].split(","), said
        return polars.read_parquet(io.BytesIO(answer.content)).columns, said

    whole, said = columns()
    assert "logged" in whole
    assert "Measures of intelligence" not in said
    monkeypatch.setattr(force, "access", replace(force.access, roles=roles))
    shown, said = columns()
    assert shown == [name for name in whole if name != "logged"]
    assert "Measures of intelligence reports: your role is not shown them." in said


def test_every_kind_of_measure_says_from_which_records_it_is_drawn():
    drawn = {what: draws_on(Measure("m", what, flag=None)) for what in OPTIONS}
    assert all(drawn.values())
    assert [what for what, records in drawn.items() if "intelligence" in records] == ["intelligence"]


def test_systems_own_keys_and_identifiers_are_left_out_where_police_is_withheld_reasons_stay(
    runs_served, monkeypatch
):
    served, *_ = runs_served
    whole, shown = (served.ask(caller, "GET /v1/people/6").json() for caller in (ANALYST, PANEL))
    keys = [one["source_key"] for one in whole["data"]["subjects"]]
    assert all(keys)
    assert [one["source_key"] for one in shown["data"]["subjects"]] == [None] * len(keys)
    assert any("systems' own keys" in words for words in shown["left_out"])
    assert shown["data"]["decisions"] == whole["data"]["decisions"]
    assert all(one["reason"] for one in shown["data"]["decisions"])
    # nor side by side, where a role may decide who is who and is not shown them
    force = served.app.state.service.in_force
    roles = dict(force.access.roles)
    roles["analyst"] = replace(roles["analyst"], withholds=frozenset({"police"}))
    kinds = {"record", "noms_number"}
    (pair, *_) = served.ask(ANALYST, "GET /v1/matches").json()["items"]
    assert kinds <= {one["what"] for one in pair["evidence"]}
    monkeypatch.setattr(force, "access", replace(force.access, roles=roles))
    page = served.ask(ANALYST, "GET /v1/matches").json()
    assert all(not kinds & {one["what"] for one in pair["evidence"]} for pair in page["items"])
    assert any("possible matches" in words for words in page["left_out"])
