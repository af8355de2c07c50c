"""A month never loaded must not look free of crime."""

from ..kinds import Chapter, Measured

COUNT = '[[measure]]\nname = "offences"\nwhat = "offences"\nmonths = 12\nstatus = "suspected"'
ONE = """
    person | date       | code | suspect
    1      | 2026-05-01 | 46   | 2026-05-01
    """

CHAPTER = Chapter(
    "coverage",
    "What the sources cover",
    "Each source says for which days its records are whole. A measure is known when each day of its window lies in some source's "
    "coverage, of offences and of what became of them; else it is absent for everyone, and says why.",
    (
        Measured(
            title="One day that no source covers makes the measure absent",
            says="The window begins on 1 November 2025.",
            given={"offences": ONE},
            covers="""
                records | from       | to
                offence | 2025-11-02 | 2026-10-31
                status  | 2025-11-01 | 2026-10-31
                """,
            measures=COUNT,
            expect="""
                person | offences
                1      | -
                """,
        ),
        Measured(
            title="Two sources that meet cover a window together",
            given={"offences": ONE},
            covers="""
                source | records | from       | to
                old    | offence | 2015-01-01 | 2026-03-31
                new    | offence | 2026-04-01 | 2026-10-31
                new    | status  | 2015-01-01 | 2026-10-31
                """,
            measures=COUNT,
            expect="""
                person | offences
                1      | 1
                """,
        ),
        Measured(
            title="Offences without what became of them are not counted as none",
            given={"offences": ONE},
            covers="""
                records | from       | to
                offence | 2015-01-01 | 2026-10-31
                """,
            measures=COUNT,
            expect="""
                person | offences
                1      | -
                """,
        ),
        Measured(
            title="Where absences are not covered, nobody's days at liberty are known, nor who is inside",
            says="What is said counts; silence is unknown.",
            given={
                "offences": ONE,
                "absences": """
                    person | kind   | from_date  | to_date
                    2      | remand | 2026-09-01 | -
                    """,
            },
            covers="""
                records | from       | to
                offence | 2015-01-01 | 2026-10-31
                status  | 2015-01-01 | 2026-10-31
                """,
            measures=COUNT + '\n\n[[measure]]\nname = "days"\nwhat = "days_at_liberty"\nmonths = 12',
            names=("in_custody",),
            expect="""
                person | offences | offences__inside | days | in_custody
                1      | 1        | -                | -    | -
                2      | 0        | -                | -    | yes
                """,
        ),
    ),
)
