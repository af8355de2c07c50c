"""What a check finds in criteria documents: each kind of finding, where it points, and what is let pass."""

from datetime import date

import pytest

from iom.documents import parse_document
from iom.measures import shipped
from iom.measures.coverage import Covered
from iom.periods import Span
from iom.selection import check, read_criteria
from iom.selection.criteria_reader import parse_criteria
from iom.selection.lint import KINDS, SEVERITIES
from iom.selection.lint.by_store import last_covered_day

from .conftest import AS_AT, PLAIN, criteria, plain, sound

STEP = 'when = "age >= 18 and alive"'
COHORT = 'when = "offences_12m >= 1"'
BAND = "from = 2\npoints = 3"
ORDER = 'order = ["severity_12m desc"]'
TIES = "\n[tie_break]\n"
SOURCE = 'source = "local choice: test"\n'


def rule(table: str, name: str, when: str) -> str:
    return f'[[{table}]]\nname = "{name}"\nsays = "{name}"\nwhen = \'{when}\'\n{SOURCE}'


def places(cohort: str, area: str, number: int) -> str:
    return f'[[capacity]]\ncohort = "{cohort}"\narea = "{area}"\nplaces = {number}\n{SOURCE}'


def before_ties(*tables: str) -> tuple[str, str]:
    return TIES, "\n" + "".join(tables) + TIES


HARMFUL = f'[harmful]\nwhen = "severity_12m >= 1"\nmost = 3\n{SOURCE}'
HARMFUL_NEVER = HARMFUL.replace("severity_12m >= 1", "alive and severity_12m < 0")
MEASURE = '[[measure]]\nname = "twice"\nwhat = "offences"\nstatus = "suspected"\nmonths = 12\n'
EXAMPLE = '[[example]]\nname = "A"\ngiven = { age = 17 }\nexpect = { eligible = true }\n'

PROVISIONAL = '[scores]\nprovisional = true\nsource = "made for this test"\n'

