"""What was known when."""

from ..kinds import Chapter, Measured

COUNT = '[[measure]]\nname = "offences"\nwhat = "offences"\nmonths = 12\nstatus = "suspected"'
CORRECTED = """
    person | offence | date       | code | suspect    | import | until import
    1      | a       | 2026-05-01 | 46   | 2026-05-01 | 1      | 2
    1      | a       | 2025-05-01 | 46   | 2026-05-01 | 2      | -
    2      | b       | 2026-05-01 | 46   | 2026-05-01 | 2      | -
    """

CHAPTER = Chapter(
    "times",
    "Two times",
    "As at is a date in the world; known at is a moment in the store's life: what it had been told by then. Nothing is overwritten, so "
    "what a meeting saw can be shown again.",
    (
        Measured(
            title="What was told later is not known before",
            says="Import 2 corrected the date of one offence and brought another.",
            given={"offences": CORRECTED},
            measures=COUNT,
            known=1,
            expect="""
                person | offences
                1      | 1
                """,
        ),
        Measured(
            title="What was corrected is known as corrected",
            given={"offences": CORRECTED},
            measures=COUNT,
            known=2,
            expect="""
                person | offences
                1      | 0
                2      | 1
                """,
        ),
    ),
)
