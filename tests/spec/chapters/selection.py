"""Who is selected."""

from ..kinds import PARTS, Chapter, Selected

SAID = "\n\n".join(
    f"{f'[{name}]' if name == 'tie_break' else f'[[{name}]]'}\n{text}" for name, text in PARTS.items()
)
OFFENCES = """
    person | date       | code | suspect
    1      | 2026-05-01 | 46   | 2026-05-01
    2      | 2026-05-01 | 46   | 2026-05-01
    2      | 2026-05-02 | 46   | 2026-05-02
    3      | 2026-05-01 | 28E  | 2026-05-01
    4      | 2020-05-01 | 28E  | 2020-05-01
    """
HOMES = """
    person | area | district | from_date
    1      | Mead | North    | 2020-01-01
    2      | Mead | North    | 2020-01-01
    3      | Lea  | South    | 2020-01-01
    """
CHOICE = 'source = "local choice"'


def band(measure: str, low: int, points: int, below: int | None = None) -> str:
    """A band of points."""
    end = f"\nbelow = {below}" if below else ""
    return f'measure = "{measure}"\nfrom = {low}{end}\npoints = {points}\n{CHOICE}'


def rule(name: str, when: str) -> str:
    """An eligibility step or a cohort."""
    return f'name = "{name}"\nsays = "{name}"\nwhen = \'{when}\'\n{CHOICE}'


def places(area: str, count: int) -> str:
    """Places of the cohort."""
    return f'cohort = "any"\narea = "{area}"\nplaces = {count}\n{CHOICE}'


CHAPTER = Chapter(
    "selection",
    "Selection",
    "Steps of eligibility, points by bands, the first cohort rule that is met, then places. A comparison with something that is not "
    "known meets no rule and gives no points. What a rule below does not say of its document is:\n\n```toml\n"
    f"{SAID}\n```",
    (
        Selected(
            title="More points come first, then the tie-break, then the lower person number",
            says="Nobody gets points here, so the tie-break decides: the number of offences.",
            given={"offences": OFFENCES},
            expect="""
                person | eligible | cohort | points | rank | list
                2      | yes      | any    | 0      | 1    | proposed
                1      | yes      | any    | 0      | 2    | proposed
                3      | yes      | any    | 0      | 3    | proposed
                4      | yes      | -      | 0      | -    | -
                """,
        ),
        Selected(
            title="A band holds its lower end and not its upper one",
            says="With below left out a band ends where the next begins; the last has no end. What falls in no band gives "
            "nothing.",
            given={
                "scores": """
                    person | tool | score   | on_date
                    1      | rsr  | 2.9999  | 2026-05-01
                    2      | rsr  | 3       | 2026-05-01
                    3      | rsr  | 6.9     | 2026-05-01
                    4      | rsr  | 7       | 2026-05-01
                    """,
                "offences": OFFENCES,
            },
            parts={"points.band": (band("held.rsr", 3, 2), band("held.rsr", 7, 5))},
            expect="""
                person | points
                1      | 0
                2      | 2
                3      | 2
                4      | 5
                """,
        ),
        Selected(
            title="What is not known meets no rule, nor its opposite",
            says="Person 2 has no score: neither `held.rsr >= 3` nor `not (held.rsr >= 3)` holds.",
            given={
                "scores": """
                    person | tool | score | on_date
                    1      | rsr  | 5     | 2026-05-01
                    3      | rsr  | 1     | 2026-05-01
                    """,
                "offences": OFFENCES,
            },
            parts={"cohort": (rule("high", "held.rsr >= 3"), rule("low", "not (held.rsr >= 3)"))},
            expect="""
                person | cohort
                1      | high
                2      | -
                3      | low
                """,
        ),
        Selected(
            title="The first cohort rule that is met is the person's",
            given={"offences": OFFENCES},
            parts={"cohort": (rule("many", "offences >= 2"), rule("some", "offences >= 1"))},
            expect="""
                person | cohort
                1      | some
                2      | many
                3      | some
                4      | -
                """,
        ),
        Selected(
            title="Whoever fails a step of eligibility is in no cohort",
            given={
                "offences": OFFENCES,
                "people": """
                    person | birth_date
                    1      | 2008-10-31
                    2      | 2008-11-01
                    3      | -
                    """,
            },
            parts={"eligibility": rule("adult", "age >= 18")},
            expect="""
                person | eligible | cohort
                1      | yes      | any
                2      | no       | -
                3      | no       | -
                """,
        ),
        Selected(
            title="Places are given by home district, in order of rank",
            says="An entry of its own comes before the one for each area; whose district is not known has no place.",
            given={
                "offences": OFFENCES,
                "homes": HOMES.replace("3      | Lea  | South    | 2020-01-01\n", ""),
            },
            parts={"capacity": places("*", 1)},
            expect="""
                person | rank | place | places | list
                2      | 1    | 1     | 1      | proposed
                1      | 2    | 2     | 1      | over_capacity
                3      | 3    | 1     | 0      | over_capacity
                """,
        ),
        Selected(
            title="A district with an entry of its own does not take that of each area",
            given={"offences": OFFENCES, "homes": HOMES},
            parts={"capacity": (places("*", 1), places("North", 2))},
            expect="""
                person | place | places | list
                1      | 2     | 2      | proposed
                2      | 1     | 2      | proposed
                3      | 1     | 1      | proposed
                """,
        ),
        Selected(
            title="Harmful people without a place are listed apart, whoever is eligible",
            says="A burglary weighs 465. Person 4 is in no cohort and committed theirs within the 90 months that this rule asks for.",
            given={"offences": OFFENCES, "homes": HOMES},
            parts={
                "measure": (
                    PARTS["measure"],
                    'name = "severity"\nwhat = "severity"\nmonths = 90\nstatus = "suspected"',
                ),
                "capacity": (places("*", 1), places("South", 0)),
                "tie_break": f'order = ["offences desc", "severity desc"]\n{CHOICE}',
                "harmful": f'says = "severity of 400 or more"\nwhen = "severity >= 400"\nmost = 5\n{CHOICE}',
            },
            expect="""
                person | list            | place among the harmful
                1      | over_capacity   | -
                2      | proposed        | -
                3      | over_capacity   | 1
                4      | harmful_outside | 2
                """,
        ),
    ),
)
