"""An import makes again only the relations that read what it changed, and all are as if made whole."""

import pytest

from iom.store import derived

from .conftest import BURGLARY, SOMEONE, Bench

SCORES = """
[[record]]
type = "held_score"
subject = "id"
[record.fields]
tool = { value = "ogrs3" }
score = "score"
on_date = { column = "on", format = "uk" }
"""
ANOTHER = "008,Birch,05/07/1992,F,0000/0000102K,,01/02/2020"


def rows(bench: Bench) -> dict[str, list[tuple]]:
    return {name: sorted(bench.ask(f"from {name}"), key=str) for name in derived.RELATIONS}


def is_as_if_made_whole(bench: Bench) -> bool:
    kept = rows(bench)
    with bench.store.transaction() as cursor:
        derived.rebuild(cursor)
    return kept == rows(bench)


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The relations made since the test began."""
    names: list[str] = []
    make = derived._make

    def noting(cursor, head, values, relations=derived.RELATIONS):
        names.extend(f"{head[6:]} {name}" for name in relations)
        make(cursor, head, values, relations)

    monkeypatch.setattr(derived, "_make", noting)
    return names


def crimes(changed: str = "", numbers=range(40)) -> list[str]:
    return [
        f"C{n},007,03/03/2024,04/03/2024,028/03,V{n},10/03/2024,{changed if n == 7 else ''}" for n in numbers
    ]


def test_a_score_makes_no_offence_anew(known: Bench, made):
    known.offences(BURGLARY)
    made.clear()
    known.load(SCORES, known.file("id,score,on", "007,55.5,01/02/2024"), scope="changes")
    assert "stored_relation held_score_current" in made
    # the period covered is news too, and sanctions are counted by it
    assert not {"stored_relation offence_scored", "stored_relation offence_status_span"} & set(made)
    assert is_as_if_made_whole(known)


def test_the_same_file_again_makes_nothing_anew(known: Bench, made):
    known.offences(BURGLARY)
    made.clear()
    known.offences(BURGLARY)
    assert made == []


def test_spans_of_touched_offences_alone_are_made_again_and_are_as_if_made_whole(bench: Bench, made):
    bench.people(SOMEONE, ANOTHER)
    # a co-offender, whose spans of the same offence are made again too
    shared = ["C7,008,03/03/2024,04/03/2024,028/03,,11/03/2024,"]
    bench.offences(*crimes(), *shared, scope="changes")
    made.clear()
    bench.offences(*crimes("01/05/2024"), *shared, scope="changes")
    assert "added_to_relation offence_status_span" in made
    assert is_as_if_made_whole(bench)
    status = (
        "select last_status from offence_scored join offence_reference using (offence_id) "
        "where reference = 'C7'"
    )
    assert sorted(bench.ask(status)) == [("charged",), ("convicted",)]
    # and one that is taken back
    bench.offences(*crimes(), *shared, scope="changes")
    assert sorted(bench.ask(status)) == [("charged",), ("charged",)]
    assert is_as_if_made_whole(bench)
    # and offences that come and go
    bench.offences(*crimes(numbers=range(2, 42)), *shared)
    assert bench.ask("select count(*) from offence_scored") == [(41,)]
    assert is_as_if_made_whole(bench)


@pytest.mark.parametrize(
    ("told", "patched"),
    [
        # another date, another place in time; a code that others carry; another status
        ("C7,007,05/06/2023,06/06/2023,028/03,V7,10/03/2024,", True),
        ("C7,007,03/03/2024,04/03/2024,105/01,V7,10/03/2024,", True),
        ("C7,007,03/03/2024,04/03/2024,028/03,V7,10/03/2024,01/05/2024", True),
        # a code that no other offence carried, numbered after and before those that some did
        ("C7,007,03/03/2024,04/03/2024,999/99,V7,10/03/2024,", True),
        ("C7,007,03/03/2024,04/03/2024,001/01,V7,10/03/2024,", False),
    ],
)
def test_rows_of_touched_offences_alone_are_made_again_and_are_as_if_made_whole(
    bench: Bench, made, told, patched
):
    bench.people(SOMEONE, ANOTHER)
    others = ["C90,008,03/03/2024,04/03/2024,105/01,,11/03/2024,"]
    bench.offences(*crimes(), *others, scope="changes")
    before = bench.ask("from offence_scored order by all")
    made.clear()
    bench.offences(*[told if line.startswith("C7,") else line for line in crimes()], scope="changes")
    assert ("added_to_relation offence_scored" in made) is patched
    assert ("stored_relation offence_scored" in made) is not patched
    assert bench.ask("from offence_scored order by all") != before
    assert is_as_if_made_whole(bench)


def test_of_two_subjects_of_a_person_on_one_reference_the_last_to_change_still_speaks(bench: Bench, made):
    bench.people(SOMEONE, SOMEONE.replace("007", "009"))
    bench.offences(*crimes(), "C7,009,03/03/2024,04/03/2024,105/01,,11/03/2024,", scope="changes")
    for day in ("01/05/2024", "02/05/2024"):
        made.clear()
        bench.offences(*crimes(day), scope="changes")
        assert "added_to_relation offence_scored" in made
        assert bench.ask("select count(*), count(distinct offence_id) from offence_scored") == [(40, 40)]
        assert is_as_if_made_whole(bench)


def test_many_touched_offences_are_made_again_whole(known: Bench, made):
    known.offences(*crimes(), scope="changes")
    made.clear()
    known.offences(*crimes(numbers=range(35, 50)), scope="changes")
    assert "stored_relation offence_scored" in made
    assert is_as_if_made_whole(known)


def test_a_person_who_joins_another_takes_their_offences_along(known: Bench):
    known.offences(*crimes())
    known.people(SOMEONE.replace("007", "K9"), system="pnc")
    assert known.ask("select count(*) from person_current") == [(1,)]
    assert is_as_if_made_whole(known)


def test_a_store_of_other_software_is_made_again_whole(known: Bench, made):
    with known.store.transaction() as cursor:
        cursor.execute("update derived_state set statements_sha256 = 'other'")
    made.clear()
    known.load(SCORES, known.file("id,score,on", "007,55.5,01/02/2024"), scope="changes")
    assert len(made) == len(derived.RELATIONS)


@pytest.mark.parametrize(
    ("table", "some", "none"),
    [
        (
            "held_score_version",
            {"held_score_current"},
            {"offence_scored", "person_current", "sanction_occasion"},
        ),
        (
            "absence_version",
            {"absence_merged", "offence_scored", "sanction_occasion"},
            {"offence_status_span"},
        ),
        (
            "local_code_version",
            {"code_target", "code_in_class", "offence_scored"},
            {"offence_victim_current"},
        ),
        ("source_coverage", {"coverage_current", "sanction_occasion"}, {"offence_scored"}),
    ],
)
def test_what_depends_on_a_table_is_read_off_the_statements(table, some, none):
    stale = set(derived.depending({table}))
    assert some <= stale
    assert not none & stale
    assert set(derived.depending({"subject_person"})) >= {
        "person_current",
        "offence_scored",
        "held_score_current",
    }
