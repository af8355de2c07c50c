"""Who is one person."""

from ..kinds import Chapter, Joined

CHAPTER = Chapter(
    "people",
    "Who is one person",
    "Records belong to subjects, one person as one source knows them. Subjects join when a strong identifier agrees (PNC ID, CRO "
    "number, NOMS number, CRN) and nothing contradicts; the lowest number stays. All else is put before a person. The "
    "PNC IDs here are of the range that fixtures use.",
    (
        Joined(
            title="One strong identifier in common joins, through a third as well",
            given={
                "people": """
                    person  | cro_number | noms_number
                    police:1 | 000001/08X | -
                    prison:1 | 000001/08X | A0001AA
                    crc:1    | -          | A0001AA
                    police:2 | -          | -
                    """
            },
            expect="""
                subject  | person
                police:1 | 1
                prison:1 | 1
                crc:1    | 1
                police:2 | 2
                """,
        ),
        Joined(
            title="A custody reference in common does not join",
            given={
                "people": """
                    person   | custody_reference
                    police:1 | 77
                    prison:1 | 77
                    """
            },
            expect="""
                subject  | person
                police:1 | 1
                prison:1 | 2
                """,
        ),
        Joined(
            title="Different PNC IDs contradict: the pair is only proposed",
            given={
                "people": """
                    person   | cro_number | pnc_id
                    police:1 | 000001/08X | 2000/0000001A
                    prison:1 | 000001/08X | 2000/0000002B
                    """
            },
            proposals=1,
            expect="""
                subject  | person
                police:1 | 1
                prison:1 | 2
                """,
        ),
        Joined(
            title="Sex and birth date contradict only together",
            given={
                "people": """
                    person   | cro_number | sex    | birth_date
                    police:1 | 000001/08X | male   | 1990-05-01
                    prison:1 | 000001/08X | female | 1990-05-01
                    police:2 | 000002/08X | male   | 1990-05-01
                    prison:2 | 000002/08X | female | 1990-05-02
                    """
            },
            proposals=1,
            expect="""
                subject  | person
                police:1 | 1
                prison:1 | 1
                police:2 | 2
                prison:2 | 3
                """,
        ),
        Joined(
            title="The same surname, birth date and sex only propose",
            given={
                "people": """
                    person   | surname | sex  | birth_date
                    police:1 | EXAMPLE | male | 1990-05-01
                    prison:1 | EXAMPLE | male | 1990-05-01
                    prison:2 | EXAMPLE | male | 1990-05-02
                    """
            },
            proposals=1,
            expect="""
                subject  | person
                police:1 | 1
                prison:1 | 2
                prison:2 | 3
                """,
        ),
    ),
)
