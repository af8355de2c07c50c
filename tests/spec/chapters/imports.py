"""What becomes of the rows of a file."""

from ..kinds import Chapter, Imported

PEOPLE = """title = "People"
system = "records"
scope = "full"
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[codes.sex]
"M" = "male"
"F" = "female"
[[record]]
type = "subject"
subject = "id"
[record.fields]
birth_date = { column = "born", format = "uk" }
sex = { column = "sex", codes = "sex" }
"""
OFFENCES = """title = "Offences"
system = "records"
scope = "full"
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[[record]]
type = "subject"
subject = "id"
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "date", format = "uk" }
code_given = "code"
[[record.status]]
status = "charged"
on = { column = "charged", format = "uk" }
"""
SPELLS = """title = "Custody"
system = "records"
scope = "full"
[covers]
from = 2020-01-01
to = 2026-10-31
[dates]
uk = "dd/mm/yyyy"
[[record]]
type = "subject"
subject = "id"
[[record]]
type = "absence"
subject = "id"
[record.fields]
kind = { value = "remand" }
from_date = { column = "in", format = "uk" }
to_date = { column = "out", format = "uk" }
"""

CHAPTER = Chapter(
    "imports",
    "Rows of a file",
    "Each row is loaded, updated, unchanged or quarantined; a row that breaks one rule waits whole, with every rule that it breaks, and "
    "the others go in. Line 1 is the header.",
    (
        Imported(
            title="Good rows go in, bad rows wait, with rule and line",
            mapping=PEOPLE,
            file="""id,born,sex
1,17/05/1990,M
2,31/02/1990,F
3,1990-05-17,F
4,,F
5,17/05/1990,X
,17/05/1990,M
6,17/05/1990
""",
            expect="""
                what             | rows | lines
                loaded           | 2    | -
                quarantined      | 5    | -
                date_format      | 2    | 3, 4
                code_not_listed  | 1    | 6
                required_missing | 1    | 7
                too_few_fields   | 1    | 8
                """,
        ),
        Imported(
            title="A date that cannot have come yet, or lies before 1900, is refused",
            says="The file speaks of 31 October 2026.",
            mapping=PEOPLE,
            file="""id,born,sex
1,31/10/2026,M
2,01/11/2026,M
3,01/01/1900,F
4,31/12/1899,F
""",
            expect="""
                what           | rows | lines
                loaded         | 2    | -
                date_in_future | 1    | 3
                date_too_early | 1    | 5
                """,
        ),
        Imported(
            title="Zeros in front stay, an exact repeat is unchanged, a contradiction believes neither",
            says="0012 and 12 are two people. Lines 4 and 5 say different things of one offence.",
            mapping=OFFENCES,
            file="""id,crime,date,code,charged
0012,A1,01/05/2026,46,02/05/2026
12,A1,01/05/2026,46,02/05/2026
12,A2,01/05/2026,46,
12,A2,02/05/2026,46,
0012,A1,01/05/2026,46,02/05/2026
""",
            expect="""
                what         | rows | lines
                loaded       | 2    | -
                unchanged    | 1    | -
                quarantined  | 2    | -
                key_conflict | 2    | 4, 5
                """,
        ),
        Imported(
            title="A spell that ends before it begins is refused; one of a single day covers nothing and is loaded",
            mapping=SPELLS,
            file="""id,in,out
1,02/05/2026,01/05/2026
2,01/05/2026,01/05/2026
3,01/05/2026,
4,01/05/2026,31/12/2099
""",
            expect="""
                what           | rows | lines
                loaded         | 3    | -
                spell_inverted | 1    | 2
                """,
        ),
    ),
)
