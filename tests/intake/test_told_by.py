"""Status events belong to the type of record that told them, and to the period that a file speaks of."""

from datetime import date

import pytest

from iom.intake import import_file, load_mapping
from iom.intake.audits import broken_audits
from iom.store import migrations

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, Bench, fates
from .test_latest_status import LATEST, statuses

STATUS = """
[[record]]
type = "status"
subject = "id"
reference = "crime"
[record.fields]
status = "status"
on_date = { column = "on", format = "uk" }
"""
STATUS_HEADER = "crime,id,status,on"
CHARGED = BURGLARY.replace("10/03/2024", "CH,10/03/2024")[:-1]
HALF_YEAR = (date(2024, 1, 1), date(2024, 6, 30))


@pytest.fixture(autouse=True)
def _audits_hold(bench_used: Bench):
    yield
    assert broken_audits(bench_used.store) == {}


def tell(bench: Bench, *rows: str, scope: str = "full", allow_withdrawals: bool = False):
    path = bench.file(STATUS_HEADER, *rows, name="status.csv")
    return bench.load(STATUS, path, scope=scope, allow_withdrawals=allow_withdrawals)


def older(bench: Bench, body: str, row: str, scope: str = "changes"):
    document = load_mapping(bench.document(body, scope=scope))
    path = bench.file(OFFENCES_HEADER, row)
    return import_file(bench.store, path, document, now=bench.now, covers=HALF_YEAR)


@pytest.mark.parametrize(("body", "row"), [(LATEST, CHARGED), (OFFENCES, BURGLARY)])
@pytest.mark.parametrize("scope", ["changes", "full"])
def test_an_offence_file_withdraws_no_event_that_a_status_file_told(known: Bench, body, row, scope):
    known.load(body, known.file(OFFENCES_HEADER, row), scope=scope)
    tell(known, "C1,007,convicted,01/06/2024", scope="changes")
    again = known.load(body, known.file(OFFENCES_HEADER, row), scope=scope)
    assert (fates(again), again.records_withdrawn) == ((0, 0, 1, 0), 0)
    assert statuses(known) == ["charged", "convicted"]


def test_a_full_status_file_withdraws_only_events_that_status_files_told(known: Bench):
    known.offences(BURGLARY)
    tell(known, "C1,007,arrested,04/03/2024", "C1,007,convicted,01/06/2024")
    report = tell(known, "C1,007,convicted,01/06/2024")
    assert report.withdrawn == (("offence_status_event", 1),)
    assert statuses(known) == ["charged", "convicted"]


def test_an_event_held_from_before_this_was_noted_gets_the_type_that_told_it(known: Bench):
    known.offences(BURGLARY)
    tell(known, "C1,007,convicted,01/06/2024")
    told = known.ask("select status, told_by from offence_status_event order by all")
    step = next(step for step in migrations.shipped() if step.name == "told_by")
    with known.store.transaction() as cursor:
        cursor.execute("alter table offence_status_event drop column told_by")
        cursor.execute(step.text)
    assert told == [("charged", "offence"), ("convicted", "status")]
    assert known.ask("select status, told_by from offence_status_event order by all") == told


def test_an_event_of_which_nobody_knows_the_type_may_be_withdrawn_by_either(known: Bench):
    known.offences(BURGLARY, BURGLARY.replace("C1", "C2"))
    with known.store.transaction() as cursor:
        cursor.execute("update offence_status_event set told_by = null")
    known.offences(BURGLARY.replace("10/03/2024", ""), scope="changes")
    tell(known, allow_withdrawals=True)
    assert statuses(known) == []


def test_a_blank_date_withdraws_no_event_dated_outside_the_file_s_period(known: Bench):
    known.offences(BURGLARY + "01/08/2024")
    assert older(known, OFFENCES, BURGLARY).records_withdrawn == 0
    assert statuses(known) == ["charged", "convicted"]


def test_a_latest_status_takes_back_no_event_dated_outside_the_file_s_period(known: Bench):
    known.load(LATEST, known.file(OFFENCES_HEADER, CHARGED.replace("CH,10/03", "CO,01/08")))
    older(known, LATEST, CHARGED)
    assert statuses(known) == ["charged", "convicted"]


def test_an_event_dated_within_the_file_s_period_is_withdrawn(known: Bench):
    known.offences(BURGLARY + "01/08/2024")
    assert older(known, OFFENCES, BURGLARY.replace("10/03/2024", "")).records_withdrawn == 1
    assert statuses(known) == ["convicted"]


def test_a_changes_file_that_states_no_period_withdraws_events_of_any_date(known: Bench):
    known.offences(BURGLARY + "01/08/2024")
    path = known.document(OFFENCES, scope="changes")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[covers]\nfrom = 2020-01-01\nto = 2026-10-31\n", ""), encoding="utf-8")
    import_file(known.store, known.file(OFFENCES_HEADER, BURGLARY), load_mapping(path), now=known.now)
    assert statuses(known) == ["charged"]