# code: changes to the sound document, the text at which the finding points, words that it says
FOUND = {
    "rule_never": [
        (
            [(STEP, 'when = "age < 10 and age > 20"')],
            'when = "age < 10',
            'nobody can meet "adult": aged under 10, and aged over 20',
        ),
        (
            [(COHORT, 'when = "points >= 4"')],
            'when = "points >= 4"',
            "4 or more points in all (total of points: always whole and from 0 to 3)",
        ),
        ([(COHORT, 'when = "not (offences_12m >= 0)"')], 'when = "not (', "nobody"),
        ([(COHORT, 'when = "offences_12m > 1 and offences_12m < 2"')], 'when = "offences_12m > 1', "nobody"),
        ([before_ties(HARMFUL_NEVER)], 'when = "alive and severity_12m < 0"', "harmful"),
    ],
    "steps_contradict": [
        ([before_ties(rule("eligibility", "young", "age < 18"))], "when = 'age < 18'", '"young"'),
    ],
    "cohort_outside_eligibility": [
        ([(COHORT, 'when = "age < 18"')], 'when = "age < 18"', 'nobody who passes "adult" can meet "only"'),
    ],
    "cohort_shadowed": [
        ([before_ties(rule("cohort", "more", "offences_12m >= 3"))], "when = 'offences_12m >= 3'", '"more"'),
    ],
    "example_differs": [([before_ties(EXAMPLE)], "expect = {", 'the step "adult" is not met')],
    "band_gap": [
        (
            [("from = 1\n", "from = 1\nbelow = 2\n"), ("from = 2\n", "from = 5\n")],
            "from = 5",
            "from 2 to below 5",
        ),
    ],
    "band_impossible": [
        ([("from = 1\npoints = 1", "from = -3\nbelow = 0\npoints = 1")], "from = -3", "no value"),
        ([("from = 2\n", "from = 1.5\nbelow = 1.75\n")], "from = 1.5", "no value"),
        (
            [('measure = "offences_12m"\nfrom = 2', 'measure = "age"\nfrom = 1\nbelow = 18')],
            "from = 1\nbelow = 18",
            "nobody who is eligible",
        ),
    ],
    "measure_unused": [([("[[eligibility]]", MEASURE + "[[eligibility]]")], 'name = "twice"', '"twice"')],
    "measure_twice": [
        ([("[[eligibility]]", MEASURE + "[[eligibility]]")], 'name = "twice"', '"offences_12m"'),
    ],
    "places_zero": [([before_ties(places("only", "*", 0))], "places = 0", "each district")],
    "places_out_of_reach": [
        (
            [(STEP, "when = 'alive and district == \"Luton\"'"), before_ties(places("only", "Bedford", 3))],
            'area = "Bedford"',
            "can live in Bedford",
        ),
    ],
    "district_without_places": [
        ([before_ties(places("only", "Luton", 3))], 'name = "only"', "Luton alone"),
    ],
    "dead_not_left_out": [
        ([(STEP, 'when = "age >= 18"')], COHORT, "alive"),
        ([before_ties(HARMFUL)], 'when = "severity_12m >= 1"', "harmful"),
    ],
    "met_without_points": [
        ([(COHORT, 'when = "not (points >= 3)"')], 'when = "not (', "fewer than 3 points in all"),
        ([(COHORT, 'when = "points >= 1 or points == 0"')], 'when = "points >= 1', "0 points in all"),
        ([before_ties(rule("cohort", "few", "alive and points < 2"))], "when = 'alive", '"few"'),
    ],
    "tie_break_none": [([(ORDER, "order = []")], "order = []", "empty")],
    "tie_break_coarse": [([(ORDER, 'order = ["offences_12m desc"]')], "order = [", "offences_12m")],
    "not_filled_in": [([('title = "Test"', 'title = "FILL IN: a title"')], "title = ", "title")],
    "step_adds_nothing": [
        ([before_ties(rule("eligibility", "ten", "age >= 10"))], "when = 'age >= 10'", '"ten"'),
    ],
    "cohort_unlimited": [([], 'name = "only"', "no [[capacity]]")],
    "score_history_unknown": [
        ([(COHORT, 'when = "held.ogrs3_2y >= 75"')], 'when = "held', "held.ogrs3_2y"),
        ([(COHORT, 'when = "score.arp >= 75"')], 'when = "score', "score.arp"),
    ],
    "score_any_age": [
        ([(COHORT, 'when = "held.ogrs3_2y >= 75"')], 'when = "held', "of any age"),
        ([(COHORT, 'when = "score.arp >= 75"')], 'when = "score', "of any age where it is held"),
    ],
    "score_provisional": [
        ([(COHORT, 'when = "risk.arp >= 75"'), before_ties(PROVISIONAL)], 'when = "risk', "risk.arp"),
    ],
    "no_reason": [([], 'source = "local choice"', "without a reason")],
    "no_examples": [([], "", "no [[example]]")],
}


def text_of(changes) -> str:
    return sound(*changes).text


@pytest.mark.parametrize(
    ("code", "changes", "at", "words"),
    [(code, *case) for code, cases in FOUND.items() for case in cases],
)
def test_what_cannot_be_meant_is_found_where_it_stands(code: str, changes, at: str, words: str):
    document = sound(*changes)
    found = [finding for finding in check(document).findings if finding.code == code]
    line = document.text[: document.text.index(at)].count("\n") + 1
    if code == "no_examples":
        line = document.text.count("\n")
    assert line in [finding.line for finding in found]
    assert any(words in finding.says for finding in found if finding.line == line)


def test_a_sound_document_gives_no_warning():
    assert {finding.severity for finding in check(sound()).findings} == {"note"}


