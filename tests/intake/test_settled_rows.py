"""Refused rows that are settled do not stand against their month; those of erased people say little."""

from datetime import date

import pytest

from iom.intake import import_corrections, quarantine_drop, quarantine_export
from iom.rights import erase
from tests.rights.test_backups_that_still_hold import unseen

from .conftest import OFFENCES_HEADER, Bench
from .test_dated import BEFORE, NO_DATE, SEPTEMBER, THEFT, october, told

CUT = "C6,007,05/10/2026"
AGAIN = (BEFORE, NO_DATE)


def correct(bench: Bench, *changes: tuple[str, str]) -> None:
    """Export what was refused, write this for that, and import it as corrections."""
    text = quarantine_export(bench.store, now=bench.now).content.decode("utf-8-sig")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = bench.folder / "corrected.csv"
    path.write_text(text, encoding="utf-8")
    assert import_corrections(bench.store, path, now=bench.now).corrected == 1


@pytest.mark.parametrize("check", [True, False])
def test_a_row_that_was_corrected_here_alone_stands_against_the_month_until_its_file_is_mended(
    known: Bench, check
):
    first = told(known, *AGAIN)
    assert (first.not_covered, october(known)) == (("offence", "status"), [])
    correct(known, ("31/02/2026", "28/10/2026"))
    # corrections cover nothing: they do not say that there was no more
    assert october(known) == []
    again = told(known, *AGAIN, check=check, nothing_dated=True)
    assert (again.closed_before, again.not_covered, again.nothing_dated) == (1, ("offence", "status"), ())
    assert "1 refused row of it was corrected here earlier, and not in the file" in again.warnings[0]
    assert "If there really were none" not in "".join(again.warnings)
    assert october(known) == []
    mended = told(known, BEFORE, NO_DATE.replace("31/02/2026", "28/10/2026"), check=check)
    assert (mended.not_covered, mended.rows_quarantined) == ((), 0)
    assert october(known) == ([] if check else ["offence", "status"])


def test_so_does_one_that_another_file_put_right(known: Bench):
    told(known, *AGAIN)
    told(known, NO_DATE.replace("31/02/2026", "05/10/2026"), covers=(date(2026, 10, 5), date(2026, 10, 6)))
    assert known.ask("select state from quarantine") == [("corrected",)]
    again = told(known, *AGAIN, nothing_dated=True)
    assert (again.not_covered, again.nothing_dated) == (("offence", "status"), ())


def test_so_does_one_that_was_cut_short(known: Bench):
    told(known, BEFORE, CUT)
    header = quarantine_export(known.store, now=known.now).content.decode("utf-8-sig").splitlines()[0]
    completed = dict.fromkeys(header.split(","), "")
    completed |= zip(OFFENCES_HEADER.split(","), THEFT.replace("C2", "C6").split(","), strict=True)
    completed["iom_quarantine_id"] = "Q-1"
    path = known.folder / "corrected.csv"
    path.write_text(f"{header}\n{','.join(completed.values())}\n", encoding="utf-8")
    assert import_corrections(known.store, path, now=known.now).corrected == 1
    assert told(known, BEFORE, CUT, nothing_dated=True).nothing_dated == ()


def test_a_row_of_another_month_that_was_corrected_stands_against_nothing(known: Bench):
    august = THEFT.replace("/10/2026", "/08/2026").replace("007", "999")
    told(known, BEFORE, august)
    correct(known, ("999", "007"))
    again = told(known, BEFORE, august, nothing_dated=True)
    assert (again.closed_before, again.nothing_dated) == (1, ("offence", "status"))


def test_a_row_that_was_given_up_stands_against_nothing_either(known: Bench):
    told(known, *AGAIN)
    (number,) = known.ask("select quarantine_id from quarantine")[0]
    quarantine_drop(known.store, [number], now=known.now)
    again = told(known, *AGAIN)
    assert again.not_covered == ("offence", "status")
    assert all("If there really were none, say so" in one for one in again.warnings if "2026-10-01" in one)
    assert told(known, *AGAIN, nothing_dated=True).nothing_dated == ("offence", "status")


def test_one_that_is_open_stands_against_the_month_beside_one_that_is_settled(known: Bench):
    told(known, *AGAIN)
    (number,) = known.ask("select quarantine_id from quarantine")[0]
    quarantine_drop(known.store, [number], now=known.now)
    report = told(known, *AGAIN, NO_DATE.replace("C4", "C7"), nothing_dated=True)
    assert (report.not_covered, report.nothing_dated) == (("offence", "status"), ())
    assert "1 refused row is of it or may be, so that --nothing-dated does not hold" in report.warnings[0]


def test_of_someone_erased_the_warning_tells_neither_day_nor_number(known: Bench):
    told(known, BEFORE, covers=SEPTEMBER)
    ((person,),) = known.ask("select person_id from subject_person where known_to is null")
    erase(known.store, person, reason="asked for", now=known.now, progress=unseen)
    august = BEFORE.replace("05/09/2026", "17/08/2026")
    report = told(known, august)
    assert [rule.rule for rule in report.rules] == ["erased"]
    offences = next(one for one in report.warnings if one.startswith("No offences of 2026-10-01"))
    assert "which has 1 row, but no such record that is not refused. So by" in offences
    assert "2026-08" not in "".join(report.warnings)
    # it says still that the file is of its month
    assert told(known, THEFT.replace("05/10/2026", "17/10/2026")).not_covered == ()


def test_records_that_are_told_are_those_that_are_not_refused(known: Bench):
    november = date(2026, 11, 1), date(2026, 11, 22)
    report = told(known, BEFORE, THEFT, NO_DATE, covers=november)
    assert (
        "which has 3 rows, with 2 such records that are not refused, dated 2026-09-05 to 2026-10-05"
        in (report.warnings[0])
    )
