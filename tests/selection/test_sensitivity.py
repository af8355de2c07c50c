"""How a list moves as the numbers of its document move: worked out by hand on a few people."""

from datetime import date
from decimal import Decimal

import pytest

from iom.documents import DocumentError
from iom.selection import read_criteria
from iom.selection.trials import Reach, parts, sensitivity, values
from iom.store import audit

from .conftest import AS_AT, Scheme, criteria, plain

USUAL = Reach(Decimal(20), Decimal(2), 2)
HARM = '[[measure]]\nname = "harm"\nwhat = "harm"\nstatus = "suspected"\nmonths = 12\nhalf_life_days = 90\n'


def trial(scheme: Scheme, document, now, **more):
    given = {"as_at": AS_AT, "reach": USUAL, "few_per_cent": Decimal(50)} | more
    return sensitivity(scheme.store, document, now=now, **given)


def four_told(scheme: Scheme) -> None:
    """Person 1 has three offences in 12 months, 2 has one, 3 none, 4 one of 14 months ago."""
    scheme.people(4)
    scheme.covers("offence", "absence")
    scheme.offences(
        """
        1 | 2026-09-01 | 28E
        1 | 2026-08-01 | 28E
        1 | 2026-05-01 | 28E
        2 | 2026-07-01 | 28E
        4 | 2025-08-31 | 28E
        """
    )
    scheme.ready()


@pytest.fixture
def four(scheme_with) -> Scheme:
    return scheme_with(four_told)


def moved(found) -> dict[tuple[str, int], tuple[int, int]]:
    """(what, set to): who came, who went, of the settings that move anybody."""
    return {
        (one.part.says, int(one.value)): (one.came, one.went)
        for one in found.outcomes
        if one.came or one.went
    }


def test_who_comes_and_goes_is_that_worked_out_by_hand(four, now):
    found = trial(four, plain(), now)
    assert (found.proposed, found.considered) == (2, 4)
    assert moved(found) == {
        ("offences_12m >= 1", 0): (2, 0),
        ("offences_12m >= 1", 2): (0, 1),
        ("offences_12m, window of 12 months", 18): (1, 0),
        ("offences_12m, window of 12 months", 24): (1, 0),
    }


def test_the_overlap_is_the_share_of_either_list_that_is_on_both(four, now):
    outcomes = trial(four, plain(), now).outcomes
    overlap = {(one.part.says, int(one.value)): one.overlap for one in outcomes}
    assert overlap["offences_12m >= 1", 0] == 2 / 4
    assert overlap["offences_12m >= 1", 2] == 1 / 2
    assert overlap["offences_12m >= 1", 1] == 1


def test_people_are_told_by_the_settings_that_give_them_a_place(four, now):
    found = trial(four, plain(), now)
    # the document as it stands, and four of age, two of the rule, two of the edges, four of each window
    assert found.tried == 17
    assert [(one.person_id, one.settings, one.in_base) for one in found.people] == [
        (1, 17, True),
        (2, 16, True),
        (4, 3, False),
        (3, 1, False),
    ]
    assert [one.person_id for one in found.always] == [1]
    assert [one.person_id for one in found.few] == [4, 3]


def test_an_edge_that_would_reach_the_next_one_is_left_out_and_said(four, now):
    left_out = {
        (one.part.says, int(one.value)): one.left_out
        for one in trial(four, plain(), now).outcomes
        if one.left_out
    }
    assert left_out == {
        ("offences_12m from 1", 2): "it would reach the edge at 2",
        ("offences_12m from 2", 1): "it would reach the edge at 1",
    }


def test_a_percentage_is_tried_within_its_range_alone():
    document = read_criteria("bedfordshire")
    edges = {part.says: part for part in parts(document) if part.unit == "per cent"}
    last = edges["score.ogrs3_2y from 89.5"]
    assert {value: last.misfit(value) for value in values(last, USUAL)[3:]} == {
        Decimal("98.45"): None,
        Decimal("107.4"): "a percentage lies between 0 and 100",
    }
    severity = next(part for part in parts(document) if part.says.startswith("severity_24m"))
    assert severity.misfit(Decimal(3000)) is None


def test_a_window_that_no_source_covers_is_left_out_with_the_reason(four, now):
    long = plain(("months = 12", "months = 100"))
    reasons = {one.left_out for one in trial(four, long, now).outcomes if one.part.is_window}
    assert any(
        reason and reason.startswith("no source covers all offence records from") for reason in reasons
    )