@pytest.mark.parametrize(
    "condition",
    [
        "age < 10 or age > 20",
        "not (age < 10 and age > 20)",
        "17 < age <= 18",
        "offences_12m > 1 and offences_12m < 2 or severity_12m > 1",
        "severity_12m > 1 and severity_12m < 1.0001",
        "offences_12m > severity_12m and severity_12m > offences_12m",  # two names: left out of account
        "points >= 3",
        'sex != "male" and sex != "female"',
        "held.rsr > 100",
    ],
)
def test_what_someone_may_meet_is_not_called_impossible(condition: str):
    findings = check(sound((COHORT, f"when = '{condition}'"))).findings
    assert not [finding for finding in findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "condition",
    [
        'sex not in ("male", "female", "other")',
        "alive and not alive",
        "days_to_release <= 0",
        "held.ogrs3_2y_days_old < 0",
        "mappa_level > 3",
        "severity_12m < 0",
        "age in (1, 2, 3) and age not in (1, 2, 3)",
        'district == "Luton" and district == "Bedford"',
        "age >= 18 and (age < 18 or not (age >= 18))",
    ],
)
def test_what_nobody_can_ever_meet_is_an_error(condition: str):
    findings = check(sound((COHORT, f"when = '{condition}'"))).findings
    assert [finding.code for finding in findings if finding.severity == "error"] == ["rule_never"]


def test_an_earlier_rule_that_is_not_known_leaves_people_to_the_next():
    """Whoever has no score is not in the first cohort, whatever its rule: so the second is not shadowed."""
    document = sound(
        (COHORT, 'when = "held.ogrs3_2y >= 0 or held.ogrs3_2y < 0"'),
        before_ties(rule("cohort", "rest", "offences_12m >= 1")),
    )
    assert check(document).number("error") == 0


def test_a_condition_too_large_to_think_through_is_not_called_impossible():
    """Twenty choices of two around a contradiction, a million ways: the linter gives up rather than guess."""
    pairs = [f"(severity_12m != {n} or age != {n})" for n in range(20)]
    never = "(offences_12m > 5 or offences_12m > 6) and (offences_12m < 3 or offences_12m < 2)"
    alone = check(sound((COHORT, f'when = "{never}"')))
    amid = check(sound((COHORT, f'when = "{" and ".join([*pairs[:10], never, *pairs[10:]])}"')))
    assert (alone.number("error"), amid.number("error")) == (1, 0)


@pytest.mark.parametrize("name", [name for name in shipped() if name != "broward"])
def test_the_shipped_documents_are_sound_and_come_out_as_they_say(name: str):
    checked = check(read_criteria(name))
    assert {finding.severity for finding in checked.findings} <= {"note"}
    assert 4 <= len(checked.examples) <= 8
    outcomes = {outcome for one in checked.examples for outcome in one.example.expect.outcomes.values()}
    assert "unknown" in outcomes  # someone of whom a value is not known


def test_a_broken_rule_of_a_shipped_document_is_caught_by_its_examples():
    """The examples stand at the edges: a number of a cohort rule moved by one changes what comes of them."""
    for name, old, new in (
        ("bedfordshire", "score.ogrs3_2y >= 74.5 and", "score.ogrs3_2y >= 75 and"),
        ("bedfordshire", "score.ogrs3_2y >= 74.5 and", "score.ogrs3_2y >= 74 and"),
        ("bedfordshire", "neighbourhood_offences_24m >= 3 or", "neighbourhood_offences_24m >= 2 or"),
        ("bedfordshire", "neighbourhood_offences_24m >= 3 or", "neighbourhood_offences_24m >= 4 or"),
        ("fixed-flex-free", "neighbourhood_proven_60m >= 3", "neighbourhood_proven_60m >= 4"),
        ("fixed-flex-free", "days_old <= 730", "days_old <= 731"),
        ("fixed-flex-free", "days_old <= 730", "days_old < 730"),
        ("eight-in-twelve", '"offences_12m >= 8"', '"offences_12m >= 9"'),
        ("eight-in-twelve", '"offences_12m >= 8"', '"offences_12m >= 7"'),
        ("serial-domestic-abuse", "abuse_36m > 1", "abuse_36m > 2"),
        ("serial-domestic-abuse", "abuse_36m > 1", "abuse_36m >= 1"),
        ("serial-domestic-abuse", "victims_36m >= 2", "victims_36m >= 1"),
        ("serial-domestic-abuse", 'age >= 16"', 'age > 16"'),
    ):
        text = read_criteria(name).text
        assert old in text
        changed = parse_criteria(parse_document(f"{name}.toml", text.replace(old, new)))
        assert "example_differs" in {finding.code for finding in check(changed).findings}, (name, new)


