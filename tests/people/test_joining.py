"""Which subjects become one person, and which only a person may join."""

from datetime import date, datetime

import pytest

from tests.people.given import imported, people, proposals

JANUARY = datetime(2026, 1, 10)
FEBRUARY = datetime(2026, 2, 10)
MARCH = datetime(2026, 3, 10)

PNC_A = "0000/0000001A"
PNC_B = "0000/0000002B"
CRO_A = "900001/00L"
NOMS_A = "Z9001ZZ"
CRN_A = "Z900001"

MAN_1990 = {"sex": "male", "birth_date": date(1990, 5, 1)}
MAN_1991 = {"sex": "male", "birth_date": date(1991, 5, 1)}
WOMAN_1990 = {"sex": "female", "birth_date": date(1990, 5, 1)}
WOMAN_1991 = {"sex": "female", "birth_date": date(1991, 5, 1)}


def test_subjects_without_anything_in_common_are_people_of_their_own(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("niche:2", pnc=PNC_B)
    assert people(store) == {"niche:1": 1, "niche:2": 2}
    assert (batch.assigned.new_people, batch.assigned.joined_subjects, batch.assigned.proposals) == (2, 0, 0)


@pytest.mark.parametrize("shared", [{"pnc": PNC_A}, {"cro": CRO_A}, {"noms": NOMS_A}, {"crn": CRN_A}])
def test_one_strong_identifier_in_common_joins(store, shared):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", **shared)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", **shared)
    assert people(store) == {"niche:1": 1, "ndelius:1": 1}
    assert (batch.assigned.new_people, batch.assigned.joined_subjects) == (0, 1)


