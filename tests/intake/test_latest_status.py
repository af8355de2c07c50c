"""Status events that a source takes back: by its latest-status column, or with the whole offence."""

import pytest

from iom.intake.audits import broken_audits

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, SOMEONE, Bench, fates

LATEST = OFFENCES[: OFFENCES.index("[[record.status]]")] + (
    '[[record.status]]\nstatus = { column = "charged", codes = "outcome" }\n'
    'on = { column = "convicted", format = "uk" }\n'
    '[codes.outcome]\n"CH" = "charged"\n"CO" = "convicted"\n"AC" = "acquitted"\n'
)
SUSPECTED = LATEST + '[[record.status]]\nstatus = "suspect"\non = { column = "recorded", format = "uk" }\n'


@pytest.fixture(autouse=True)
def _audits_hold(bench_used: Bench):
    yield
    assert broken_audits(bench_used.store) == {}


def statuses(bench: Bench) -> list[str]:
    rows = bench.ask(
        "select status from offence_status_event where known_to is null order by on_date, status"
    )
    return [status for (status,) in rows]


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ([("CH", "10/03/2024"), ("CO", "01/06/2024")], ["charged", "convicted"]),
        ([("CO", "01/06/2024"), ("AC", "01/06/2024")], ["acquitted"]),
        ([("CO", "01/06/2024"), ("CH", "20/05/2024")], ["charged"]),
        ([("CH", "10/03/2024"), ("CO", "01/06/2024"), ("AC", "20/05/2024")], ["charged", "acquitted"]),
        ([("CO", "01/06/2024"), ("CO", "02/05/2024")], ["convicted"]),
        ([("CO", "01/06/2024"), ("", "")], ["convicted"]),
    ],
)
def test_what_a_latest_status_column_says_now_is_the_last_event(known: Bench, told, held):
    for status, on in told:
        report = known.load(LATEST, known.file(OFFENCES_HEADER, f"C1,007,03/03/2024,,,,{status},{on}"))
        assert report.rows_quarantined == 0
    assert statuses(known) == held
    again = known.load(LATEST, known.folder / "export.csv")
    assert fates(again) == (0, 0, 1, 0)


def test_a_latest_status_leaves_statuses_of_other_columns_and_other_people(bench: Bench):
    bench.people(SOMEONE, "008,Brook,01/01/1980,F,,,")
    rows = [f"C1,{who},03/03/2024,02/06/2024,,,CO,01/06/2024" for who in ("007", "008")]
    bench.load(SUSPECTED, bench.file(OFFENCES_HEADER, *rows))
    rows[0] = rows[0].replace("CO,01/06/2024", "CH,20/05/2024")
    report = bench.load(SUSPECTED, bench.file(OFFENCES_HEADER, *rows))
    assert (fates(report), report.withdrawn) == ((0, 1, 1, 0), (("offence_status_event", 1),))
    assert statuses(bench) == ["charged", "convicted", "suspect", "suspect"]


def test_an_offence_withdrawn_takes_its_statuses_and_victims_along_and_comes_back_afresh(bench: Bench):
    # the second document maps neither victims nor the status that the first one told
    bench.people(SOMEONE)
    bench.offences(BURGLARY, BURGLARY.replace("C1", "C2"))
    bare = LATEST.replace('victim_keys = { column = "victims", split = ";" }\n', "")
    report = bench.load(bare, bench.file(OFFENCES_HEADER, "C2,007,03/03/2024,04/03/2024,028/03,,,"))
    assert dict(report.withdrawn) == {
        "offence_version": 1,
        "offence_status_event": 1,
        "offence_victim_version": 2,
    }
    bench.load(bare, bench.file(OFFENCES_HEADER, BURGLARY.replace("10/03/2024", "CO,11/03/2024")[:-1]))
    offence = "select offence_id from offence_version where known_to is null"
    told = bench.ask(
        f"select status from offence_status_event where known_to is null and offence_id = ({offence})"
    )
    assert told == [("convicted",)]
