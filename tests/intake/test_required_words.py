"""A code list that makes nothing of a value that its record needs refuses the row, and says what to do."""

from .conftest import ABSENCES, ABSENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, broken

LISTED = """
[codes.kind]
"REM" = "remand"
"CIVIL" = ""
"""
BODY = LISTED + ABSENCES.replace('kind = "kind"', 'kind = { column = "kind", codes = "kind" }')


def test_a_kind_that_the_code_list_makes_nothing_of_refuses_its_row(bench: Bench):
    bench.load(PEOPLE, bench.file(PEOPLE_HEADER, SOMEONE))
    rows = ("007,REM,2024-01-01,", "007,CIVIL,2024-02-01,", "007,,2024-03-01,")
    report = bench.load(BODY, bench.file(ABSENCES_HEADER, *rows))
    assert sorted(broken(report)) == [("required_missing", "kind", (3,)), ("required_missing", "kind", (4,))]
    told = next(rule for rule in report.rules if rule.first_lines == (3,))
    assert "[codes.kind] says of the value: nothing" in told.message
    assert "when = {" in told.remedy
    assert bench.ask("select kind from absence_version") == [("remand",)]


def test_such_rows_are_left_out_where_the_record_says_which_it_is(bench: Bench):
    bench.load(PEOPLE, bench.file(PEOPLE_HEADER, SOMEONE))
    body = BODY.replace('subject = "id"', 'subject = "id"\nwhen = { column = "kind", is = ["REM"] }')
    report = bench.load(body, bench.file(ABSENCES_HEADER, "007,REM,2024-01-01,", "007,CIVIL,2024-02-01,"))
    assert (broken(report), report.rows_loaded, report.rows_without_record) == ([], 1, 1)
