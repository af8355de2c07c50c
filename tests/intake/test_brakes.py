"""A broken export does not empty a store, nor pass for complete."""

import pytest

from iom.intake import ImportReport, InputError, import_file, load_mapping

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, Bench, fates

MANY = [f"C{n},007,03/03/2024,04/03/2024,8N,,," for n in range(20)]
BAD = "B{n},007,31/02/2024,04/03/2024,8N,,,"


@pytest.fixture
def held(known: Bench) -> Bench:
    known.offences(*MANY)
    return known


def allowed(bench: Bench, *rows: str) -> ImportReport:
    return import_file(
        bench.store,
        bench.file(OFFENCES_HEADER, *rows),
        load_mapping(bench.document(OFFENCES)),
        now=bench.now,
        allow_withdrawals=True,
    )


def test_a_file_whose_rows_are_all_refused_claims_and_withdraws_nothing(known: Bench):
    report = known.offences(*(BAD.format(n=n) for n in range(5)))
    assert (fates(report), report.coverage_added) == ((0, 0, 0, 5), 0)
    assert report.warnings[0].startswith(
        "All 5 rows are refused: a file of which no row can be read does not pass for complete. Nothing is"
    )
    assert report.not_covered == ("offence", "status")
    assert known.ask("select count(*) from source_coverage where record_type = 'offence'") == [(0,)]


@pytest.mark.parametrize("said", [False, True])
def test_a_file_whose_only_row_is_refused_is_told_as_such_and_that_nothing_is_dated_does_not_hold(
    known: Bench, said
):
    mapping = load_mapping(known.document(OFFENCES))
    file = known.file(OFFENCES_HEADER, BAD.format(n=1))
    report = import_file(known.store, file, mapping, now=known.now, nothing_dated=said)
    assert report.warnings[0].startswith("The only row is refused: a file of which no row can be read")
    assert "fewer than" not in report.warnings[0] and "IOM_" not in report.warnings[0]
    assert (report.not_covered, report.nothing_dated) == (("offence", "status"), ())
    assert any(one.startswith("--nothing-dated does not hold") for one in report.warnings) is said


def test_a_file_with_more_refusals_than_the_limit_loads_its_good_rows_and_withdraws_nothing(held: Bench):
    new = "N1,007,03/03/2024,04/03/2024,8N,,,"
    rows = [*MANY[:17], new, *(BAD.format(n=n) for n in range(5))]
    report = held.offences(*rows)
    assert (fates(report), report.records_withdrawn) == ((1, 0, 17, 5), 0)
    assert report.complete is False
    assert "5 of 23 rows are refused; a file passes for complete with fewer than 5" in report.warnings[0]
    assert report.not_covered == ("offence", "status")


def test_a_file_with_as_many_refusals_as_the_limit_is_believed(held: Bench):
    more = [f"D{n},007,03/03/2024,04/03/2024,8N,,," for n in range(27)]
    report = held.offences(*MANY[:18], *more, *(BAD.format(n=n) for n in range(5)))
    assert (report.records_withdrawn, report.complete) == (2, True)
    assert "refused" not in "".join(report.warnings)


def test_a_small_file_with_a_few_refusals_is_believed(known: Bench):
    charged = MANY[4].removesuffix(",,") + ",05/03/2024,"
    report = known.offences(*MANY[:4], charged, *(BAD.format(n=n) for n in range(4)))
    # offences, and what became of them
    assert (report.complete, report.coverage_added) == (True, 2)


@pytest.mark.parametrize("check", [True, False])
def test_a_full_file_that_would_withdraw_more_than_the_limit_is_refused(held: Bench, check):
    path = held.file(OFFENCES_HEADER, *MANY[:15])
    with pytest.raises(
        InputError, match=r"withdraw 5 of the 20 offences held of niche dated 2020-01-01.*--allow"
    ):
        held.load(OFFENCES, path, check=check)
    assert held.ask("select count(*) from offence_version where known_to is null") == [(20,)]
    assert held.ask("select count(*) from import_batch") == [(2,)]


def test_as_many_as_the_limit_go_and_more_if_it_is_allowed(held: Bench):
    assert held.offences(*MANY[:16]).records_withdrawn == 4
    assert allowed(held, *MANY[:2]).records_withdrawn == 14


def test_a_file_without_rows_withdraws_nothing_unless_it_is_allowed(known: Bench):
    known.offences(BURGLARY)
    with pytest.raises(InputError, match="1 of the 1 offences"):
        known.offences()
    assert dict(allowed(known).withdrawn)["offence_version"] == 1
    assert known.offences().records_withdrawn == 0


STATUS = """
[[record]]
type = "status"
subject = "id"
reference = "crime"
[record.fields]
status = { value = "convicted" }
on_date = { column = "on", format = "uk" }
"""


def test_a_full_file_of_statuses_is_measured_against_the_statuses_that_such_files_told(known: Bench):
    # 40 charges told with the offences are none of the status file's
    known.offences(*(f"C{n},007,03/03/2024,04/03/2024,8N,,05/03/2024," for n in range(40)))
    rows = [f"C{n},007,06/03/2024" for n in range(10)]
    known.load(STATUS, known.file("crime,id,on", *rows))
    with pytest.raises(InputError, match="withdraw 5 of the 10 status events"):
        known.load(STATUS, known.file("crime,id,on", *rows[:5]))
