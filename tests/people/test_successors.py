"""A source that changes its keys, and identifiers corrected after persons were joined."""

from tests.people.given import imported, people

from .test_joining import CRO_A, FEBRUARY, JANUARY, MAN_1990, MARCH, PNC_A, PNC_B, WOMAN_1991


def told(batch) -> tuple[int, ...]:
    return batch.assigned.contradicting


def withdraw(batch, who: str) -> None:
    batch.end("subject_version", who)
    batch.end("subject_identifier_version", who)


def test_a_new_key_joins_the_person_whose_old_key_this_import_withdraws(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:00012", pnc=PNC_A, **MAN_1990)
    with imported(store, FEBRUARY) as batch:
        withdraw(batch, "niche:00012")
        batch.subject("niche:12", pnc=PNC_A, **MAN_1990)
    assert people(store) == {"niche:00012": 1, "niche:12": 1}


def test_a_new_key_does_not_join_a_withdrawn_one_that_contradicts_it(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:00012", pnc=PNC_A, **MAN_1990)
    with imported(store, FEBRUARY) as batch:
        withdraw(batch, "niche:00012")
        batch.subject("niche:12", pnc=PNC_A, **WOMAN_1991)
    assert people(store) == {"niche:00012": 1, "niche:12": 2}


def test_an_identifier_corrected_away_or_withdrawn_earlier_joins_nobody(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
        batch.subject("niche:2", cro=CRO_A)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_identifier_version", "niche:1")
        withdraw(batch, "niche:2")
    with imported(store, MARCH) as batch:
        batch.subject("pnc:1", pnc=PNC_A)
        batch.subject("pnc:2", cro=CRO_A)
    assert sorted(people(store).values()) == [1, 2, 3, 4]


def test_an_identifier_corrected_away_in_this_import_joins_nobody(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A)
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_identifier_version", "niche:1")
        batch.subject("niche:1", pnc=PNC_B)
        batch.subject("niche:2", pnc=PNC_A)
    assert people(store) == {"niche:1": 1, "niche:2": 2}


def test_a_correction_that_makes_a_joined_person_contradictory_is_told_and_undoes_nothing(store):
    with imported(store, JANUARY) as batch:
        batch.subject("niche:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("pnc:1", pnc=PNC_A, cro=CRO_A)
        batch.subject("niche:2", pnc=PNC_B)
    assert told(batch) == ()
    with imported(store, FEBRUARY) as batch:
        batch.end("subject_identifier_version", "niche:1", kind="pnc_id")
        batch.put("subject_identifier_version", "niche:1", kind="pnc_id", value="0000/0000003C")
    assert told(batch) == (1,)
    assert people(store) == {"niche:1": 1, "pnc:1": 1, "niche:2": 2}
    with imported(store, MARCH) as batch:
        batch.subject("niche:3", crn="Z900001")
    assert told(batch) == ()
