"""A value that nobody in the store has is refused with its line: a slip of the pen must not mean nobody."""

import pytest

from iom.documents import DocumentError
from iom.errors import IomError
from iom.selection import repeat, select

from .conftest import AS_AT, PLAIN, Scheme, plain

ADULT = '"age >= 18"'
TIE = "[tie_break]"


def homes_told(scheme: Scheme) -> None:
    """Two people in two districts; one holds a score, one is named in a report."""
    scheme.people(2)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 028/03")
    scheme.given("home_area", "person | area | district\n1 | Dallow | Luton\n2 | Castle | Bedford")
    scheme.given(
        "held_score", "person | tool | score | band | on_date\n1 | ogrs3_2y | 80 | high | 2026-08-03"
    )
    scheme.given(
        "intelligence", "person | reference | on_date | assessment | theme\n1 | r1 | 2026-09-01 | A | DRUGS"
    )
    scheme.ready()


@pytest.fixture
def homes(scheme_with) -> Scheme:
    return scheme_with(homes_told)


def place(area: str) -> tuple[str, str]:
    return TIE, f'[[capacity]]\ncohort = "only"\narea = "{area}"\nplaces = 3\nsource = "local choice"\n{TIE}'


def when(text: str) -> tuple[str, str]:
    return ADULT, f"'{text}'"


def themed(theme: str) -> tuple[str, str]:
    reports = 'name = "reports"\nwhat = "intelligence"\nmonths = 3'
    return "[[eligibility]]", f'[[measure]]\n{reports}\ntheme = "{theme}"\n[[eligibility]]'


def line_of(piece: str) -> int:
    return PLAIN[: PLAIN.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (
            when("held.ogrs3 >= 75"),
            "when =",
            'the tool "ogrs3". Did you mean ogrs3_2y? Tools held: ogrs3_2y.',
        ),
        (when('district in ("Bedford", "Lutton")'), "when =", "Did you mean Luton?"),
        (when('"luton" == district'), "when =", 'Did you mean "Luton"? Capital letters and spaces count.'),
        (when('area != "Dalow"'), "when =", "Did you mean Dallow? Areas held: Castle, Dallow."),
        (when('held.ogrs3_2y_band == "High"'), "when =", 'Did you mean "high"?'),
        (('measure = "offences_12m"\nfrom = 2', 'measure = "held.osp"\nfrom = 2'), "from = 2", "Tools held"),
        (('"severity_12m desc"', '"held.ogrs4_2y desc"'), "order =", "Did you mean ogrs3_2y?"),
        (themed("drugs"), "[[eligibility]]", 'Did you mean "DRUGS"? Capital letters and spaces count.'),
        (themed("fraud"), "[[eligibility]]", 'no intelligence report in the store has the theme "fraud".'),
        (themed("fraud"), "[[eligibility]]", "Themes held: DRUGS."),
        (place("Lutton"), TIE, "Did you mean Luton? Districts held: Bedford, Luton."),
    ],
)
def test_what_nobody_has_is_refused_with_its_line(homes, now, change, line: str, words: str):
    with pytest.raises(DocumentError) as error:
        select(homes.store, plain(change), as_at=AS_AT, now=now)
    assert words in str(error.value)
    offset = {TIE: 2, "from = 2": -1, "[[eligibility]]": 4}.get(line, 0)
    assert str(error.value).startswith(f"test.toml, line {line_of(line) + offset}: ")


def test_the_line_within_a_condition_over_several_lines_is_told(homes, now):
    text = '"""\nage >= 18\n  and held.ogrs3 >= 3"""'
    with pytest.raises(DocumentError, match=f"line {line_of('when =') + 2}: "):
        select(homes.store, plain((ADULT, text)), as_at=AS_AT, now=now)


def test_what_somebody_has_is_taken(homes, now):
    rule = when('held.ogrs3_2y_band == "high" and district in ("Luton", "Bedford") and area != "Castle"')
    document = plain(rule, place("Luton"), themed("DRUGS"))
    assert len(select(homes.store, document, as_at=AS_AT, now=now).proposed) == 1


def test_unheld_values_may_be_allowed_and_such_a_run_can_be_repeated(homes, now):
    document = plain(when("held.ogrs3 >= 75"), themed("drugs"))
    run = select(homes.store, document, as_at=AS_AT, unheld_allowed=True, now=now)
    assert run.proposed == ()
    assert repeat(homes.store, run.run_id, now=now).same


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("luton", 'Did you mean "Luton"?'),
        ("Lutton", "Did you mean Luton?"),
        ("Leeds", "Castle, Dallow, Luton"),
        # not the people of whom no home is known
        ("", "--area"),
    ],
)
def test_an_area_of_nobody_is_answered_with_what_was_meant(homes, now, area: str, words: str):
    with pytest.raises(IomError) as error:
        select(homes.store, plain(), as_at=AS_AT, area=area, now=now)
    assert words in str(error.value)


def test_a_line_break_in_a_record_forges_no_line_of_an_error(homes, now):
    homes.given("home_area", "person | area | district\n2 | Aaa{break}The log is whole. | Luton")
    with homes.store.transaction() as cursor:
        cursor.execute("update home_area_version set area = replace(area, '{break}', chr(10))")
    homes.ready()
    with pytest.raises(IomError) as error:
        select(homes.store, plain(), as_at=AS_AT, area="Nowhere", now=now)
    assert "Aaa The log is whole." in str(error.value)
    assert "\n" not in str(error.value)
