"""What a review goes by: every sanction, not the principal one alone; ties; events after the date."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

from iom.rights import due_for_review
from iom.settings import settings
from iom.store import derived, open_store
from tests.people.given import imported
from tests.risk.test_what_never_matters import fill

TOLD = datetime(2026, 1, 10)
HOMICIDE, RAPE, ROBBERY, BURGLARY, THEFT = "001/01", "019/08", "034/01", "028/03", "049/10"
WEAPON, NO_WEAPON = "CJ88144", "TH68036"  # codes of the courts: of a weapon, of a burglary
CLASSES = (ROBBERY, BURGLARY, THEFT, RAPE, HOMICIDE)
LATE = date(2100, 1, 1)


def reviews(store, as_at, now):
    return {one.person_id: one for one in due_for_review(store, as_at=as_at, now=now)}


def rebuilt(store):
    with store.transaction() as cursor:
        derived.rebuild(cursor)


def sanction(batch, who, on, code, *, kind="class", principal=True, by="conviction"):
    batch.put(
        "sanction_version", who, kind=by, on_date=on, code_kind=kind, code_given=code, principal=principal
    )


def test_an_offence_that_is_not_the_principal_one_of_its_day_puts_into_its_group_all_the_same(
    furnished_store, now
):
    day = date(2019, 4, 6)
    with imported(furnished_store, TOLD) as batch:
        for who, codes in (("pnc:1", [WEAPON]), ("pnc:2", [WEAPON, NO_WEAPON])):
            batch.subject(who, birth_date=date(1985, 1, 1))
            for code in codes:
                sanction(batch, who, day, code, kind="cjs", principal=code == NO_WEAPON)
    rebuilt(furnished_store)
    found = reviews(furnished_store, LATE, now)
    expected = (2, "Possession of weapons offences", date(2029, 4, 6))
    assert [(found[one].group, found[one].why, found[one].due_on) for one in (1, 2)] == [expected] * 2


def test_a_sanction_of_another_system_counts_beside_a_source_that_is_complete(furnished_store, now):
    with imported(furnished_store, TOLD) as batch:
        batch.cursor.execute(
            "insert into source_coverage values "
            "(?, 'pnc', 'sanction', '1990-01-01', '2025-12-31', 'complete', ?, null)",
            [batch.batch_id, TOLD],
        )
        batch.subject("pnc:1", birth_date=date(1985, 1, 1), pnc="1985/0000001A")
        batch.subject("niche:1", birth_date=date(1985, 1, 1), pnc="1985/0000001A")
        sanction(batch, "pnc:1", date(2010, 4, 6), THEFT)
        sanction(batch, "niche:1", date(2012, 4, 6), ROBBERY)
    rebuilt(furnished_store)
    (found,) = reviews(furnished_store, LATE, now).values()
    assert (found.group, found.due_on) == (2, date(2022, 4, 6))


def test_one_more_event_never_brings_a_review_forward_nor_puts_into_a_later_group(furnished_store, now):
    """Persons in rows: each has the events of the one before and one more, all of which have ended."""
    draw = random.Random(17)
    rows, length = 24, 8
    with imported(furnished_store, TOLD) as batch:
        for row in range(rows):
            events = []
            for place in range(length):
                events.append(one_event(draw, place))
                who = f"pnc:{row}-{place}"
                batch.subject(who, birth_date=date(1985, 1, 1))
                for add in events:
                    add(batch, who)
    rebuilt(furnished_store)
    found = reviews(furnished_store, LATE, now)
    assert len(found) == rows * length
    for row in range(rows):
        chain = [found[row * length + place + 1] for place in range(length)]
        for fewer, more in pairwise(chain):
            assert (more.group <= fewer.group, more.due_on >= fewer.due_on) == (True, True), (fewer, more)
    assert {one.group for one in found.values()} == {1, 2, 3}


def one_event(draw, place):
    # few days, so that several fall on one
    day = date(2000, 1, 1) + timedelta(days=draw.randrange(2) * 1800)
    code = draw.choices(CLASSES, [6, 12, 12, 1, 1])[0]
    marked = draw.random() < 0.5
    kinds = ("conviction", "caution", "offence", "convicted", "inside", "intelligence")
    kind = draw.choices(kinds, [5, 3, 1, 1, 1, 1])[0]

    def add(batch, who):
        reference = f"{who}-{place}"
        match kind:
            case "conviction" | "caution":
                sanction(batch, who, day, code, principal=marked, by=kind)
            case "inside":
                batch.put("absence_version", who, kind="sentence", from_date=day, to_date=day)
            case "intelligence":
                batch.put("intelligence_version", who, reference=reference, on_date=day)
            case _:
                offence = batch.offence(who, reference, day, code, "class", principal=marked)
                if kind == "convicted":
                    later = day + timedelta(days=90)
                    batch.put("offence_status_event", who, offence_id=offence, status=kind, on_date=later)

    return add


def test_of_several_last_events_and_reasons_it_is_always_the_same_that_is_told(furnished_store, now):
    day = date(2015, 3, 4)
    with imported(furnished_store, TOLD) as batch:
        for number, turned in ((1, False), (2, True)):
            who = f"pnc:{number}"
            batch.subject(who, birth_date=date(1985, 1, 1))
            codes = [ROBBERY, "008/01", "056/01"]
            for code in reversed(codes) if turned else codes:
                batch.offence(who, f"{who}-{code}", day, code, "class")
                sanction(batch, who, day, code)
            batch.put("intelligence_version", who, reference=who, on_date=day)
        batch.subject("pnc:3", birth_date=date(1985, 1, 1), registered_sex_offender=True)
        batch.offence("pnc:3", "homicide", day, HOMICIDE, "class")
        batch.subject("pnc:4", birth_date=date(1985, 1, 1), mappa_level=2)
        batch.offence("pnc:4", "theft", day, THEFT, "class")
    rebuilt(furnished_store)
    found = reviews(furnished_store, LATE, now)
    assert [(found[one].last_what, found[one].why) for one in (1, 2, 3, 4)] == [
        ("sanction", "Arson"),
        ("sanction", "Arson"),
        ("offence", "registered sex offender"),
        ("offence", "MAPPA level"),
    ]


def test_one_two_and_four_threads_tell_the_same(furnished_folder, actor, now):
    """Of as many people as several threads share, most of whom have several reasons for their group."""
    told = []
    for threads in (1, 2, 4, 4):
        chosen = settings().model_copy(update={"threads": threads})
        with open_store(furnished_folder, chosen, actor, now=now) as store:
            if not told:
                crowd(store)
            told.append(due_for_review(store, as_at=LATE, now=now))
    assert len(told[0]) == 13_000
    assert told[0] == told[1] == told[2] == told[3]


def crowd(store):
    with store.transaction() as cursor:
        fill(cursor, 130_000)
        # on the day of each sanction something else as well
        cursor.execute(
            "insert into intelligence_version by name select system, subject_id, record_key, content, "
            "row_no::varchar as reference, on_date, known_from, known_basis, batch_id, row_no, line "
            "from sanction_version"
        )
        derived.rebuild(cursor)


def test_whose_events_all_come_after_the_day_is_not_due_and_of_whom_there_is_none_is(furnished_store, now):
    with imported(furnished_store, TOLD) as batch:
        for number in range(1, 6):
            batch.subject(f"pnc:{number}", birth_date=date(1985, 1, 1))
        batch.offence("pnc:1", "later", date(2020, 3, 4), THEFT, "class")
        batch.put("absence_version", "pnc:2", kind="sentence", from_date=date(2020, 3, 4))
        batch.put("supervision_version", "pnc:3", kind="licence", from_date=date(2020, 3, 4))
        # since when is not said, and it runs on
        batch.put("supervision_version", "pnc:4", kind="licence", to_date=date(2020, 3, 4))
    rebuilt(furnished_store)
    (found,) = reviews(furnished_store, date(2015, 1, 1), now).values()
    assert (found.person_id, found.due_on, found.last_on) == (5, date(2015, 1, 1), None)
    assert set(reviews(furnished_store, LATE, now)) == {1, 4, 5}
