"""The sums term by term, and that a score is absent exactly when something is missing."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import iom.reference
from iom.measures import Covered, covered_days
from iom.periods import Span
from iom.risk import SCORES, find_missing, score, work_out
from iom.risk.disputed import disputed_terms
from iom.risk.missing import CODES
from iom.risk.terms import worked as work
from tests.oracle.comparing import EACH_TIME, remembering
from tests.oracle.worlds import AS_AT, worlds

ALWAYS = Covered(
    {record: [Span(AS_AT[0].replace(year=1900), None)] for record in ("sanction", "absence", "offence")}
)


@pytest.fixture
def world_store(store, now):
    iom.reference.ensure(store, now)
    return store


def test_a_score_is_absent_exactly_when_something_is_missing_and_terms_add_up(world_store):
    seen, people = Counter(), Counter()

    @settings(EACH_TIME, max_examples=9)
    @given(worlds(), st.sampled_from(AS_AT))
    def hold(world, as_at):
        with remembering(world_store, world, world.last()) as cursor:
            score(cursor, as_at)
            gaps = find_missing(cursor, as_at, ALWAYS)
            found = work(cursor, as_at, world.last().known_at, ALWAYS, gaps)
            bare = {
                row[0]: row[1:]
                for row in cursor.execute(f"select person_id, {', '.join(SCORES)} from risk_score").fetchall()
            }
            assert found.keys() == bare.keys()
            for person in found.values():
                for one, percent in zip(person.scores, bare[person.person_id], strict=True):
                    seen.update(missing.code for missing in one.missing)
                    people[bool(one.missing)] += 1
                    assert (percent is None) == bool(one.missing), (one, person.features)
                    if not one.missing:
                        assert abs(sum(term.added for term in one.terms) - one.z) < 1e-9
                        assert all(abs(t.value * t.coefficient - t.added) < 1e-12 for t in one.terms)
            # of a few people the same, and where the sources cover too little, nothing
            few = work_out(cursor, as_at, list(found)[:3], world.last().known_at)
            if not find_missing(cursor, as_at, covered_days(cursor)):
                assert [one.scores for one in few.values()] == [found[one].scores for one in few]
            else:
                assert {one.percent for person in few.values() for one in person.scores} <= {None}

    hold()
    assert set(CODES) - set(seen) <= {"not_covered", "under_age", "before_birth"}, "too few kinds of people"
    assert min(people.values()) > 30


def test_a_person_without_a_term_has_no_row_of_it(spec, worked):
    spec.man(1)
    spec.sanctioned("person | on_date\n1 | 2020-01-10\n1 | 2026-01-10")
    names = [term.name for term in worked("2026-10-31")[1].score("vrp").terms]
    assert names == [
        "two_year_constant",
        "offence",
        "aai_male",
        "aai_quadratic_male",
        "aai_cubic_male",
        "aai_quartic_male",
        "sanction_occasions",
        "second_sanction",
        "yrs_between_first_and_second_sanction_male",
        "offence_free_months",
        "offence_free_months_quadratic",
        "offence_free_months_cubic",
        "offence_free_months_quartic",
        "never_violent_male",
    ]


def test_a_current_caution_counts_by_its_number_among_all_sanctions(spec, worked):
    spec.man(1)
    spec.man(2)
    spec.sanctioned(
        """
        person | on_date    | kind
        1      | 2020-01-10 | conviction
        1      | 2026-01-10 | caution
        2      | 2026-01-10 | caution
        """
    )
    found = worked("2026-10-31")
    labels = [found[person].score("ogrs3_2y").terms[2].label for person in (1, 2)]
    assert labels == [
        "current sanction: second caution, no conviction",
        "current sanction: first caution, no conviction",
    ]


def test_more_than_fifty_previous_sanctions_count_as_fifty_and_it_is_said(spec, worked):
    spec.man(1)
    days = "\n".join(f"1 | 20{10 + n // 12:02}-{n % 12 + 1:02}-10" for n in range(60))
    spec.sanctioned(f"person | on_date\n{days}")
    person = worked("2026-10-31")[1]
    assert "ln((1 + 50) / (10 + 5 years since the first))" in person.score("ogrs3_2y").terms[1].label
    assert "OGRS3 counts 50 of the 59 previous sanctions." in person.caveats


def test_every_term_that_the_table_notes_as_disputed_is_known_with_its_value():
    noted = {
        (row["term"], row["sex"], row["level"], float(row["coef_9dp"]))
        for row in iom.reference.shipped_rows("ogrs3_coefficients")
        if row["note"] and row["term"] in ("offence", "age_at_risk")
    }
    known = {(one["term"], one.get("sex", ""), one["level"], one["coefficient"]) for one in disputed_terms()}
    assert known == noted


def test_a_disputed_term_is_said_with_what_the_score_would_be_by_the_other_source(spec, worked):
    spec.man(1)
    spec.man(2, sex="female", birth_date=spec.people[1]["birth_date"].replace(year=2011))
    spec.man(3)
    spec.sanctioned(
        """
        person | on_date    | code_given
        1      | 2026-01-10 | 019/08
        2      | 2026-01-10 | 028/03
        3      | 2026-01-10 | 028/03
        """
    )
    found = worked("2026-10-31")
    assert found[3].caveats == ()
    (sexual,) = found[1].score("ogrs3_2y").disputed
    assert (sexual.coefficient, sexual.other) == (0.003276327, 0.0328)
    (girl,) = found[2].score("ogrs3_2y").disputed
    assert girl.percent_otherwise > float(found[2].score("ogrs3_2y").percent)
    (said,) = found[2].caveats
    assert said.startswith("Sources differ on the term of OGRS3 for women and girls aged 14-15: two public")
    assert said.endswith(f"the 2-year score would be {girl.percent_otherwise:.1f}%.")
