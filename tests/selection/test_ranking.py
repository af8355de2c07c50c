"""Who is eligible, in which cohort, in what order, with a place or without: one rule a test."""

from datetime import datetime

import pytest

from iom.errors import IomError
from iom.selection.run import RunResult, select

from .conftest import AS_AT, plain

CAPACITY = '[[capacity]]\ncohort = "only"\narea = "{area}"\nplaces = {places}\nsource = "local choice"\n'


def places(area: str, count: int) -> str:
    return CAPACITY.format(area=area, places=count)


def ranked(result: RunResult) -> list[int]:
    return [person.person_id for person in result.listed if person.standing.rank is not None]


def on(result: RunResult, name: str) -> list[int]:
    return [person.person_id for person in result.listed if person.standing.list == name]


def three_told(scheme) -> None:
    """Four people with one shoplifting each, 3 with two; 1 to 3 live in Luton, 4 nowhere that is known."""
    scheme.people(4)
    scheme.covers("offence", "absence", "home_area", "supervision")
    scheme.offences(
        """
        1 | 2026-09-01 | 46
        2 | 2026-09-02 | 46
        3 | 2026-09-03 | 46
        3 | 2026-09-04 | 46
        4 | 2026-09-05 | 46
        """
    )
    scheme.given("home_area", "person | area | district\n1 | W1 | Luton\n2 | W1 | Luton\n3 | W2 | Luton")
    scheme.ready()


@pytest.fixture
def three(scheme_with):
    return scheme_with(three_told)


def test_points_rank_then_the_tie_break_then_the_person_number(three, now):
    assert ranked(select(three.store, plain(), as_at=AS_AT, now=now)) == [3, 1, 2, 4]


def test_the_tie_break_comes_before_the_person_number(three, now):
    three.offences("2 | 2026-09-09 | 28E\n1 | 2026-09-09 | 46")
    three.ready()
    result = select(three.store, plain(), as_at=AS_AT, now=now)
    assert ranked(result) == [2, 1, 3, 4]
    assert [person.standing.points for person in result.listed] == [3, 3, 3, 1]


def test_people_over_the_places_of_their_area_are_listed_as_rejected(three, now):
    criteria = plain(("[tie_break]", places("*", 2) + "[tie_break]"))
    result = select(three.store, criteria, as_at=AS_AT, now=now)
    assert on(result, "proposed") == [3, 1]
    assert on(result, "over_capacity") == [2, 4]
    said = {person.person_id: person for person in result.listed}
    assert said[2].reasons.summary == "reject, only, 1 point, no place: 3rd for 2 in Luton"
    assert said[4].reasons.summary.endswith("no place: home district not known")
    assert (said[3].proposal, said[2].proposal) == ("adopt", "reject")


def test_an_area_without_places_is_said_to_have_none(three, now):
    criteria = plain(("[tie_break]", places("*", 2) + places("Luton", 0) + "[tie_break]"))
    said = {p.person_id: p.reasons.summary for p in listed(three, criteria, now)}
    assert said[1] == "reject, only, 1 point, Luton has no places for only in this document"


def test_a_step_that_says_not_is_not_denied_twice(three, now):
    three.given("person", "person | birth_date | mappa_level\n1 | 1990-05-17 | 2")
    three.ready()
    harmful = '[harmful]\nsays = "any"\nwhen = "offences_12m >= 1"\nmost = 9\nsource = "local choice"\n'
    # nobody else is inside, so when they are released is not known
    step = '"not managed"\nwhen = "mappa_level < 2 and days_to_release != 3"'
    criteria = plain(
        ('"aged 18 or over"\nwhen = "age >= 18"', step), ("[tie_break]", harmful + "[tie_break]")
    )
    why = {p.person_id: p.reasons.why_not for p in listed(three, criteria, now)}
    assert (why[1], why[2]) == ("does not meet: not managed", "could not be checked: not managed")


def test_an_area_with_its_own_entry_does_not_take_the_general_one(three, now):
    criteria = plain(("[tie_break]", places("*", 2) + places("Luton", 1) + "[tie_break]"))
    assert on(select(three.store, criteria, as_at=AS_AT, now=now), "proposed") == [3]


