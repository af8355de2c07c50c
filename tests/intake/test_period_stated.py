"""A file that says it holds all of something must say of which days."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from iom.intake import (
    ImportReport,
    InputError,
    import_corrections,
    import_file,
    load_mapping,
    quarantine_export,
)

from .conftest import OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench

SANCTIONS = """
[[record]]
type = "sanction"
subject = "id"
[record.fields]
kind = { value = "conviction" }
on_date = { column = "on", format = "uk" }
code_given = "code"
"""
COVERS = "[covers]\nfrom = 2020-01-01\nto = 2026-10-31\n"


def document(bench: Bench, body: str, *, scope: str, history: str, covers: str = "") -> Path:
    path = bench.document(body, scope=scope)
    text = path.read_text(encoding="utf-8").replace(COVERS, covers)
    path.write_text(text.replace('history = "local"', f'history = "{history}"'), encoding="utf-8")
    return path


def sanctions(bench: Bench, history: str, covers: str = "") -> list[tuple]:
    bench.people(SOMEONE)
    mapping = load_mapping(document(bench, SANCTIONS, scope="changes", history=history, covers=covers))
    import_file(bench.store, bench.file("id,on,code", "007,03/03/2024,8N"), mapping, now=bench.now)
    return bench.ask("select history from source_coverage where record_type = 'sanction'")


def test_a_complete_history_of_sanctions_without_a_period_is_refused(bench: Bench):
    with pytest.raises(InputError, match=r"history of sanctions is complete.*Give --covers FROM:TO"):
        sanctions(bench, "complete")
    assert bench.ask("select count(*) from sanction_version") == [(0,)]


def test_a_complete_history_of_sanctions_with_its_period_counts_as_complete(bench: Bench):
    assert sanctions(bench, "complete", COVERS) == [("complete",)]


def test_a_local_history_needs_no_period(bench: Bench):
    assert sanctions(bench, "local") == []


def test_a_full_file_without_a_period_is_refused(bench: Bench):
    mapping = load_mapping(document(bench, PEOPLE, scope="full", history="local"))
    with pytest.raises(InputError, match="the file is full, and nothing says for which period"):
        import_file(bench.store, bench.file(PEOPLE_HEADER, SOMEONE), mapping, now=bench.now)


def test_a_document_of_a_complete_history_that_holds_no_sanction_needs_no_period(bench: Bench):
    mapping = load_mapping(document(bench, PEOPLE, scope="changes", history="complete"))
    report = import_file(bench.store, bench.file(PEOPLE_HEADER, SOMEONE), mapping, now=bench.now)
    assert report.rows_loaded == 1


OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NEXT_YEAR = (date(2026, 10, 1), date(2027, 10, 31))
OFFENCE = "C1,007,05/10/2026,05/10/2026,8N,,06/10/2026,"


def offences(bench: Bench, covers: tuple[date, date] | None, *, stated: str = "", **given) -> ImportReport:
    mapping = load_mapping(document(bench, OFFENCES, scope="changes", history="local", covers=stated))
    return import_file(
        bench.store,
        bench.file(OFFENCES_HEADER, OFFENCE),
        mapping,
        covers=covers,
        **{"now": bench.now} | given,
    )


@pytest.mark.parametrize("check", [True, False])
def test_a_period_that_ends_after_today_is_refused_before_the_file_is_read(known: Bench, check):
    (known.folder / "export.csv").unlink(missing_ok=True)
    mapping = load_mapping(document(known, OFFENCES, scope="changes", history="local"))
    with pytest.raises(
        InputError, match="last day of --covers, 2027-10-31, lies after today, 2026-11-23"
    ) as no:
        import_file(
            known.store, known.folder / "export.csv", mapping, now=known.now, covers=NEXT_YEAR, check=check
        )
    assert no.value.given == "covers.last"
    assert known.ask("select count(*) from source_coverage where complete_to > '2026-10-31'") == [(0,)]


def test_so_is_one_of_the_mapping_document_which_is_named(known: Bench):
    with pytest.raises(InputError, match=r"mapping.toml: to of \[covers\], 2099-10-31, lies after today"):
        offences(known, None, stated=COVERS.replace("2026-10-31", "2099-10-31"))
    # a period that is given goes before it
    given = offences(known, OCTOBER, stated=COVERS.replace("2026-10-31", "2099-10-31"))
    assert given.covers == OCTOBER


def test_an_export_of_today_may_cover_today_and_not_tomorrow(known: Bench):
    today = known.now.date()
    assert offences(known, (OCTOBER[0], today)).coverage_added == 2
    with pytest.raises(InputError, match="lies after today"):
        offences(known, (OCTOBER[0], today + timedelta(days=1)))


def test_the_day_is_that_of_universal_time_whatever_zone_the_moment_is_told_in(known: Bench):
    # half past midnight of 1 December by a clock an hour ahead, where November has ended
    late = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert offences(known, (OCTOBER[0], date(2026, 11, 30)), now=late).coverage_added == 2
    with pytest.raises(InputError, match="lies after today, 2026-11-30"):
        offences(known, (OCTOBER[0], date(2026, 12, 1)), now=late)


def test_corrections_of_an_import_that_was_let_cover_days_to_come_bring_none(known: Bench):
    path = known.file(OFFENCES_HEADER, OFFENCE.replace("05/10/2026", "31/02/2026", 1))
    mapping = load_mapping(document(known, OFFENCES, scope="changes", history="local"))
    refused = import_file(known.store, path, mapping, now=known.now, covers=OCTOBER)
    with known.store.transaction() as cursor:
        cursor.execute(
            "update import_batch set covers_to = '2099-10-31' where batch_id = ?", [refused.batch_id]
        )
    corrected = known.folder / "corrected.csv"
    export = quarantine_export(known.store, now=known.now)
    corrected.write_bytes(export.content.replace(b"31/02/2026", b"05/10/2027"))
    assert [rule.rule for rule in import_corrections(known.store, corrected, now=known.now).rules] == [
        "date_in_future"
    ]


def test_that_nothing_is_dated_in_a_period_is_refused_where_none_is_stated(known: Bench):
    with pytest.raises(InputError, match="--nothing-dated is said of a period, and nothing says which"):
        offences(known, None, nothing_dated=True)
    assert offences(known, None, stated=COVERS, nothing_dated=True).rows_total == 1


def test_where_the_clock_is_behind_the_store_the_day_is_that_on_which_it_was_told_last(known: Bench):
    told = offences(known, OCTOBER)
    assert told.coverage_added == 2
    behind = datetime(2025, 6, 15, tzinfo=UTC)
    assert known.store.latest(behind).date() == known.now.date()
    assert known.store.latest(known.now + timedelta(days=9)) == known.now + timedelta(days=9)
    again = offences(known, (OCTOBER[0], date(2026, 11, 2)), now=behind)
    assert again.complete and again.coverage_added
    with pytest.raises(InputError, match="lies after today, 2026-11-23"):
        offences(known, NEXT_YEAR, now=behind)
