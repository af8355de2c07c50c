"""How people are found, and that what was looked for leaves no trace."""

import json
from datetime import UTC, date, datetime

import pytest

from iom.people import PersonError, find
from iom.settings import Settings
from iom.store import Actor, derived, open_store
from tests.people.given import bare_reference, imported

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Person 1, whom two systems know, and person 2, a namesake."""
    place = tmp_path_factory.mktemp("finding")
    folder, chosen = place / "store", Settings(keys=place / "keys")
    with open_store(folder, chosen, Actor("tester", "inspection", "test"), now=NOW, create=True) as store:
        tell(store)
        yield store


def tell(store):
    bare_reference(store)
    with imported(store, datetime(2026, 1, 10)) as batch:
        batch.subject(
            "niche:N/17",
            name="Ō’Mara-Vex, Zélie Ann",
            pnc="0000/0000001A",
            birth_date=date(1990, 2, 28),
            sex="female",
        )
        batch.subject("ndelius:4", pnc="0000/0000001A", crn="Z900001")
        batch.subject("niche:N/18", name="O’MARA-VEX, Bram", birth_date=date(1991, 3, 1), noms="Z9001ZZ")
        batch.put(
            "home_area_version", "niche:N/17", area="X1", district="Northam", from_date=None, to_date=None
        )
    with store.transaction() as cursor:
        derived.rebuild(cursor)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("0000/0000001A", [1]),
        ("0000/1a", [1]),
        ("z900001", [1]),
        (" Z9001ZZ ", [2]),
        ("N/18", [2]),
        ("o’mara-vex", [1, 2]),
        ("O’MARA-VEX, Zelie", [1]),
        ("zelie ann o’mara-vex", [1]),
        ("O'Mara-Vex", [1, 2]),
        ("omara vex, zélie", [1]),
        ("O’Mara-Vex 1/3/1991", [2]),
        ("O’Mara-Vex, Bram, 01/03/1991", [2]),
        ("O’Mara-Vex, Zel", []),
        ("o’mara-vex 1991-03-01", [2]),
        ("O’Mara-Vex, Zélie 1991-03-01", []),
        ("Nobody", []),
    ],
)
def test_a_person_is_found_by(known, text, people):
    assert [one.person_id for one in find(known, now=NOW, text=text)] == people


def test_what_is_given_of_a_person_tells_them_apart(known):
    (one,) = find(known, now=NOW, text="Z900001")
    assert (one.systems, one.districts, one.age) == (("ndelius", "niche"), ("Northam",), 36)


def test_an_identifier_or_name_no_longer_said_finds_nobody(known):
    with imported(known, datetime(2026, 2, 10)) as batch:
        batch.subject("niche:N/19", name="QUENDLE, Una", noms="Z9009ZZ")
    with imported(known, datetime(2026, 3, 10)) as batch:
        batch.end("subject_identifier_version", "niche:N/19")
        batch.end("subject_name_version", "niche:N/19")
    with known.transaction() as cursor:
        derived.rebuild(cursor)
    assert [one.person_id for one in find(known, now=NOW, text="N/19")] == [3]
    assert find(known, now=NOW, text="Z9009ZZ") == []
    assert find(known, now=NOW, text="Quendle") == []


def test_the_log_says_who_was_found_and_never_what_was_looked_for(known):
    for text in ("Zélie O’Mara-Vex 1990-02-28", "0000/0000001A", "Nobody Atall"):
        find(known, now=NOW, text=text)
    with known.cursor() as cursor:
        lines = cursor.execute("select action, detail, people_count from audit_log order by seq").fetchall()
        looked_at = cursor.execute("select person_id from audit_person order by seq").fetchall()
        everything = json.dumps(cursor.execute("select * from audit_log").fetchall(), default=str).lower()
    assert [(action, count) for action, _, count in lines[-3:]] == [("person.find", n) for n in (1, 1, 0)]
    assert looked_at[-2:] == [(1,), (1,)]
    assert not [trace for trace in ("mara", "zélie", "1990-02-28", "0000001", "atall") if trace in everything]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_to_look_for_is_refused(known, text):
    with pytest.raises(PersonError):
        find(known, now=NOW, text=text)


@pytest.mark.parametrize("text", ["Vexley " * 13, "V" * 201])
def test_a_text_too_long_for_a_name_is_refused_without_repeating_it(known, text):
    with pytest.raises(PersonError, match="more than 12 words or 200 characters") as refused:
        find(known, now=NOW, text=text)
    assert text[:7].strip() not in str(refused.value)


@pytest.mark.parametrize("text", ["Vexley " * 12, "V" * 200])
def test_a_text_as_long_as_a_name_may_be_is_looked_for(known, text):
    assert find(known, now=NOW, text=text) == []


@pytest.mark.parametrize("born", ["1990-02-31", "31/2/1990"])
def test_a_birth_date_that_is_none_is_refused_without_repeating_it(known, born):
    with pytest.raises(PersonError) as refused:
        find(known, now=NOW, text=f"O’Mara-Vex {born}")
    assert "Mara" not in str(refused.value)
    assert not {"02-31", "31/2"} & set(str(refused.value).split())
