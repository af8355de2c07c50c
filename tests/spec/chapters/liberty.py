"""Days at liberty, and rates over them."""

from ..kinds import Chapter, Measured

DAYS = '[[measure]]\nname = "days"\nwhat = "days_at_liberty"\nmonths = 1'
RATE = """[[measure]]
name = "rate"
what = "rate"
months = 12
status = "suspected"

[[measure]]
name = "offences"
what = "offences"
months = 12
status = "suspected\""""


def kind(name: str) -> str:
    """Days away of one kind."""
    return f'\n\n[[measure]]\nname = "{name}"\nwhat = "days_absent"\nkind = "{name}"\nmonths = 1'


CHAPTER = Chapter(
    "liberty",
    "Days at liberty",
    "Days of a window less the days away: in prison, in a secure hospital, out of the area. A spell covers its first day and "
    "not its last: the day of release is at liberty. Someone inside for ten months has not stopped.",
    (
        Measured(
            title="The day of release is at liberty",
            says="January has 31 days; 10 to 19 January, ten days, were spent inside.",
            given={
                "absences": """
                    person | kind   | from_date  | to_date
                    1      | remand | 2026-01-10 | 2026-01-20
                    2      | remand | 2026-01-10 | 2026-01-10
                    """
            },
            measures=DAYS,
            as_at="2026-01-31",
            expect="""
                person | days
                1      | 21
                2      | 31
                """,
        ),
        Measured(
            title="Spells that overlap or touch are counted once",
            says="10 to 24 January is fifteen days, whichever way it is told. A kind of its own counts its own days.",
            given={
                "absences": """
                    person | kind     | from_date  | to_date
                    1      | remand   | 2026-01-10 | 2026-01-20
                    1      | sentence | 2026-01-15 | 2026-01-25
                    2      | remand   | 2026-01-10 | 2026-01-20
                    2      | sentence | 2026-01-20 | 2026-01-25
                    """
            },
            measures=DAYS + kind("remand") + kind("sentence"),
            as_at="2026-01-31",
            expect="""
                person | days | remand | sentence
                1      | 16   | 10     | 10
                2      | 16   | 10     | 5
                """,
        ),
        Measured(
            title="A spell without an end runs on, one that begins later has not begun",
            given={
                "absences": """
                    person | kind   | from_date  | to_date
                    1      | remand | 2026-01-30 | -
                    2      | remand | 2026-02-01 | -
                    """
            },
            measures=DAYS,
            names=("in_custody",),
            as_at="2026-01-31",
            expect="""
                person | days | in_custody
                1      | 29   | yes
                2      | 31   | no
                """,
        ),
        Measured(
            title="Nothing after death is at liberty",
            says="The day of death is the last day. A spell that nobody closed does not run on after it.",
            given={
                "people": """
                    person | death_date
                    1      | 2026-01-10
                    2      | 2026-01-10
                    """,
                "absences": """
                    person | kind   | from_date  | to_date
                    2      | remand | 2026-01-08 | -
                    """,
            },
            measures=DAYS,
            names=("alive", "in_custody"),
            as_at="2026-01-31",
            expect="""
                person | days | alive | in_custody
                1      | 10   | no    | no
                2      | 7    | no    | no
                """,
        ),
        Measured(
            title="A rate counts what was done at liberty, over years of 365.25 days at liberty",
            says="The window has 365 days. Person 1 spent 182 of them inside: one offence at liberty in 183 days is "
            "365.25 / 183 = 1.995902 a year. Counts hold all offences and say how many are dated inside.",
            given={
                "absences": """
                    person | kind     | from_date  | to_date
                    1      | sentence | 2026-01-01 | 2026-07-02
                    3      | sentence | 2025-10-01 | -
                    """,
                "offences": """
                    person | date       | code | suspect
                    1      | 2026-02-01 | 46   | 2026-02-01
                    1      | 2026-07-02 | 46   | 2026-07-02
                    2      | 2026-02-01 | 46   | 2026-02-01
                    2      | 2026-07-02 | 46   | 2026-07-02
                    3      | 2026-07-02 | 46   | 2026-07-02
                    """,
            },
            measures=RATE,
            expect="""
                person | rate     | offences | offences__inside
                1      | 1.995902 | 2        | 1
                2      | 2.001370 | 2        | 0
                3      | -        | 1        | 1
                """,
        ),
    ),
)