# what is seen in records alone


@pytest.fixture
def filled(scheme):
    """Two people with an offence each; the second is covered by no supervision record."""
    scheme.people(2)
    scheme.covers("offence", "absence", to="2026-10-31")
    scheme.offences("1 | 2026-09-01 | 28E\n2 | 2026-09-02 | 46")
    scheme.ready()
    return scheme


def in_records(document, store, as_at=None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in check(document, store, as_at=as_at).findings:
        found.setdefault(finding.code, []).append(finding.says)
    return found


def test_records_are_looked_at_as_at_the_last_covered_day(filled):
    assert check(sound(), filled.store).as_at == AS_AT
    assert check(sound(), filled.store, as_at=date(2026, 9, 1)).as_at == date(2026, 9, 1)


def test_a_day_on_which_one_source_is_silent_is_no_last_covered_day():
    offences = [Span(date(2020, 1, 1), date(2024, 1, 1)), Span(date(2025, 1, 1), date(2026, 11, 1))]
    statuses = [Span(date(2020, 1, 1), date(2024, 7, 1))]
    assert last_covered_day(Covered({"offence": offences, "status": statuses})) == date(2023, 12, 31)
    assert last_covered_day(Covered({"offence": offences, "status": []})) is None


def test_a_rule_that_nobody_meets_is_found(filled):
    found = in_records(sound((COHORT, 'when = "offences_12m >= 2"')), filled.store)
    assert found["nobody_meets"] == ['nobody who is eligible meets "only" as at 2026-10-31']


def test_a_rule_that_is_met_is_not_found_and_of_unknown_ones_it_is_said(filled):
    found = in_records(sound((COHORT, 'when = "offences_12m >= 1"')), filled.store)
    assert "nobody_meets" not in found
    document = sound((COHORT, 'when = "supervised"'))
    assert "of 2 it could not be told" in in_records(document, filled.store)["nobody_meets"][0]


def test_a_cohort_whose_people_all_belong_to_an_earlier_one_is_found(filled):
    document = sound(before_ties(rule("cohort", "heavy", "severity_12m > 400")))
    says = 'one eligible person meets "heavy" as at 2026-10-31, and each an earlier rule too'
    assert in_records(document, filled.store)["cohort_taken"] == [says]


def test_a_band_that_nobody_falls_in_is_found(filled):
    found = in_records(sound(), filled.store)
    assert found["band_empty"] == ["offences_12m from 2: nobody who is eligible is there as at 2026-10-31"]


def test_a_window_longer_than_the_records_is_found(filled):
    document = sound(
        (
            'name = "severity_12m"\nwhat = "severity"\nstatus = "suspected"\nmonths = 12',
            'name = "severity_12m"\nwhat = "severity"\nstatus = "suspected"\nmonths = 240',
        )
    )
    says = in_records(document, filled.store)["window_longer_than_data"]
    assert len(says) == 1
    assert '"severity_12m" is not known of anybody as at 2026-10-31: no source covers' in says[0]


def test_a_mark_that_no_source_states_is_found(filled):
    document = sound(('what = "severity"', 'what = "severity"\nflag = "hate"'))
    found = in_records(document, filled.store)
    assert "no loaded source says of offences whether they are hate crimes" in found["flag_not_stated"][0]
    assert "window_longer_than_data" not in found


def test_a_window_that_begins_before_the_weights_were_in_force_is_found(filled):
    found = in_records(sound(), filled.store, date(2020, 12, 31))
    assert "back before 2020-04-01" in found["window_crosses_vintage"][0]
    assert "window_crosses_vintage" not in in_records(sound(), filled.store, date(2021, 3, 31))


def test_later_weights_and_a_window_that_reaches_into_their_years_are_found(filled):
    with filled.store.transaction() as cursor:
        cursor.execute(
            "insert into severity_weight by name (select * replace ('2022' as vintage) from severity_weight)"
        )
    found = in_records(sound(), filled.store)
    assert found["vintage_superseded"] == ["weights of 2022 are held, later than 2020"]
    assert "past 2022-04-01" in found["window_crosses_vintage"][0]
    assert "window_crosses_vintage" not in in_records(sound(), filled.store, date(2022, 3, 31))


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (ORDER, ['the last place of "only" in Luton as at 2026-10-31']),
        ('order = ["severity_12m desc", "age desc"]', []),
        ("order = []", ['the last place of "only" in Luton as at 2026-10-31']),
    ],
)
def test_a_last_place_that_the_number_of_a_record_decides_is_found(scheme, order: str, says: list[str]):
    """Two with the same offence and one place in Luton; in Bedford there is one person for it."""
    scheme.people(3)
    with scheme.store.transaction() as cursor:
        cursor.execute("update subject_version set birth_date = '1985-01-01' where subject_id = 2")
    scheme.given(
        "home_area",
        "person | area | district | from_date\n1 | A | Luton | 2020-01-01\n2 | A | Luton | 2020-01-01\n"
        "3 | B | Bedford | 2020-01-01",
    )
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 28E\n2 | 2026-09-02 | 28E\n3 | 2026-09-02 | 28E")
    scheme.ready()
    document = sound(before_ties(places("only", "*", 1)), (ORDER, order))
    assert in_records(document, scheme.store).get("last_place_by_number", []) == says


