"""Who just misses a rule and by what, in words; what each rule alone keeps out, worked by hand."""

import pytest

from iom.selection import explained, gain, select
from iom.selection.conditions import Condition
from iom.selection.nearness import comparisons, without_nots, written

from .conftest import AS_AT, PLAIN, Scheme, criteria, plain

FLEX = """
[[cohort]]
name = "flex"
says = "three offences, or a high score and an offence"
when = "offences_12m >= 3 or (held.ogrs3_2y >= 75 and offences_12m >= 1)"
source = "local choice"
[tie_break]
"""
TWO = criteria(
    PLAIN.replace("offences_12m >= 1", "supervised and severity_12m > 465.5").replace("\n[tie_break]\n", FLEX)
)


def rule(*texts: str):
    """The plain document with a cohort rule of one's own."""
    return plain(*(("offences_12m >= 1", text) for text in texts))


def filled_told(scheme: Scheme) -> None:
    """Five people with 0 to 4 burglaries, the first and last under age; one with a score, one supervised."""
    scheme.people(5)
    with scheme.store.transaction() as cursor:
        cursor.execute("update subject_version set birth_date = '2009-03-04' where subject_id in (1, 5)")
    scheme.covers("offence", "absence", "supervision", "held_score")
    rows = [f"{p} | 2026-09-0{n + 1} | 28E" for p in range(2, 6) for n in range(p - 1)]
    scheme.offences("\n".join(rows))
    scheme.given("held_score", "person | tool | score | on_date\n2 | ogrs3_2y | 73 | 2026-08-01")
    scheme.given("supervision", "person | kind | from_date\n3 | licence | 2026-01-01")
    scheme.ready()


@pytest.fixture
def filled(scheme_with) -> Scheme:
    return scheme_with(filled_told)


def near(scheme: Scheme, document, now) -> dict[int, list[tuple[int, str]]]:
    """By rule, who just misses it and the words."""
    alone = select(scheme.store, document, as_at=AS_AT, unheld_allowed=True, now=now).alone
    found: dict[int, list[tuple[int, str]]] = {}
    for one in alone.near:
        found.setdefault(one.rule_no, []).append((one.person_id, one.words))
    return found


def test_the_nearest_come_first_and_say_what_is_short(filled, now):
    found = near(filled, rule("offences_12m >= 3"), now)
    # person 5 has four offences and is 17; those of age have 1 and 2 (and 1, who has none, is under age, too)
    assert found == {
        0: [(5, "aged 17, 1 below the 18 asked: turns 18 within a year")],
        1: [
            (3, "one offence short of the 3 that only asks (2 in 12 months)"),
            (2, "2 offences short of the 3 that only asks (1 in 12 months)"),
        ],
    }


def test_of_an_or_the_nearest_alternative_is_said_and_of_an_and_nobody_who_lacks_two_things(filled, now):
    found = near(filled, TWO, now)
    # persons 4 and 5 meet flex; 3 is supervised with two burglaries of 465 each, so meets only
    assert 1 not in found
    assert found[2] == [(2, "OGRS3 within 2 years 73, 2 below the 75 that flex asks")]


def test_what_is_not_held_is_said_to_be_unknown_and_comes_last(filled, now):
    found = near(filled, rule("held.ogrs3_2y >= 75 and offences_12m >= 1"), now)
    assert found[1] == [
        (2, "OGRS3 within 2 years 73, 2 below the 75 that only asks"),
        (3, "no OGRS3 within 2 years score is held"),
        (4, "no OGRS3 within 2 years score is held"),
    ]


KINDS = [
    ("offences_12m < 1", "one offence more than the 0 that only allows (1 in 12 months)"),
    ("not (offences_12m >= 1)", "one offence more than the 0 that only allows (1 in 12 months)"),
    ("offences_12m > 1", "one offence short of the 2 that only asks (1 in 12 months)"),
    ("offences_12m > 1.5", "one offence short of the 2 that only asks (1 in 12 months)"),
    ("2 <= offences_12m", "one offence short of the 2 that only asks (1 in 12 months)"),
    ("offences_12m == 3", "offences 1 in 12 months, 2 from the 3 that only asks"),
    ("offences_12m != 1", "offences 1 in 12 months, which only rules out"),
    ("held.ogrs3_2y > 73", "OGRS3 within 2 years 73, and more than that is asked by only"),
    ("held.ogrs3_2y < 60.5", "OGRS3 within 2 years 73, 12.5 above the 60.5 that only allows"),
    ("points >= 4", "1 point, 3 short of the 4 that only asks"),
    ("points < 1", "1 point, 1 more than the 0 that only allows"),
    ("age < 30", "aged 36, 7 above the 29 that only allows"),
    ("supervised", "not supervised by probation"),
    ("supervised == True", "not supervised by probation"),
    ("not alive", "alive as at the date, which only rules out"),
    (
        'supervision in ("licence", "community_order")',
        "supervision by probation none, not licence or community_order",
    ),
    ('supervision == "licence"', "supervision by probation none, not licence"),
    ('supervision != "none"', "supervision by probation none, which only rules out"),
    ('sex == "male"', "not known: sex as recorded"),
    ("days_to_release < 30", "not known: days to the planned release"),
    (
        "severity_12m >= 1465.25",
        "severity 465.38 in 12 months, 999.87 below the 1,465.25 that only asks",
    ),
]


def test_each_kind_of_comparison_says_what_is_lacking(filled, now):
    said = {
        condition: dict(near(filled, plain(('"offences_12m >= 1"', f"'{condition}'")), now)[1])[2]
        for condition, _ in KINDS
    }
    assert said == dict(KINDS)