def test_an_area_that_no_entry_names_has_no_places(three, now):
    criteria = plain(("[tie_break]", places("Bedford", 2) + "[tie_break]"))
    result = select(three.store, criteria, as_at=AS_AT, unheld_allowed=True, now=now)
    assert on(result, "proposed") == []


def test_without_capacity_everyone_in_a_cohort_is_proposed(three, now):
    result = select(three.store, plain(), as_at=AS_AT, now=now)
    assert on(result, "proposed") == [3, 1, 2, 4]
    assert result.listed[0].reasons.summary == "adopt, only, 3 points, 1st, no limit of places"


def test_the_first_cohort_rule_that_is_met_wins(three, now):
    first = '[[cohort]]\nname = "first"\nsays = "two"\nwhen = "offences_12m >= 2"\nsource = "local choice"\n'
    criteria = plain(("[[cohort]]", first + "[[cohort]]"))
    result = select(three.store, criteria, as_at=AS_AT, now=now)
    assert [person.standing.cohort for person in result.listed] == ["first", "only", "only", "only"]


def test_harmful_people_who_are_not_proposed_are_listed_worst_first(three, now):
    three.offences("1 | 2026-08-01 | 34B\n2 | 2026-08-01 | 28E")
    three.ready()
    harmful = (
        '[harmful]\nsays = "200 or more"\nwhen = "severity_12m >= 200"\nmost = 1\nsource = "local choice"\n'
    )
    criteria = plain(("[tie_break]", harmful + "[tie_break]"), ('"offences_12m >= 1"', '"offences_12m >= 9"'))
    result = select(three.store, criteria, as_at=AS_AT, now=now)
    assert on(result, "harmful_outside") == [1]
    assert "harmful and not proposed, 3 points: meets no cohort rule" in result.listed[0].reasons.summary


def test_someone_over_capacity_may_be_harmful_too(three, now):
    harmful = '[harmful]\nsays = "any"\nwhen = "offences_12m >= 1"\nmost = 9\nsource = "local choice"\n'
    criteria = plain(("[tie_break]", places("*", 2) + harmful + "[tie_break]"))
    result = select(three.store, criteria, as_at=AS_AT, now=now)
    assert {p.person_id: (p.standing.list, p.harmful_place) for p in result.listed} == {
        3: ("proposed", None),
        1: ("proposed", None),
        2: ("over_capacity", 1),
        4: ("over_capacity", 2),
    }


def test_attrition_says_how_many_each_step_removed_and_of_how_many_nothing_is_known(scheme, now):
    scheme.people(3)
    scheme.covers("offence")
    scheme.given("person", "person | birth_date\n2 | 2015-01-01")
    with scheme.store.transaction() as cursor:
        cursor.execute("update subject_version set birth_date = null where subject_id = 3")
        cursor.execute("delete from subject_version where subject_id = 2 and birth_date = '1990-05-17'")
    scheme.offences("1 | 2026-09-01 | 46")
    scheme.ready()
    result = select(scheme.store, plain(), as_at=AS_AT, now=now)
    assert [(s.step, s.remaining, s.removed, s.removed_unknown) for s in result.steps] == [
        ("considered", 3, 0, 0),
        ("adult", 1, 2, 1),
        ("cohort", 1, 0, 0),
        ("place", 1, 0, 0),
    ]


def test_a_month_with_nobody_is_a_run_like_any_other(scheme, now):
    scheme.people(2)
    scheme.covers("offence", "absence")
    scheme.ready()
    result = select(scheme.store, plain(), as_at=AS_AT, now=now)
    assert (result.listed, result.considered) == ((), 2)
    assert [(step.step, step.remaining) for step in result.steps][-2:] == [("cohort", 0), ("place", 0)]


def test_an_absent_measure_meets_no_rule_and_gives_no_points(scheme, now):
    scheme.people(1)
    scheme.offences("1 | 2026-09-01 | 46")
    scheme.covers("offence", to="2026-09-30")
    scheme.ready()
    result = select(scheme.store, plain(), as_at=AS_AT, now=now)
    assert result.listed == ()
    assert result.steps[-2].removed_unknown == 1
    assert "1 October 2026 to 31 October 2026" in result.absent["offences_12m"]


def test_only_those_who_live_in_the_area_are_considered(three, now):
    three.given("home_area", "person | area | district\n4 | W9 | Bedford")
    three.ready()
    assert ranked(select(three.store, plain(), as_at=AS_AT, area="Bedford", now=now)) == [4]
    assert select(three.store, plain(), as_at=AS_AT, area="Luton", now=now).considered == 3


