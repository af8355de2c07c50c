"""What an import tells a person to look at, though every rule was kept."""

from datetime import date

from iom.intake import ImportReport, import_file, load_mapping
from iom.rights import restrict

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench

CRO = PEOPLE.replace('pnc_id = "pnc"', 'pnc_id = "pnc"\ncro_number = "sex"').replace(
    'sex = { column = "sex", codes = "sex" }\n', ""
)


NO_CODE = BURGLARY.replace("028/03", "")


def told_but_codes(report: ImportReport) -> tuple[str, ...]:
    """The notices of an import but for those on codes: the store of these tests has no code tables."""
    return tuple(told for told in report.warnings if "offence code" not in told)


def test_offences_without_status_are_counted(known: Bench):
    report = known.offences(BURGLARY, "C2,007,05/05/2024,05/05/2024,,,,", check=True)
    assert "1 offence of the file has no status and counts in no measure" in report.warnings[0]
    assert told_but_codes(known.offences(NO_CODE)) == ()


def test_an_offence_whose_mapped_status_is_blank_is_said_to_be_so(known: Bench):
    report = known.offences("C2,007,05/05/2024,05/05/2024,,,,")
    assert "the status or its date is blank there" in report.warnings[1]


def test_a_file_that_maps_no_status_is_told_to_map_it(known: Bench):
    body = OFFENCES[: OFFENCES.index("[[record.status]]")]
    report = known.load(body, known.file(OFFENCES_HEADER, NO_CODE))
    assert "map [[record.status]], or import the status events" in report.warnings[0]


TOTAL = "Total,,,,,,"
SOME = [f"{n},Name,,,,," for n in range(8)]


def test_a_key_without_digit_among_keys_with_digits_is_asked_about_by_its_line(bench: Bench):
    (told,) = bench.people(*SOME, TOTAL).warnings
    assert told == (
        "1 person's key has no digit where all others of the file have (line 10): is it a total row?"
    )


def test_keys_that_are_names_are_not_asked_about(bench: Bench):
    assert bench.people("1,,,,,,", *(f"{name},,,,,," for name in "abcd")).warnings == ()


def test_many_keys_without_digit_are_how_a_system_makes_its_keys(bench: Bench):
    assert bench.people(*SOME, *(f"{name},,,,,," for name in "abcd")).warnings == ()


EARLY = "C{n},007,03/03/2024,02/03/2024,,,{charged},"


def test_offences_recorded_before_they_were_committed_are_counted_by_line(known: Bench):
    rows = [EARLY.format(n=n, charged="03/03/2024") for n in range(2, 6)]
    (told,) = told_but_codes(known.offences(NO_CODE, *rows, rows[0]))
    assert told == (
        "4 offences were recorded before the day on which they were committed (line 3, 4, 5, …): "
        "is a date wrong, or are two columns mixed up?"
    )


def test_a_status_dated_before_its_offence_is_counted(known: Bench):
    row = EARLY.format(n=1, charged="02/03/2024").replace(",02/03/2024,,", ",,,")
    (told,) = told_but_codes(known.offences(row))
    assert told.startswith("1 status event is dated before its offence (line 2)")


def test_a_status_dated_before_an_offence_that_another_file_told_is_counted(known: Bench):
    known.offences(NO_CODE)
    body = (
        '[[record]]\ntype = "status"\nsubject = "id"\nreference = "crime"\n[record.fields]\n'
        'status = { value = "arrested" }\non_date = { column = "on", format = "uk" }\n'
    )
    file = known.file("crime,id,on", "C1,007,02/03/2024", "C1,007,03/03/2024")
    (told,) = known.load(body, file, scope="changes").warnings
    assert told.startswith("1 status event is dated before its offence (line 2)")


def test_codes_that_no_table_settles_are_counted(known: Bench):
    report = known.offences(
        BURGLARY.replace("028/03", "Odd one"), BURGLARY.replace("C1", "C2").replace("028/03", "")
    )
    assert [told for told in report.warnings if "1 offence code means nothing known" in told]
    assert "on 1 record:" in report.warnings[0]
    assert [told for told in report.warnings if "1 record has no offence code" in told]


def test_a_full_file_of_a_period_before_what_is_held_is_told(known: Bench):
    document = load_mapping(known.document(OFFENCES))
    path = known.file(OFFENCES_HEADER, NO_CODE)
    assert told_but_codes(import_file(known.store, path, document, now=known.now)) == ()
    older = (date(2020, 1, 1), date(2025, 12, 31))
    report = import_file(known.store, path, document, now=known.now, covers=older)
    assert report.warnings == (
        "The file's period ends on 2025-12-31, and offences of niche are already held to 2026-10-31: "
        "is it an older export?",
    )


def test_people_whose_records_contradict_each_other_since_the_import_are_named_by_number(bench: Bench):
    row = "{who},Ashdown,04/07/1991,900001/00L,{pnc},2,01/02/2020"
    for system, pnc in (("niche", "0000/0000101J"), ("pnc", "0000/0000101J"), ("niche", "0000/0000102K")):
        path = bench.file(PEOPLE_HEADER, row.format(who="007", pnc=pnc))
        report = bench.load(CRO, path, system=system)
    (told,) = report.warnings
    assert told.startswith("1 person, joined earlier, holds records that now contradict each other")
    assert told.endswith("See: 1.")


def test_a_person_who_is_restricted_is_not_named_for_records_that_contradict_each_other(bench: Bench):
    row = "{who},Ashdown,04/07/1991,900001/00L,{pnc},2,01/02/2020"
    for system, pnc in (("niche", "0000/0000101J"), ("pnc", "0000/0000101J"), ("niche", "0000/0000102K")):
        if pnc.endswith("K"):
            restrict(bench.store, 1, reason="accuracy", now=bench.now)
        path = bench.file(PEOPLE_HEADER, row.format(who="007", pnc=pnc))
        report = bench.load(CRO, path, system=system)
    assert report.warnings == ()


HOMES = """
[[record]]
type = "home_area"
subject = "id"
[record.fields]
area = "ward"
district = "district"
"""


def test_a_district_written_in_two_ways_is_asked_about(bench: Bench):
    bench.people(SOMEONE, "008,Brook,01/01/1980,F,,,")
    report = bench.load(HOMES, bench.file("id,ward,district", "007,W1,Luton", "008,W1,luton"))
    (told,) = report.warnings
    assert "written in 2 ways" in told
    assert "Luton, luton" in told
