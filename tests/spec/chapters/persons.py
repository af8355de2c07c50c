"""Ages, homes, supervision, scores: what is true of a person as at a date."""

from ..kinds import Chapter, Measured

CHAPTER = Chapter(
    "persons",
    "People as at a date",
    "Ages are completed years. Of scores and homes the last that began by the date holds.",
    (
        Measured(
            title="A birthday counts on its day; someone born on 29 February turns a year older on 1 March",
            given={
                "people": """
                    person | birth_date
                    1      | 2007-02-28
                    2      | 2007-03-01
                    3      | 2004-02-29
                    """
            },
            names=("age",),
            as_at="2025-02-28",
            expect="""
                person | age
                1      | 18
                2      | 17
                3      | 20
                """,
        ),
        Measured(
            title="From half a birth date an age is known only if every possible day gives the same",
            given={
                "people": """
                    person | birth_date | birth_precision
                    1      | 2000-01-01 | year
                    2      | 2000-10-01 | month
                    3      | 2000-11-01 | month
                    """
            },
            names=("age",),
            expect="""
                person | age
                1      | -
                2      | 26
                3      | 25
                """,
        ),
        Measured(
            title="On the day of death a person is no longer alive",
            given={
                "people": """
                    person | death_date
                    1      | 2026-10-31
                    2      | 2026-11-01
                    3      | -
                    """
            },
            names=("alive",),
            expect="""
                person | alive
                1      | no
                2      | yes
                3      | yes
                """,
        ),
        Measured(
            title="The last score by the date is the one held, of several on one day the highest",
            given={
                "scores": """
                    person | tool     | score | band   | on_date
                    1      | ogrs3_2y | 80    | high   | 2025-01-01
                    1      | ogrs3_2y | 60    | medium | 2026-01-01
                    1      | ogrs3_2y | 90    | high   | 2026-11-01
                    2      | ogrs3_2y | 60    | medium | 2026-10-01
                    2      | ogrs3_2y | 75    | high   | 2026-10-01
                    3      | rsr      | 3     | low    | 2026-10-01
                    """
            },
            names=("held.ogrs3_2y", "held.ogrs3_2y_band", "held.ogrs3_2y_days_old"),
            expect="""
                person | held.ogrs3_2y | held.ogrs3_2y_band | held.ogrs3_2y_days_old
                1      | 60            | medium             | 303
                2      | 75            | high               | 30
                3      | -             | -                  | -
                """,
        ),
        Measured(
            title="Supervision runs from its first day to the day before its last",
            given={
                "supervision": """
                    person | kind            | from_date  | to_date
                    1      | licence         | 2026-05-01 | 2026-10-31
                    2      | community_order | 2026-05-01 | 2026-11-01
                    3      | licence         | 2026-10-31 | -
                    """
            },
            names=("supervised", "supervision"),
            expect="""
                person | supervised | supervision
                1      | no         | none
                2      | yes        | community_order
                3      | yes        | licence
                """,
        ),
        Measured(
            title="A blank flag means none once any source states it; where no source does, nobody's is known",
            given={
                "people": """
                    person | mappa_level | registered_sex_offender
                    1      | 2           | -
                    2      | -           | -
                    """
            },
            names=("mappa_level", "registered_sex_offender"),
            expect="""
                person | mappa_level | registered_sex_offender
                1      | 2           | -
                2      | 0           | -
                """,
        ),
    ),
)