def test_what_the_harmful_rule_says_is_tried_on_the_harmful_list(four, now):
    document = plain(
        (
            "[tie_break]",
            '[harmful]\nwhen = "offences_12m < 1"\nmost = 9\nsource = "local choice"\n[tie_break]',
        )
    )
    found = trial(four, document, now)
    assert found.harmful == 2
    harmful = {int(one.value): one.members for one in found.outcomes if one.part.on_list == "harmful_outside"}
    # person 2 has a place, and so is not outside
    assert harmful == {0: 0, 1: 2, 2: 2}


def test_only_numbers_compared_by_size_are_moved():
    document = plain(
        ('when = "age >= 18"', "when = 'age >= 18 and mappa_level in (0, 1) and not (mappa_category == 3)'")
    )
    thresholds = [part.says for part in parts(document) if part.kind == "threshold"]
    assert thresholds == ["age >= 18", "offences_12m >= 1"]


def test_both_ends_of_a_chained_comparison_are_moved_one_at_a_time():
    document = plain(('when = "age >= 18"', 'when = "18 <= age < 25"'))
    low, high, _ = (part for part in parts(document) if part.kind == "threshold")
    assert (low.says, high.says) == ("age >= 18", "age < 25")
    changed = high.moved(Decimal(30))
    assert [part.says for part in parts(changed)][:2] == ["age >= 18", "age < 30"]
    assert changed.cohorts == document.cohorts


def test_where_one_band_ends_and_the_next_begins_is_one_edge():
    edge = next(part for part in parts(plain()) if part.says == "offences_12m from 2")
    bands = edge.moved(Decimal(5)).bands
    assert [(band.low, band.below) for band in bands] == [(1, 5), (5, None)]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("75", [60, 67, 75, 83, 90]),  # 7.5 rounded half up, away from the middle
        ("1", [0, 1, 2]),
        ("3", [2, 3, 4]),
        ("0", [-1, 0, 1]),
        ("2.5", ["2", "2.25", "2.5", "2.75", "3"]),
    ],
)
def test_whole_numbers_stay_whole_and_move_by_at_least_one(base, expected):
    document = plain(("offences_12m >= 1", f"offences_12m >= {base}"))
    part = next(part for part in parts(document) if part.place == "cohort only")
    assert list(values(part, USUAL)) == [Decimal(value) for value in expected]


def test_windows_go_from_half_to_double_and_half_lives_too():
    text = plain().text.replace("[[eligibility]]", f"{HARM}[[eligibility]]", 1)
    document = criteria(text.replace('"severity_12m desc"', '"harm desc"'))
    windows = {part.says: [int(value) for value in values(part, USUAL)] for part in parts(document)[-3:]}
    assert windows == {
        "offences_12m, window of 12 months": [6, 9, 12, 18, 24],
        "harm, window of 12 months": [6, 9, 12, 18, 24],
        "harm, half-life of 90 days": [45, 67, 90, 135, 180],
    }


def test_a_measure_that_nothing_reads_is_not_moved():
    document = plain(("severity_12m desc", "offences_12m desc"))
    assert not [part for part in parts(document) if part.says.startswith("severity_12m,")]


def test_every_part_of_a_shipped_document_gives_a_document_that_says_the_new_value():
    document = read_criteria("bedfordshire")
    found = parts(document)
    assert len(found) == len({(part.place, part.says) for part in found})
    for part in found:
        for value in values(part, USUAL):
            if part.misfit(value) is None and value != part.base:
                again = parts(part.moved(value))
                changed = [one for one, other in zip(again, found, strict=True) if one.base != other.base]
                assert [one.base for one in changed] == [value], part


def test_a_document_that_names_what_the_store_does_not_hold_is_refused(four, now):
    with pytest.raises(DocumentError, match="nobody in the store lives in a district"):
        trial(four, plain(('when = "age >= 18"', "when = 'district == \"Luton\"'")), now)


def test_the_look_is_logged_for_everyone_with_a_place_under_any_setting(four, now):
    trial(four, plain(), now)
    (line,) = audit.search(four.store, wanted=1)
    assert (line.action, line.people, list(line.person_ids)) == ("criteria.sensitivity", 4, [1, 2, 3, 4])


def test_nothing_is_kept_and_the_same_question_has_the_same_answer(four, now):
    first, second = (trial(four, plain(), now) for _ in range(2))
    assert first == second
    with four.store.cursor() as cursor:
        assert cursor.execute("select count(*) from run").fetchone() == (0,)


def test_as_at_another_day_other_people_are_listed(four, now):
    assert trial(four, plain(), now, as_at=date(2025, 9, 30)).proposed == 1