def test_nobody_who_meets_another_cohort_or_lacks_two_steps_just_misses(filled, now):
    document = plain(
        ('[[points.band]]\nmeasure = "offences_12m"\nfrom = 1', ELSEWHERE), ("offences_12m >= 1", "age >= 0")
    )
    found = near(filled, document, now)
    # everyone meets the cohort; persons 1 and 5 are under age; only 3 is supervised
    assert [person for person, _ in found[1]] == [2, 4]
    assert 0 not in found


ELSEWHERE = """[[eligibility]]
name = "supervised"
says = "supervised"
when = "supervised"
source = "local choice"
[[points.band]]
measure = "offences_12m"
from = 1"""


def test_what_each_rule_alone_does_by_hand(filled, now):
    rules = select(filled.store, TWO, as_at=AS_AT, unheld_allowed=True, now=now).alone.rules
    told = {
        (one.name, one.part_no): (one.passes, one.gain, one.gain_places, one.enters, one.only_by)
        for one in rules
    }
    # 5 is 17 and has four offences; 3 is supervised with two burglaries (930); 4 has three offences
    assert told[("adult", 0)] == (3, 1, 1, None, None)
    assert told[("only", 0)] == (1, None, None, 1, 1)
    assert told[("flex", 0)] == (2, None, None, 1, 1)
    # without "supervised", 2 (465.38) still lacks severity; 4 is in flex already
    assert told[("only", 1)] == (None, 0, None, None, None)
    assert [one.says for one in rules if one.part_no] == ["supervised", "severity_12m > 465.5"]


def test_at_most_twenty_of_a_rule_are_kept_and_all_are_counted(scheme, now):
    scheme.people(30)
    scheme.covers("offence", "absence")
    scheme.ready()
    alone = select(scheme.store, plain(), as_at=AS_AT, now=now).alone
    assert [one.person_id for one in alone.near] == list(range(1, gain.KEPT + 1))
    assert [one.one_short for one in alone.rules] == [0, 30]


def test_whoever_is_explained_is_told_all_that_is_lacking_nearest_first(filled, now):
    run = select(filled.store, TWO, as_at=AS_AT, unheld_allowed=True, now=now)
    said = {p: explained(filled.store, run.run_id, p, now=now).lacks for p in (1, 2, 3, 5)}
    assert [(one.kind, one.name, one.lacks) for one in said[1]] == [
        ("eligibility", "adult", ("aged 17, 1 below the 18 asked: turns 18 within a year",)),
        ("cohort", "flex", ("3 offences short of the 3 that flex asks (0 in 12 months)",)),
        (
            "cohort",
            "only",
            (
                "not supervised by probation",
                "severity 0 in 12 months, 465.5 below the 465.5 that only asks",
            ),
        ),
    ]
    assert [one.name for one in said[2]] == ["flex", "only"]
    assert said[3] == ()
    assert [one.kind for one in said[5]] == ["eligibility"]


def test_someone_without_a_place_is_told_the_points_of_the_last_who_has_one(filled, now):
    places = '[[capacity]]\ncohort = "only"\narea = "Luton"\nplaces = 1\nsource = "local choice"\n[tie_break]'
    filled.given(
        "home_area", "person | area | district\n" + "\n".join(f"{p} | Dallow | Luton" for p in range(1, 6))
    )
    filled.ready()
    run = select(filled.store, plain(("[tie_break]", places)), as_at=AS_AT, now=now)
    assert [one.lacks for one in explained(filled.store, run.run_id, 2, now=now).lacks] == [
        ("no place: 3rd for 1 in Luton: 1 point, the last with a place has 3",)
    ]
    assert [one.lacks for one in explained(filled.store, run.run_id, 3, now=now).lacks] == [
        (
            "no place: 2nd for 1 in Luton: 3 points, the last with a place has 3, "
            "and the order of ties puts those first",
        )
    ]


def test_a_rule_that_nobody_can_meet_has_no_near_misses(filled, now):
    run = select(filled.store, rule("False and offences_12m >= 1"), as_at=AS_AT, now=now)
    assert [one for one in run.alone.near if one.rule_no == 1] == []
    lacks = explained(filled.store, run.run_id, 2, now=now).lacks
    assert [one.lacks for one in lacks] == [("nobody can meet it as it is written",)]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("not (age >= 18 and alive)", "age < 18 or not alive"),
        ("not (age < 18 or not alive)", "age >= 18 and alive"),
        ("18 <= age < 30", "age >= 18 and age < 30"),
        ('not (district in ("Luton",))', 'district not in ("Luton",)'),
        ("not (alive == False)", "alive"),
        ("alive != True", "not alive"),
        ("not (age == 18 and (alive or supervised))", "age != 18 or (not alive and not supervised)"),
        ("not True or age >= 18", "False or age >= 18"),
    ],
)
def test_a_condition_is_written_without_nots(text, bare):
    condition: Condition = plain(('"offences_12m >= 1"', f"'{text}'")).cohorts[0].condition
    assert written(without_nots(condition)) == bare
    alone = [written(one) for one in comparisons(without_nots(condition))]
    assert alone
    assert all(one in bare for one in alone)


def test_no_date_of_birth_is_in_the_words(filled, now):
    found = near(filled, rule("offences_12m >= 3"), now)
    words = [said for misses in found.values() for _, said in misses]
    assert any("aged 17" in said for said in words)
    assert not any("2009" in said or "March" in said for said in words)
