"""Windows of months."""

from ..kinds import Chapter, Measured


def count(months: int) -> str:
    """A count of all suspected offences in a window."""
    return f'[[measure]]\nname = "offences"\nwhat = "offences"\nmonths = {months}\nstatus = "suspected"'


CHAPTER = Chapter(
    "windows",
    "Windows",
    "A window of N months up to a date D is all days after D less N months, up to and including D: what happened "
    "on the day belongs to what led to it.",
    (
        Measured(
            title="The day that a window is counted from is outside, its last day inside",
            says="Twelve months before 31 October 2026 is 31 October 2025, and that day is left out.",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2025-10-31 | 46   | 2025-10-31
                    2      | 2025-11-01 | 46   | 2025-11-01
                    3      | 2026-10-31 | 46   | 2026-10-31
                    4      | 2026-11-01 | 46   | 2026-11-01
                    """
            },
            measures=count(12),
            expect="""
                person | offences
                1      | 0
                2      | 1
                3      | 1
                4      | 0
                """,
        ),
        Measured(
            title="Months end where the calendar lets them",
            says="One month before 31 March 2026 is 28 February 2026.",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2026-02-28 | 46   | 2026-02-28
                    2      | 2026-03-01 | 46   | 2026-03-01
                    """
            },
            measures=count(1),
            as_at="2026-03-31",
            expect="""
                person | offences
                1      | 0
                2      | 1
                """,
        ),
        Measured(
            title="In a leap year the month before 31 March begins after 29 February",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2024-02-29 | 46   | 2024-02-29
                    2      | 2024-03-01 | 46   | 2024-03-01
                    """
            },
            measures=count(1),
            as_at="2024-03-31",
            expect="""
                person | offences
                1      | 0
                2      | 1
                """,
        ),
        Measured(
            title="An offence committed from one day to another counts on the last of them",
            says="The first began before the window and ended in it; the second ended after the date.",
            given={
                "offences": """
                    person | committed_from | date       | code | suspect
                    1      | 2025-10-30     | 2025-11-01 | 28E  | 2025-11-02
                    2      | 2026-10-31     | 2026-11-01 | 28E  | 2026-10-31
                    """
            },
            measures=count(12),
            expect="""
                person | offences
                1      | 1
                2      | 0
                """,
        ),
    ),
)