def test_a_part_of_a_district_has_no_places_of_its_own(three, now):
    three.given("home_area", "person | area | district\n4 | W9 | Bedford")
    three.ready()
    limited = plain(("[tie_break]", f"{places('Bedford', 1)}\n[tie_break]"))
    with pytest.raises(IomError, match="places are given out by district"):
        select(three.store, limited, as_at=AS_AT, area="W9", now=now)
    assert ranked(select(three.store, plain(), as_at=AS_AT, area="W9", now=now)) == [4]


@pytest.mark.parametrize("area", ["Nowhere", "Luton' or '1'='1", "'; drop table run; --"])
def test_an_area_that_nobody_lives_in_is_said_and_never_run(three, now, area: str):
    with pytest.raises(IomError, match="lives in a district or area"):
        select(three.store, plain(), as_at=AS_AT, area=area, now=now)


def test_known_at_before_an_import_does_not_see_it(three, now):
    with three.store.transaction() as cursor:
        three.imported(cursor, 2, datetime(2026, 11, 10))
        cursor.execute(
            "update offence_version set known_from = '2026-11-10', batch_id = 2 where subject_id = 3"
        )
    three.ready()
    early = select(three.store, plain(), as_at=AS_AT, known_at=datetime(2026, 11, 5), now=now)
    late = select(three.store, plain(), as_at=AS_AT, now=now)
    assert (ranked(early), ranked(late)) == ([1, 2, 4], [3, 1, 2, 4])


def test_a_district_may_hold_anything_and_is_only_ever_a_value(three, now):
    wild = "'''district == \"Luton'); drop table run; --\"'''"
    document = plain(('"age >= 18"', wild))
    assert ranked(select(three.store, document, as_at=AS_AT, unheld_allowed=True, now=now)) == []
    with three.store.cursor() as cursor:
        assert cursor.execute("select count(*) from run").fetchone() == (1,)


OWN_WORDS = (
    "points_0 rule_0 met_bits unknown_bits eligibility_failed first_cohort is_harmful failed_step "
    "no_tie_break eligible cohort rank place places capacity_area list harmful_place "
    "own own_points person proposal"
)


def test_no_name_of_a_measure_collides_with_our_own(three, now):
    usual = [person.standing for person in listed(three, plain(), now)]
    names = OWN_WORDS.split()
    renamed = {name: listed(three, plain(("severity_12m", name)), now) for name in names}
    standings = {name: [person.standing for person in found] for name, found in renamed.items()}
    assert standings == dict.fromkeys(names, usual)


def test_a_tie_break_may_read_the_district(three, now):
    criteria = plain(("severity_12m desc", "district asc"), ("[tie_break]", places("*", 2) + "[tie_break]"))
    assert on(select(three.store, criteria, as_at=AS_AT, now=now), "proposed") == [3, 1]


def test_harmful_people_say_so_whether_over_capacity_or_outside(three, now):
    harmful = '[harmful]\nsays = "any"\nwhen = "offences_12m >= 1"\nmost = 9\nsource = "local choice"\n'
    criteria = plain(("[tie_break]", places("*", 2) + harmful + "[tie_break]"))
    said = {p.person_id: [r.sentence for r in p.reasons.reasons] for p in listed(three, criteria, now)}
    assert [person for person, reasons in said.items() if "harmful: any" in reasons] == [2, 4]
    why = {p.person_id: p.reasons.why_not for p in listed(three, criteria, now)}
    assert (why[3], why[2]) == (None, "no place: 3rd for 2 in Luton")


def listed(scheme, criteria, now):
    return select(scheme.store, criteria, as_at=AS_AT, now=now).listed


def test_a_value_between_two_bands_is_said_beside_the_points(three, now):
    gap = (("from = 1\npoints", "from = 0\nbelow = 1\npoints"), ("from = 2\n", "from = 2\n"))
    person = next(p for p in listed(three, plain(*gap), now) if p.person_id == 2)
    assert person.standing.points == 0
    reason = person.reasons.reasons[0]
    assert (reason.points, reason.sentence.endswith("(between two bands: no points)")) == (0, True)
    assert reason.basis == "offences_12m from 1 to below 2 is in no band"