def test_a_custody_reference_in_common_does_not_join(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", custody="AB/1")
        batch.subject("ndelius:1", custody="AB/1")
    assert people(store) == {"niche:1": 1, "ndelius:1": 2}


def test_the_same_value_of_another_kind_does_not_join(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", noms="Z900001")
        batch.subject("ndelius:1", crn="Z900001")
    assert people(store) == {"niche:1": 1, "ndelius:1": 2}


def test_three_systems_in_one_import_join_through_the_one_in_the_middle(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("pnc:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("ndelius:1", cro=CRO_A, crn=CRN_A)
        batch.subject("niche:2")
    assert people(store) == {"niche:1": 1, "pnc:1": 1, "ndelius:1": 1, "niche:2": 2}


def test_a_long_chain_is_one_person(store):
    with imported(store, JANUARY) as batch:
        for n in range(12):
            batch.subject(f"niche:{n}", noms=f"Z9{n:03}ZZ", crn=f"Z9{n + 1:05}")
            batch.subject(f"ndelius:{n}", noms=f"Z9{n + 1:03}ZZ", crn=f"Z9{n + 1:05}")
    assert set(people(store).values()) == {1}


def test_the_lowest_person_stays(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("niche:2", cro=CRO_A)
        batch.subject("niche:3", noms=NOMS_A)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", noms=NOMS_A, cro=CRO_A)
    assert people(store) == {"niche:1": 1, "niche:2": 2, "niche:3": 2, "ndelius:1": 2}
    assert batch.assigned.joined_subjects == 2


def test_a_person_id_is_never_given_out_again(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("niche:2", cro=CRO_A)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", pnc=PNC_A, cro=CRO_A)
    with imported(store, MARCH) as batch:
        batch.subject("niche:3")
    assert people(store)["niche:3"] == 3


def test_new_person_ids_follow_the_subjects_and_have_no_holes(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("niche:2", cro=CRO_A)
        batch.subject("niche:3", pnc=PNC_A)
        batch.subject("niche:4")
    assert people(store) == {"niche:1": 1, "niche:2": 2, "niche:3": 1, "niche:4": 3}


def test_an_identifier_that_appears_later_joins_two_people(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("ndelius:1", crn=CRN_A)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", pnc=PNC_A)
    assert people(store) == {"niche:1": 1, "ndelius:1": 1}


def test_what_was_known_before_a_join_still_shows_two_people(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("ndelius:1", crn=CRN_A)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", pnc=PNC_A)
    assert people(store, at=JANUARY) == {"niche:1": 1, "ndelius:1": 2}
    assert people(store, at=FEBRUARY) == {"niche:1": 1, "ndelius:1": 1}


def test_an_identifier_no_longer_said_joins_nobody(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_identifier_version", "niche:1", kind="pnc_id")
        batch.subject("ndelius:1", pnc=PNC_A)
    assert people(store) == {"niche:1": 1, "ndelius:1": 2}


def test_two_different_pnc_ids_are_only_proposed(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("niche:2", pnc=PNC_B, cro=CRO_A)
    assert people(store) == {"niche:1": 1, "niche:2": 2}
    assert proposals(store) == [(1, 2, "open", "different PNC IDs, among all whom the join would unite")]
    assert batch.assigned.proposals == 1


@pytest.mark.parametrize(("other", "joined"), [(MAN_1991, True), (WOMAN_1990, True), (WOMAN_1991, False)])
def test_sex_and_birth_date_contradict_only_together(store, other, joined):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, **MAN_1990)
        batch.subject("ndelius:1", pnc=PNC_A, **other)
    assert (people(store)["ndelius:1"] == 1) is joined


@pytest.mark.parametrize(
    ("birth", "precision", "joined"),
    [
        (date(1990, 5, 1), "month", True),
        (date(1990, 6, 1), "month", False),
        (date(1990, 1, 1), "year", True),
        (date(1991, 1, 1), "year", False),
    ],
)
def test_a_birth_month_or_year_differs_only_as_a_month_or_year(store, birth, precision, joined):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, sex="male", birth_date=date(1990, 5, 17), birth_precision="day")
        batch.subject("ndelius:1", pnc=PNC_A, sex="female", birth_date=birth, birth_precision=precision)
    assert (people(store)["ndelius:1"] == 1) is joined


def test_a_contradiction_anywhere_in_the_group_stops_the_whole_join(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("pnc:1", cro=CRO_A, noms=NOMS_A)
        batch.subject("ndelius:1", noms=NOMS_A, pnc=PNC_B)
    assert people(store) == {"niche:1": 1, "pnc:1": 2, "ndelius:1": 3}
    assert [(low, high) for low, high, *_ in proposals(store)] == [(1, 2), (2, 3)]


def test_a_contradiction_in_one_group_leaves_the_others_alone(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("niche:2", pnc=PNC_B, cro=CRO_A)
        batch.subject("niche:3", crn=CRN_A)
        batch.subject("ndelius:1", crn=CRN_A)
    assert people(store) == {"niche:1": 1, "niche:2": 2, "niche:3": 3, "ndelius:1": 3}


def test_a_newcomer_that_would_unite_contradictory_people_joins_neither(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", crn=CRN_A, **MAN_1990)
        batch.subject("niche:2", noms=NOMS_A, **WOMAN_1991)
    with imported(store, FEBRUARY) as batch:
        batch.subject("ndelius:1", crn=CRN_A, noms=NOMS_A)
    assert people(store) == {"niche:1": 1, "niche:2": 2, "ndelius:1": 3}
    assert [(low, high) for low, high, *_ in proposals(store)] == [(1, 3), (2, 3)]


def test_two_pnc_ids_of_one_subject_do_not_contradict_either_of_them(store):
    with imported(store, JANUARY) as batch:
        batch.subject("pnc:1", pnc=PNC_A)
        batch.put("subject_identifier_version", "pnc:1", kind="pnc_id", value=PNC_B)
        batch.subject("niche:1", pnc=PNC_B)
    assert people(store) == {"pnc:1": 1, "niche:1": 1}


def test_an_import_that_touches_neither_of_two_people_does_not_ask_again(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("niche:2", pnc=PNC_B, cro=CRO_A)
    with imported(store, FEBRUARY) as batch:
        batch.subject("niche:3")
        batch.subject("niche:1", cro=CRO_A)
    assert batch.assigned.proposals == 0
    assert len(proposals(store)) == 1


def test_namesakes_born_the_same_day_are_proposed_once(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", name="O’Séallaigh, Invented", **MAN_1990)
        batch.subject("ndelius:1", name=" o’seallaigh , Other", **MAN_1990)
        batch.subject("ndelius:2", name="O’Séallaigh, Invented", **MAN_1991)
        batch.subject("ndelius:3", name="O’Séallaigh, Invented", **WOMAN_1990)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_name_version", "niche:1")
        batch.subject("niche:1", name="O’SEALLAIGH, Invented")
    assert set(people(store).values()) == {1, 2, 3, 4}
    assert proposals(store) == [(1, 2, "open", "no strong identifier agrees")]


def test_a_source_without_sex_asks_about_whoever_has_the_same_forenames_too(store):
    born = {"birth_date": date(1990, 5, 1)}
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", name="Séallaigh, Ann-Marie", **WOMAN_1990)
        batch.subject("council:1", name="SEALLAIGH, Ann  Marie", **born)
        batch.subject("council:2", name="Séallaigh, Ann", **born)
        batch.subject("council:3", name="Séallaigh", **born)
        batch.subject("council:4", name="Séallaigh, Ann Marie", birth_date=date(1991, 5, 1))
    assert proposals(store) == [(1, 2, "open", "no strong identifier agrees")]
    assert basis(store) == [("the same surname, forenames and birth date, the sex of one not known",)]


def test_nobody_of_a_known_sex_passes_for_one_of_an_unknown_by_a_record_without_it(store):
    born = {"birth_date": date(1990, 5, 1)}
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", name="Example, Ann", **WOMAN_1990)
        batch.subject("ndelius:1", pnc=PNC_A, name="Example, Ann", **MAN_1990)
    with imported(store, FEBRUARY) as batch:
        batch.subject("council:1", pnc=PNC_A, name="Example, Ann", **born)
    assert people(store) == {"niche:1": 1, "ndelius:1": 2, "council:1": 2}
    assert proposals(store) == []


def test_two_of_unknown_sex_are_not_asked_about(store):
    with imported(store, JANUARY) as batch:
        batch.subject("council:1", name="Example, Ann", birth_date=date(1990, 5, 1))
        batch.subject("council:2", name="Example, Ann", birth_date=date(1990, 5, 1))
    assert proposals(store) == []


def basis(store) -> list[tuple]:
    with store.cursor() as cursor:
        return cursor.execute("select basis from match_proposal order by proposal_id").fetchall()


def test_a_declared_first_load_assigns_people_from_the_source_s_own_day(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1")
        batch.end("subject_version", "niche:1")
        batch.put("subject_version", "niche:1", known_from=datetime(2015, 3, 2), sex="male")
        batch.subject("niche:2")
    assert people(store, at=datetime(2015, 3, 2)) == {"niche:1": 1}
    assert people(store, at=JANUARY) == {"niche:1": 1, "niche:2": 2}
