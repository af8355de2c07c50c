"""What a run keeps, shows again, explains, logs; and that it can be done again after corrections."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from iom.documents import DocumentError
from iom.errors import IomError
from iom.moments import MOST_DAYS_AHEAD, TooFarAhead
from iom.selection import Parts, as_csv, check, explained, kept_run, kept_runs, repeat, select
from iom.store import Store, StoreError

from .conftest import AS_AT, Scheme, plain


def filled_told(scheme: Scheme) -> None:
    """Three people: a burglary by class, a robbery by PNC code and an unknown code; one with nothing."""
    scheme.people(3)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 028/03\n1 | 2026-09-02 | TH68036\n2 | 2026-09-03 | 999/99")
    scheme.ready()


@pytest.fixture
def filled(scheme_with) -> Scheme:
    return scheme_with(filled_told)


def last_line(store: Store) -> tuple[str, dict, int]:
    with store.cursor() as cursor:
        line = cursor.execute(
            "select action, detail, people_count from audit_log order by seq desc limit 1"
        ).fetchone()
    assert line is not None
    return line[0], json.loads(line[1]), line[2]


def test_a_run_keeps_everyone_it_considered_and_logs_them(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    action, detail, people = last_line(filled.store)
    assert (action, detail["run_id"], people) == ("select.run", result.run_id, 3)
    with filled.store.cursor() as cursor:
        kept = cursor.execute("select person_id, list from run_person order by 1").fetchall()
        measured = cursor.execute(
            f"select person_id, offences_12m from run_considered_{result.run_id} order by 1"
        ).fetchall()
    # of someone without a cohort and on no list, what was measured and judged is all there is
    assert kept == [(1, "proposed"), (2, "proposed")]
    assert measured == [(1, 2), (2, 1), (3, 0)]


def test_the_canonical_form_is_hashed_and_names_neither_run_nor_clock(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    assert hashlib.sha256(result.canonical.encode()).hexdigest() == result.canonical_sha256
    lines = result.canonical.splitlines()
    assert lines == sorted(lines)
    assert "run_id" not in result.canonical
    assert "2026-11-23" not in result.canonical
    # a float has no digits that are the same everywhere
    assert [json.loads(line, parse_float=pytest.fail) for line in lines]


def test_a_run_is_shown_again_as_it_was_and_the_look_is_logged(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    kept = kept_run(filled.store, result.run_id, now=now)
    assert (kept.steps, kept.listed, kept.alone) == (result.steps, result.listed, result.alone)
    # two on the list, and one who just misses it
    assert last_line(filled.store) == ("run.show", {"run_id": result.run_id}, 3)


@pytest.mark.parametrize(("listed", "counted", "near"), [(True, False, False), (False, False, True)])
def test_of_a_run_no_more_is_read_than_was_asked_for_and_that_is_the_same(filled, now, listed, counted, near):
    run_id = select(filled.store, plain(), as_at=AS_AT, now=now).run_id
    whole = kept_run(filled.store, run_id, now=now)
    found = kept_run(filled.store, run_id, now=now, parts=Parts(listed, counted, near))
    assert any(one.reasons.counted for one in whole.listed)
    uncounted = tuple(replace(one, reasons=replace(one.reasons, counted=())) for one in whole.listed)
    assert found.listed == (uncounted if listed else ())
    assert found.alone == (whole.alone if near else replace(whole.alone, near=()))
    assert (found.particulars, found.steps) == (whole.particulars, whole.steps)


@pytest.mark.parametrize(
    "alteration",
    [
        "update run_person set rank = 9 where person_id = 1",
        "update run_person set reasons = replace(reasons, 'suspected', 'committed') where person_id = 1",
        "delete from run_person where person_id = 2",
        "update run_person set list = 'over_capacity' where person_id = 2",
        "update run_step set remaining = remaining + 1 where step_no = 1",
        "update run set canonical_sha256 = repeat('0', 64)",
        "update run set by_user = 'someone else'",
        "update run set criteria_text = replace(criteria_text, 'aged 18', 'aged 10')",
        "update run_rule set gain = 7 where rule_no = 0",
        "delete from run_rule",
        "update run_near_miss set words = 'nothing'",
        "delete from run_near_miss",
        "update run_considered_1 set offences_12m = 1 where person_id = 3",
        "update run_considered_1 set severity_12m = null where person_id = 3",
        "update run_considered_1 set severity_12m = severity_12m + 0.0000000001 where person_id = 1",
        "insert into run_considered_1 by name select 4 as person_id",
        "delete from run_considered_1 where person_id = 3",
        "drop table run_considered_1",
        "alter table run_step drop column removed",
        "alter table run_considered_1 rename offences_12m to offences_24m",
        "alter table run_considered_1 alter offences_12m type integer",
        "update run_person set person_id = 3 - person_id where person_id < 3",
        "update run_considered_1 set own__cohort = 'x' where person_id = 3",
        "update run_person set capacity_area = cohort, cohort = capacity_area where person_id = 1",
        "update run_considered_1 set own__met_bits = 0 where person_id = 3",
        "update audit_log set detail = replace(detail, 'kept_sha256', 'sha1')",
    ],
)
def test_a_run_altered_after_it_was_made_is_shown_to_nobody(filled, now, alteration):
    run_id = select(filled.store, plain(), as_at=AS_AT, now=now).run_id
    with filled.store.transaction() as cursor:
        cursor.execute(alteration)
    with pytest.raises(StoreError, match="not as it was made"):
        kept_run(filled.store, run_id, now=now)
    with pytest.raises(StoreError, match="not as it was made"):
        explained(filled.store, run_id, 1, now=now)


def test_reasons_say_how_each_code_arrived_and_resolved(filled, now):
    person = select(filled.store, plain(), as_at=AS_AT, now=now).listed[0]
    rows = [row for row in person.reasons.counted if row.measure == "severity_12m"]
    assert sorted((row.arrived_as, row.code, row.how, row.offences) for row in rows) == [
        ("Home Office class", "028/03", "same_weight", 1),
        ("PNC code", "TH68036", "same_weight", 1),
    ]
    assert all(row.weight is not None for row in rows)


def test_what_was_counted_adds_up_to_the_measure(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    person = result.listed[0]
    with filled.store.cursor() as cursor:
        row = cursor.execute(
            f"select severity_12m from run_considered_{result.run_id} where person_id = 1"
        ).fetchone()
    assert row is not None
    rows = [row for row in person.reasons.counted if row.measure == "severity_12m"]
    severity = sum(row.severity for row in rows if row.severity)
    assert severity == row[0]


def test_anyone_considered_can_be_explained_also_when_not_proposed(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    answer = explained(filled.store, result.run_id, 3, now=now)
    assert answer.summary == "not proposed, 0 points: meets no cohort rule"
    assert [(rule.name, rule.outcome, rule.values) for rule in answer.rules] == [
        ("adult", "met", {"age": "36"}),
        ("only", "failed", {"offences_12m": "0"}),
    ]
    assert answer.reasons is None
    assert last_line(filled.store) == ("run.explain", {"run_id": result.run_id, "considered": True}, 1)


def test_an_unknown_answer_is_explained_as_unknown(filled, now):
    criteria = plain(('"age >= 18"', '"age >= 18 and held.ogrs3_2y >= 75"'))
    result = select(filled.store, criteria, as_at=AS_AT, unheld_allowed=True, now=now)
    answer = explained(filled.store, result.run_id, 1, now=now)
    assert answer.rules[0].outcome == "unknown"
    assert answer.summary == "not proposed, 3 points: could not be checked: aged 18 or over"


def test_a_run_or_person_that_is_not_there_is_said_without_a_name(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    for look in (
        lambda: kept_run(filled.store, 99, now=now),
        lambda: repeat(filled.store, 99, now=now),
        lambda: explained(filled.store, 99, 1, now=now),
        lambda: explained(filled.store, result.run_id, 99, now=now),
    ):
        with pytest.raises(IomError):
            look()


def test_a_look_at_whether_somebody_was_considered_is_logged(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    with pytest.raises(IomError, match="did not consider"):
        explained(filled.store, result.run_id, 99, now=now)
    assert last_line(filled.store) == ("run.explain", {"run_id": result.run_id, "considered": False}, 1)


def test_coverage_alone_is_one_of_the_inputs(filled, now):
    before = select(filled.store, plain(), as_at=AS_AT, now=now)
    with filled.store.transaction() as cursor:
        cursor.execute("update source_coverage set complete_from = '2016-01-01'")
    filled.ready()
    after = select(filled.store, plain(), as_at=AS_AT, now=now)
    inputs = [
        json.loads(next(x for x in r.canonical.splitlines() if '"kind":"inputs"' in x))
        for r in (before, after)
    ]
    assert inputs[0].pop("coverage") != inputs[1].pop("coverage")
    assert inputs[0] == inputs[1]


def test_whoever_is_inside_is_said_to_be_with_the_planned_release(filled, now):
    filled.given(
        "absence",
        "person | kind | from_date | to_date | planned_release\n"
        "1 | sentence | 2026-09-10 | - | 2027-01-05\n"
        "2 | remand | 2026-09-10 | 2026-10-31 | -\n"
        "3 | recall | 2026-10-31 | - | 2026-11-30",
    )
    filled.ready()
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    said = {person.person_id: [r.sentence for r in person.reasons.reasons] for person in result.listed}
    assert "in custody (sentence) since 2026-09-10, release planned 2027-01-05" in said[1]
    assert not any("in custody" in words and "since" in words for words in said[2])
    outside = explained(filled.store, result.run_id, 3, now=now)
    assert outside.custody == "in custody as at 2026-10-31, release planned 2026-11-30"


def test_what_was_absent_for_everyone_is_kept_with_the_run(filled, now):
    result = select(filled.store, plain(), as_at=date(2026, 11, 20), now=now)
    assert "the last date with a whole window is 31 October 2026" in result.absent["offences_12m"]
    assert kept_run(filled.store, result.run_id, now=now).absent == result.absent


def test_a_day_more_than_a_month_ahead_is_refused_and_nothing_is_kept(filled, now):
    ahead = now.date() + timedelta(days=MOST_DAYS_AHEAD)
    run_id = select(filled.store, plain(), as_at=ahead, now=now).run_id
    with pytest.raises(TooFarAhead, match="2026-12-25 is more than 31 days after today, 2026-11-23"):
        select(filled.store, plain(), as_at=ahead + timedelta(days=1), now=now)
    assert [head.run_id for head in kept_runs(filled.store)] == [run_id]
    # what was kept is done again whatever the day is
    assert repeat(filled.store, run_id, now=now - timedelta(days=300)).same


def test_a_run_repeated_after_corrections_gives_the_old_bytes(filled, now):
    before = select(filled.store, plain(), as_at=AS_AT, now=now)
    with filled.store.transaction() as cursor:
        filled.imported(cursor, 2, datetime(2026, 11, 10))
        cursor.execute("update offence_version set known_to = '2026-11-10' where subject_id = 1")
    filled.ready()
    after = select(filled.store, plain(), as_at=AS_AT, now=now)
    assert after.canonical_sha256 != before.canonical_sha256
    assert repeat(filled.store, before.run_id, now=now).same
    assert repeat(filled.store, after.run_id, now=now).same
    again = select(filled.store, plain(), as_at=AS_AT, known_at=before.known_at, now=now)
    assert again.canonical_sha256 == before.canonical_sha256


def test_a_repeat_finds_bytes_that_were_changed(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    with filled.store.transaction() as cursor:
        cursor.execute("update run set canonical_sha256 = 'x'")
    assert not repeat(filled.store, result.run_id, now=now).same


def test_runs_are_listed_the_latest_first(filled, now):
    for _ in range(2):
        select(filled.store, plain(), as_at=AS_AT, now=now)
    assert [(head.run_id, head.proposed) for head in kept_runs(filled.store)] == [(2, 2), (1, 2)]


def test_a_failed_run_keeps_nothing(filled, now):
    with pytest.raises(IomError, match="no offence class"):
        misspelt = plain(('what = "severity"', 'what = "severity"\ncounts = "burglry"'))
        select(filled.store, misspelt, as_at=AS_AT, now=now)
    assert kept_runs(filled.store) == ()


def test_a_vintage_that_the_store_has_no_weights_of_is_the_documents_fault(filled, now):
    other = plain(('severity_vintage = "2020"', 'severity_vintage = "2021"'))
    with pytest.raises(DocumentError, match=r"test\.toml, line 6: .*There are: 2020"):
        select(filled.store, other, as_at=AS_AT, now=now)


def test_a_check_against_a_store_refuses_what_a_run_would(filled):
    assert check(plain(), filled.store).number("error") == 0
    with pytest.raises(DocumentError, match="held score of the tool"):
        check(plain(('"age >= 18"', '"held.ogrs3 >= 75"')), filled.store)


def test_no_value_of_a_document_stands_in_the_statement(filled, now):
    wild = "'''age >= 18 and district != \"x'; drop table run; --\"'''"
    select(filled.store, plain(('"age >= 18"', wild)), as_at=AS_AT, unheld_allowed=True, now=now)
    with filled.store.cursor() as cursor:
        row = cursor.execute("select statement from run").fetchone()
    assert row is not None
    assert "drop table" not in row[0]
    assert "$rule_0_0" in row[0]


def test_the_csv_has_one_row_per_listed_person_and_the_mark_of_utf8(filled, now):
    text = as_csv(select(filled.store, plain(), as_at=AS_AT, now=now).listed)
    assert text.startswith(b"\xef\xbb\xbflist,proposal,person,")
    assert len(text.decode("utf-8-sig").splitlines()) == 3


def test_several_reasons_in_one_cell_are_parted_and_those_with_points_begin_with_them(filled, now):
    text = as_csv(select(filled.store, plain(), as_at=AS_AT, now=now).listed).decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text, newline="")))
    points, cohort = first["reasons"].split(" | ")
    assert points.startswith("3: 2 offences suspected")
    assert cohort == "cohort only: any offence in 12 months"


def test_a_run_is_repeated_with_the_reference_tables_that_it_used(filled, now):
    result = select(filled.store, plain(), as_at=AS_AT, now=now)
    with filled.store.transaction() as cursor:
        # tables that came into force since: other weights, another fingerprint
        cursor.execute("update reference_in_force set fingerprint = 'another'")
        cursor.execute("update severity_weight set weight = 1")
    filled.ready()
    assert select(filled.store, plain(), as_at=AS_AT, now=now).canonical_sha256 != result.canonical_sha256
    assert repeat(filled.store, result.run_id, now=now).same
