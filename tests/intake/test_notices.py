"""What an import tells a person to look at, though every rule was kept."""

from datetime import date

from iom.intake import import_file, load_mapping

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench

CRO = PEOPLE.replace('pnc_id = "pnc"', 'pnc_id = "pnc"\ncro_number = "sex"').replace(
    'sex = { column = "sex", codes = "sex" }\n', ""
)


def test_offences_without_status_are_counted(bench: Bench):
    bench.people(SOMEONE)
    report = bench.offences(BURGLARY, "C2,007,05/05/2024,05/05/2024,,,,", check=True)
    assert "1 offence of the file has no status and counts in no measure" in report.warnings[0]
    assert bench.offences(BURGLARY.replace("028/03", "")).warnings == ()


def test_codes_that_no_table_settles_are_counted(bench: Bench):
    bench.people(SOMEONE)
    report = bench.offences(
        BURGLARY.replace("028/03", "Odd one"), BURGLARY.replace("C1", "C2").replace("028/03", "")
    )
    assert [told for told in report.warnings if "1 offence code means nothing known" in told]
    assert "on 1 record:" in report.warnings[0]


def test_a_full_file_of_a_period_before_what_is_held_is_told(bench: Bench):
    bench.people(SOMEONE)
    document = load_mapping(bench.document(OFFENCES))
    path = bench.file(OFFENCES_HEADER, BURGLARY.replace("028/03", ""))
    assert import_file(bench.store, path, document, now=bench.now).warnings == ()
    older = (date(2020, 1, 1), date(2025, 12, 31))
    report = import_file(bench.store, path, document, now=bench.now, covers=older)
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
