"""Rows of one key that say different things: which row, which columns, and rows at odds with themselves."""

from iom.intake import quarantine_list, quarantine_show

from .conftest import BURGLARY, SOMEONE, Bench
from .test_quarantine import export

VALUES = ("03/03/2024", "02/03/2024", "028/03", "007")
# Two disposals side by side, which may both be the same word of the code list.
TWICE = """
[codes.outcome]
"CH" = "charged"
"CO" = "convicted"
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "uk" }
[[record.status]]
status = { column = "first", codes = "outcome" }
on = { column = "first date", format = "uk" }
[[record.status]]
status = { column = "next", codes = "outcome" }
on = { column = "next date", format = "uk" }
"""
TWICE_HEADER = "crime,id,on,first,first date,next,next date"
ITSELF = "C1,007,03/03/2024,CH,10/03/2024,CH,11/03/2024"


def conflict(bench: Bench):
    bench.people(SOMEONE)
    other = BURGLARY.replace("03/03/2024", "02/03/2024").replace("028/03", "8N")
    return bench.offences("C2,007,03/03/2024,04/03/2024,8N,,,", BURGLARY, other, BURGLARY)


def test_a_conflict_names_the_record_the_columns_that_differ_and_the_first_other_line(bench: Bench):
    (rule,) = conflict(bench).rules
    says = 'another row of the file has the same key and says otherwise of the offence: "code", "on"'
    assert (rule.rule, rule.record_type, rule.column, rule.message) == (
        "key_conflict",
        "offence",
        "crime",
        says,
    )
    assert (rule.first_lines, rule.other_lines) == ((3, 4, 5), (4, 3, 4))


def test_a_refused_row_shows_and_exports_which_line_it_contradicts_in_what(bench: Bench):
    conflict(bench)
    (failure,) = quarantine_show(bench.store, 2, now=bench.now).failures
    assert failure.message.endswith('says otherwise of the offence: "code", "on"; the first is line 3')
    assert not [value for value in VALUES if value in failure.message]
    lines = export(bench).read_text(encoding="utf-8-sig")
    assert 'says otherwise of the offence: ""code"", ""on""; the first is line 4. Leave one' in lines


def test_statuses_with_two_dates_in_two_rows_name_their_date_column(known: Bench):
    (rule,) = known.offences(BURGLARY, BURGLARY.replace("10/03/2024", "11/03/2024")).rules
    assert rule.message.endswith('of the offence: "charged"')


def test_a_row_that_gives_one_status_two_dates_is_told_apart_from_rows_that_differ(known: Bench):
    sound = "C2,007,03/03/2024,CH,10/03/2024,CO,11/03/2024"
    report = known.load(TWICE, known.file(TWICE_HEADER, ITSELF, sound))
    (rule,) = report.rules
    assert (
        rule.message == 'the row itself gives one status of the offence two dates: "first date", "next date"'
    )
    assert rule.remedy.startswith("If the row is right, mend the mapping document")
    assert (rule.first_lines, rule.other_lines) == ((2,), ())
    assert "or the row itself" in quarantine_list(known.store)[0].why


def test_a_row_that_gives_one_status_one_date_twice_is_sound(known: Bench):
    assert known.load(TWICE, known.file(TWICE_HEADER, ITSELF.replace("11/03", "10/03"))).rules == ()


def test_a_row_is_blamed_on_itself_and_another_on_it(known: Bench):
    other = "C1,007,03/03/2024,CH,10/03/2024,,"
    report = known.load(TWICE, known.file(TWICE_HEADER, ITSELF, other))
    assert {(rule.first_lines, rule.other_lines) for rule in report.rules} == {((2,), ()), ((3,), (2,))}
