"""What has become of an offence by a date."""

from ..kinds import Chapter, Measured

THREE = "\n\n".join(
    f'[[measure]]\nname = "{status}"\nwhat = "offences"\nmonths = 12\nstatus = "{status}"'
    for status in ("suspected", "charged", "proven")
)

CHAPTER = Chapter(
    "status",
    "Status as at a date",
    "The status of an offence is its last event dated on or before the date. Suspected counts suspect, arrested and all "
    "below; charged counts charged and all below; proven counts cautioned and convicted.",
    (
        Measured(
            title="What counts on each basis",
            given={
                "offences": """
                    person | date       | code | suspect    | arrested   | charged    | cautioned  | convicted
                    1      | 2026-05-01 | 46   | 2026-05-01 | -          | -          | -          | -
                    2      | 2026-05-01 | 46   | -          | 2026-05-02 | -          | -          | -
                    3      | 2026-05-01 | 46   | -          | 2026-05-02 | 2026-05-03 | -          | -
                    4      | 2026-05-01 | 46   | -          | -          | -          | 2026-05-04 | -
                    5      | 2026-05-01 | 46   | -          | -          | 2026-05-03 | -          | 2026-06-01
                    """
            },
            measures=THREE,
            expect="""
                person | suspected | charged | proven
                1      | 1         | 0       | 0
                2      | 1         | 0       | 0
                3      | 1         | 1       | 0
                4      | 1         | 1       | 1
                5      | 1         | 1       | 1
                """,
        ),
        Measured(
            title="Acquitted, dropped, or without any event: not counted",
            given={
                "offences": """
                    person | date       | code | suspect    | charged    | acquitted  | no_further_action
                    1      | 2026-05-01 | 46   | 2026-05-01 | 2026-05-03 | 2026-08-01 | -
                    2      | 2026-05-01 | 46   | 2026-05-01 | -          | -          | 2026-08-01
                    3      | 2026-05-01 | 46   | -          | -          | -          | -
                    """
            },
            measures=THREE,
            expect="""
                person | suspected | charged | proven
                1      | 0         | 0       | 0
                2      | 0         | 0       | 0
                3      | 0         | 0       | 0
                """,
        ),
        Measured(
            title="What comes after the date is not known yet",
            says="As at 31 July neither had been acquitted nor convicted.",
            given={
                "offences": """
                    person | date       | code | charged    | convicted  | acquitted
                    1      | 2026-05-01 | 46   | 2026-05-03 | 2026-08-01 | -
                    2      | 2026-05-01 | 46   | 2026-05-03 | -          | 2026-08-01
                    """
            },
            measures=THREE,
            as_at="2026-07-31",
            expect="""
                person | suspected | charged | proven
                1      | 1         | 1       | 0
                2      | 1         | 1       | 0
                """,
        ),
        Measured(
            title="Of several events on one day a fixed order decides",
            says="Convicted comes before cautioned, acquitted, no further action, charged, arrested and suspect.",
            given={
                "offences": """
                    person | date       | code | suspect    | charged    | convicted  | acquitted  | no_further_action
                    1      | 2026-05-01 | 46   | -          | 2026-06-01 | 2026-06-01 | 2026-06-01 | -
                    2      | 2026-05-01 | 46   | 2026-06-01 | 2026-06-01 | -          | -          | 2026-06-01
                    3      | 2026-05-01 | 46   | 2026-06-01 | 2026-06-01 | -          | -          | -
                    """
            },
            measures=THREE,
            expect="""
                person | suspected | charged | proven
                1      | 1         | 1       | 1
                2      | 0         | 0       | 0
                3      | 1         | 1       | 0
                """,
        ),
        Measured(
            title="The event counts from its own day, the offence from the day it was done",
            says="The offence was done in the window and charged on its last day, or one day too late.",
            given={
                "offences": """
                    person | date       | code | charged
                    1      | 2026-05-01 | 46   | 2026-10-31
                    2      | 2026-05-01 | 46   | 2026-11-01
                    3      | 2025-10-01 | 46   | 2026-05-01
                    """
            },
            measures=THREE,
            expect="""
                person | suspected | charged | proven
                1      | 1         | 1       | 0
                2      | 0         | 0       | 0
                3      | 0         | 0       | 0
                """,
        ),
    ),
)