def test_a_store_that_covers_nothing_is_said_to(scheme):
    scheme.people(1)
    scheme.ready()
    checked = check(sound(), scheme.store)
    assert "no_records" in {finding.code for finding in checked.findings}
    assert checked.as_at is None


IN_RECORDS = {
    "nobody_meets",
    "cohort_taken",
    "band_empty",
    "window_longer_than_data",
    "flag_not_stated",
    "window_crosses_vintage",
    "vintage_superseded",
    "no_records",
    "last_place_by_number",
}


def test_every_kind_of_finding_is_tested():
    assert set(FOUND) | IN_RECORDS == set(KINDS)
    assert {kind.severity for kind in KINDS.values()} == set(SEVERITIES)


def test_findings_come_the_gravest_first():
    findings = check(criteria(PLAIN.replace("offences_12m >= 1", "age < 1"))).findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert plain().file == "test.toml"


def test_of_a_rule_that_nobody_can_meet_only_the_parts_that_contradict_are_said():
    condition = "offences_12m >= 1 and age < 10 and alive and age > 20 and severity_12m > 3"
    findings = check(sound((COHORT, f'when = "{condition}"'))).findings
    (finding,) = [one for one in findings if one.code == "rule_never"]
    assert finding.says == 'nobody can meet "only": aged under 10, and aged over 20'


def test_of_several_steps_and_cohorts_those_that_shut_a_cohort_out_are_named():
    document = sound(
        before_ties(
            rule("eligibility", "here", 'district == "Luton"'),
            rule("cohort", "women", 'sex == "female" and age < 10'),
            rule("cohort", "many", "offences_12m >= 5"),
        )
    )
    says = [finding.says for finding in check(document).findings if finding.severity == "error"]
    assert says == [
        'nobody who passes "adult" can meet "women"',
        'whoever is eligible and meets "many" belongs to "only"',
    ]


def test_what_is_certain_is_not_said_again_of_the_records(filled):
    found = in_records(sound((COHORT, 'when = "points >= 9"')), filled.store)
    assert "rule_never" in found
    assert "nobody_meets" not in found
