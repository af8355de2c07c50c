"""A small scheme to be served: people of two areas, two agencies, two lead workers, and who may see whom."""

from datetime import UTC, date, datetime
from pathlib import Path

from iom.documents import parse_document
from iom.intake import import_file, parse_mapping
from iom.people import keep_apart, merge, split, undo
from iom.selection import parse_criteria, select
from iom.store import Store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BEFORE_SPLIT = "2026-11-23T12:00:00Z"

# person, surname, area, agency, lead worker; Ash and Birch are two pairs of namesakes, Ash across the areas
PEOPLE = """id,surname,born,sex,noms,area,agency,worker
1,Ash,01/02/1990,M,A0001ZZ,Luton,probation,kestrel
2,Oak,02/02/1990,M,A0002ZZ,Luton,police,merlin
3,Elm,03/02/1990,M,A0003ZZ,Bedford,probation,kestrel
4,Yew,04/02/1990,M,A0004ZZ,Bedford,police,merlin
5,Ash,01/02/1990,M,A0005ZZ,Bedford,police,merlin
6,Birch,06/02/1990,M,A0006ZZ,Luton,probation,kestrel
7,Birch,06/02/1990,M,A0007ZZ,Luton,probation,kestrel
8,Hazel,08/02/1990,M,A0008ZZ,Luton,police,merlin
9,Rowan,08/02/1990,M,A0008ZZ,Bedford,police,merlin
10,Alder,30/02/1990,M,A0010ZZ,Luton,police,merlin
"""
ALL = {1, 2, 3, 4, 5, 6, 7, 8, 9}
SEEN = {
    "everyone": ALL,
    "luton": {1, 2, 6, 7, 8},
    "probation": {1, 3, 6, 7},
    "caseload": {1, 3, 6, 7},
    "two": {1, 2, 3, 6, 7, 8},
    "narrow": {1, 6, 7},
    "none": set(),
}
SPLIT, UNDONE_MERGE, UNDOING, KEPT_APART = 1, 2, 3, 4
OFFENCES = """id,crime,on
1,C1,10/01/2026
1,C2,10/02/2026
1,C3,10/10/2026
2,C4,10/01/2026
2,C5,10/10/2026
3,C6,10/01/2026
3,C7,10/02/2026
3,C8,10/10/2026
4,C9,10/01/2026
4,C10,10/10/2026
5,C11,10/01/2026
6,C12,10/01/2026
8,C13,10/01/2026
9,C14,10/02/2026
"""
REPORTS = """id,report,on,handling
1,I1,10/01/2026,P
1,I2,10/01/2026,C
3,I3,10/01/2026,C
"""
SANCTIONS = """id,on
1,01/03/2026
3,01/03/2026
"""
HEAD = """
title = "invented"
system = "niche"
scope = "full"
history = "local"
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[codes.sex]
"M" = "male"
"""
MAPPINGS = {
    PEOPLE: """
[[record]]
type = "subject"
subject = "id"
[record.fields]
surname = "surname"
birth_date = { column = "born", format = "uk" }
sex = { column = "sex", codes = "sex" }
noms_number = "noms"
lead_agency = "agency"
lead_worker = "worker"
[[record]]
type = "home_area"
subject = "id"
[record.fields]
area = "area"
district = "area"
""",
    OFFENCES: """
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "uk" }
code_given = { value = "028/03" }
[[record.status]]
status = "charged"
on = { column = "on", format = "uk" }
""",
    REPORTS: """
[[record]]
type = "intelligence"
subject = "id"
reference = "report"
[record.fields]
on_date = { column = "on", format = "uk" }
handling = "handling"
""",
    SANCTIONS: """
[[record]]
type = "sanction"
subject = "id"
[record.fields]
on_date = { column = "on", format = "uk" }
kind = { value = "conviction" }
code_given = { value = "028/03" }
""",
}
# Two or more offences: on the list, for one place; one: a near miss.
CRITERIA = """
title = "Invented"
version = "1"
owner = "board"
source = "local choice"
severity_vintage = "2020"
[[measure]]
name = "offences_12m"
what = "offences"
status = "suspected"
months = 12
[[eligibility]]
name = "adult"
says = "aged 18 or over"
when = "age >= 18"
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 1
points = 1
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 3
points = 3
source = "local choice"
[[cohort]]
name = "only"
says = "two offences in 12 months"
when = "offences_12m >= 2"
source = "local choice"
[tie_break]
order = ["offences_12m desc"]
source = "local choice"
"""


def mapping(rows: str) -> str:
    """The mapping document of one of the files above."""
    return HEAD + MAPPINGS[rows]


def tell(store: Store, folder: Path) -> None:
    """Import the files, keep a run, decide on a few people, keep another."""
    for number, rows in enumerate(MAPPINGS):
        file = folder / f"{number}.csv"
        file.write_text(rows, encoding="utf-8")
        import_file(store, file, parse_mapping("invented", mapping(rows)), now=NOW)
    criteria = parse_criteria(parse_document("invented", CRITERIA))
    select(store, criteria, as_at=date(2026, 9, 30), known_at=None, area=None, now=NOW)
    by = {"store": store, "now": NOW, "decided_by": "tester"}
    with store.cursor() as cursor:
        told = cursor.execute("select subject_id from subject where source_key = '9'").fetchone()
    assert told is not None
    with store.transaction() as cursor:
        split(cursor, subjects=[told[0]], reason="Rowan is another", **by)
        merge(cursor, people=[2, 4], reason="Oak is Yew", despite=True, **by)
        undo(cursor, decision_id=UNDONE_MERGE, reason="Oak is not Yew", **by)
        keep_apart(cursor, people=[1, 4], reason="Ash is not Yew", **by)
    select(store, criteria, as_at=date(2026, 10, 31), known_at=None, area=None, now=NOW)
