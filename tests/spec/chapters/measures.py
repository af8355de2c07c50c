"""What may be counted: classes, flags, victims, sums of severity, intelligence, sanctions, recalls."""

from ..kinds import Chapter, Measured


def measure(name: str, what: str, **options: object) -> str:
    """One measure of twelve months on the suspected basis, unless said otherwise."""
    given = {"months": 12, **({"status": "suspected"} if "status" not in options else {}), **options}
    lines = [f"{key} = {_toml(value)}" for key, value in given.items() if value is not None]
    return "\n".join(["[[measure]]", f'name = "{name}"', f'what = "{what}"', *lines])


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


CHAPTER = Chapter(
    "measures",
    "What is counted",
    "Counts of offences may be of a class and of a flag; severity is the sum of ONS weights, here those of 2020: residential "
    "burglary 465.3814732284, robbery of personal property 799.6288702315, shoplifting 11.8555390462.",
    (
        Measured(
            title="A class is an offence group, a subgroup, or a named list",
            says="Domestic burglary, robbery, theft from the person and vehicle crime are neighbourhood crime; "
            "shoplifting is not.",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2026-05-01 | 28E  | 2026-05-01
                    1      | 2026-05-02 | 34B  | 2026-05-02
                    1      | 2026-05-03 | 46   | 2026-05-03
                    2      | 2026-05-01 | 8N   | 2026-05-01
                    2      | 2026-05-02 | 105A | 2026-05-02
                    """
            },
            measures="\n\n".join(
                (
                    measure("neighbourhood", "offences", counts="neighbourhood"),
                    measure("violence", "offences", counts="violence"),
                    measure("hurt", "offences", counts="violence_with_injury"),
                    measure("thefts", "offences", counts="Theft offences"),
                )
            ),
            expect="""
                person | neighbourhood | violence | hurt | thefts
                1      | 2             | 0        | 0    | 2
                2      | 0             | 2        | 1    | 0
                """,
        ),
        Measured(
            title="A flag counts only what is marked",
            given={
                "offences": """
                    person | date       | code | suspect    | domestic_abuse
                    1      | 2026-05-01 | 8N   | 2026-05-01 | yes
                    1      | 2026-05-02 | 8N   | 2026-05-02 | no
                    2      | 2026-05-02 | 8N   | 2026-05-02 | -
                    """
            },
            measures=measure("abuse", "offences", flag="domestic_abuse"),
            expect="""
                person | abuse
                1      | 1
                2      | 0
                """,
        ),
        Measured(
            title="Severity is summed, averaged over what has a weight, and its gravest named",
            says="Fraud has no weight: it is counted and left out of the sum, and the companion says so.",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2026-05-01 | 28E  | 2026-05-01
                    1      | 2026-05-02 | 46   | 2026-05-02
                    1      | 2026-05-03 | AF   | 2026-05-03
                    2      | 2026-05-03 | AF   | 2026-05-03
                    """
            },
            measures="\n\n".join(
                (
                    measure("total", "severity"),
                    measure("average", "severity_mean"),
                    measure("gravest", "severity_max"),
                )
            ),
            expect="""
                person | total          | total__counted | total__weighted | average    | gravest
                1      | 477.2370122746 | 3              | 2               | 238.618506 | 465.3814732284
                2      | 0              | 1              | 0               | -          | -
                """,
        ),
        Measured(
            title="Harm halves with each half-life",
            says="Half a burglary's weight after one half-life of 90 days, a quarter after two: 232.690737 and "
            "116.345368; each part is rounded to six places.",
            given={
                "offences": """
                    person | date       | code | suspect
                    1      | 2026-10-31 | 28E  | 2026-10-31
                    2      | 2026-08-02 | 28E  | 2026-08-02
                    3      | 2026-05-04 | 28E  | 2026-05-04
                    """
            },
            measures=measure("harm", "harm", half_life_days=90),
            expect="""
                person | harm
                1      | 465.381473
                2      | 232.690737
                3      | 116.345368
                """,
        ),
        Measured(
            title="Victims are different people, known by their keys",
            says="Person 2's offences hold no key, so how many people were harmed is not known. Person 3 has no offence.",
            given={
                "offences": """
                    person | date       | code | suspect    | victims
                    1      | 2026-05-01 | 8N   | 2026-05-01 | v1
                    1      | 2026-05-02 | 8N   | 2026-05-02 | v1 v2
                    2      | 2026-05-02 | 8N   | 2026-05-02 | -
                    3      | 2020-05-02 | 8N   | 2020-05-02 | v3
                    """
            },
            measures=measure("victims", "victims"),
            expect="""
                person | victims
                1      | 2
                2      | -
                3      | 0
                """,
        ),
        Measured(
            title="Days since the last offence",
            given={
                "offences": """
                    person | date       | code | suspect    | acquitted
                    1      | 2026-10-01 | 46   | 2026-10-01 | -
                    1      | 2026-10-21 | 46   | 2026-10-21 | 2026-10-30
                    2      | 2026-10-31 | 46   | 2026-10-31 | -
                    3      | 2026-10-21 | 46   | 2026-10-21 | 2026-10-30
                    """
            },
            measures=measure("days", "days_since_last"),
            expect="""
                person | days
                1      | 30
                2      | 0
                3      | -
                """,
        ),
        Measured(
            title="Intelligence is counted by its grading",
            says="A report that was not found reliable, or is suspected to be false, may be left out.",
            given={
                "intelligence": """
                    person | on_date    | source_evaluation | assessment
                    1      | 2026-10-01 | 1                 | A
                    1      | 2026-10-02 | 3                 | A
                    1      | 2026-10-03 | 2                 | E
                    2      | 2025-10-03 | 1                 | A
                    """
            },
            measures="\n\n".join(
                (
                    measure("reports", "intelligence", status=None),
                    measure(
                        "usable",
                        "intelligence",
                        status=None,
                        source_evaluation=[1, 2],
                        assessment=["A", "B", "C"],
                    ),
                )
            ),
            expect="""
                person | reports | usable
                1      | 3       | 1
                2      | 0       | 0
                """,
        ),
        Measured(
            title="Sanctions are days on which someone was convicted or cautioned",
            says="Two convictions on one day are one occasion. What an offence's own events say counts as well.",
            given={
                "sanctions": """
                    person | kind       | on_date    | code
                    1      | conviction | 2026-03-01 | 46
                    1      | conviction | 2026-03-01 | 28E
                    1      | caution    | 2026-04-01 | 46
                    """,
                "offences": """
                    person | date       | code | convicted
                    1      | 2026-02-01 | 46   | 2026-05-01
                    2      | 2026-02-01 | 46   | 2026-05-01
                    2      | 2026-02-01 | 46   | 2026-05-01
                    """,
            },
            measures=measure("sanctions", "sanctions", status=None),
            expect="""
                person | sanctions
                1      | 3
                2      | 1
                """,
        ),
        Measured(
            title="Recalls to prison",
            given={
                "absences": """
                    person | kind     | from_date  | to_date
                    1      | sentence | 2025-01-01 | 2025-12-01
                    1      | recall   | 2026-02-01 | 2026-03-01
                    1      | recall   | 2026-05-01 | -
                    2      | recall   | 2025-10-31 | 2026-01-01
                    """
            },
            measures=measure("recalls", "recalls", status=None),
            expect="""
                person | recalls
                1      | 2
                2      | 0
                """,
        ),
    ),
)
