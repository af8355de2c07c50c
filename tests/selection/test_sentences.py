"""The words of reasons, golden: a panel member can read them aloud."""

from datetime import date
from decimal import Decimal

import pytest

from iom.measures.definition import Measure
from iom.selection.sentences import Counted, sentence, subject_of
from iom.selection.words import CLOSING, ordinal
from iom.spreadsheet import guarded


def counted(how: str, offences: int, weight: str | None = "100") -> Counted:
    known = None if weight is None else Decimal(weight)
    code = ("Burglary", "Home Office class", "028/03", how)
    return Counted("severity_24m", *code, known, "why", offences, dated_inside=0, severity=known)


HOW = ("direct", "class", "same_weight", "decided", "class_number", "ambiguous", "not_notifiable", "unknown")
WEIGHTED = [
    counted("same_weight", 4),
    counted("class", 3),
    counted("decided", 2),
    counted("unknown", 2, None),
]


@pytest.mark.parametrize(
    ("measure", "facts", "words"),
    [
        (
            Measure("neighbourhood_24m", "offences", 24, "suspected", says="neighbourhood offences"),
            {
                "neighbourhood_24m": 11,
                "neighbourhood_24m__years": Decimal("1.412"),
                "neighbourhood_24m__inside": 2,
            },
            "11 neighbourhood offences suspected in 24 months, of which 1.4 years at liberty "
            "(2 dated while away or on the day it began)",
        ),
        (
            Measure("n", "offences", 24, "charged"),
            {"n": 12, "n__years": Decimal("0.701"), "n__inside": 0},
            "12 offences charged in 24 months, of which 8.4 months at liberty",
        ),
        (
            Measure("n", "offences", 12, "charged"),
            {"n": 12, "n__years": Decimal("0.999316"), "n__inside": 0},
            "12 offences charged in 12 months, of which 12 months at liberty",
        ),
        (
            Measure("n", "offences", 12, "proven", ("burglary",), flag="domestic_abuse"),
            {"n": 1, "n__years": None, "n__inside": 0},
            "1 domestic abuse burglary offence proven in 12 months, time at liberty not known",
        ),
        (
            Measure("severity_24m", "severity", 24, "suspected"),
            {
                "severity_24m": Decimal("4815.9"),
                "severity_24m__counted": 11,
                "severity_24m__weighted": 9,
                "severity_24m__top": 3,
            },
            "severity 4,816 in 24 months, top 3% of those eligible, ONS weights of 2020; 9 of 11 offences "
            "weighted: 4 by the weight that all codes of the class share, 3 by class, 2 by decision; "
            "left out: 2 in no code table",
        ),
        (
            Measure("i", "intelligence", 3, source_evaluation=(1, 2), assessment=("A",), theme="drugs"),
            {"i": 2},
            "2 intelligence reports graded 1 or 2 and A, theme drugs, in 3 months",
        ),
        (
            Measure("r", "rate", 24, "suspected"),
            {"r": Decimal("3.25"), "r__years": Decimal("1"), "r__inside": 0},
            "3.3 offences a year at liberty, suspected, over 24 months, of which 1.0 years at liberty",
        ),
        (
            Measure("r", "rate", 24, "suspected"),
            {"r": Decimal("3.25"), "r__years": Decimal("1"), "r__inside": 1},
            "3.3 offences a year at liberty, suspected, over 24 months, of which 1.0 years at liberty "
            "(1 dated while away or on the day it began, not counted)",
        ),
        (Measure("d", "days_since_last", status="charged"), {"d": 12}, "12 days since the last offence"),
        (Measure("s", "sanctions", 12), {"s": 3}, "3 convictions and cautions in 12 months"),
        (Measure("c", "recalls", 12), {"c": 1}, "1 recall in 12 months"),
        (Measure("a", "days_absent", 12, kind="remand"), {"a": 40}, "40 days away (remand) in 12 months"),
    ],
)
def test_a_measure_in_words(measure: Measure, facts: dict, words: str):
    said = sentence(measure.name, measure, facts, as_at=date(2026, 10, 31), vintage="2020", counted=WEIGHTED)
    assert said == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([counted("direct", 3)], "3 of 3 offences weighted, by the code itself"),
        ([counted("unknown", 1, None)], "0 of 1 offence weighted; left out: 1 in no code table"),
        (
            [counted("class_number", 2), counted("ambiguous", 3, None), counted("direct", 1, None)],
            "2 of 6 offences weighted, by the number of the class; left out: 3 with several codes possible, "
            "1 without a weight",
        ),
    ],
)
def test_how_offences_came_to_a_weight_is_said_in_words(rows: list[Counted], words: str):
    weighted = sum(row.offences for row in rows if row.weight is not None)
    facts = {
        "severity_24m": Decimal(300),
        "severity_24m__counted": sum(row.offences for row in rows),
        "severity_24m__weighted": weighted,
    }
    measure = Measure("severity_24m", "severity", 24, "suspected")
    said = sentence("severity_24m", measure, facts, as_at=date(2026, 10, 31), vintage="2020", counted=rows)
    assert said.partition("; ")[2] == words


@pytest.mark.parametrize("how", HOW)
def test_no_field_word_stands_in_a_sentence(how: str):
    rows = [counted(how, 1), counted("direct" if how == "class" else "class", 1), counted(how, 1, None)]
    facts = {"severity_24m": Decimal(1), "severity_24m__counted": 3, "severity_24m__weighted": 2}
    measure = Measure("severity_24m", "severity", 24, "suspected")
    said = sentence("severity_24m", measure, facts, as_at=date(2026, 10, 31), vintage="2020", counted=rows)
    assert "_" not in said
    assert "(" not in said


@pytest.mark.parametrize(
    ("tool", "score", "band", "days", "words"),
    [
        (
            "ogrs3_2y",
            "82.0000",
            "high",
            89,
            "OGRS3 82% within 2 years (high), dated 2026-08-03, 2 months old",
        ),
        ("rsr_1y", "2.5", None, 1, "RSR 2.5% within 1 year, dated 2026-10-30, 1 day old"),
        ("risk_decile", "9", None, 0, "risk decile 9, dated 2026-10-31, 0 days old"),
    ],
)
def test_a_held_score_in_words(tool: str, score: str, band: str | None, days: int, words: str):
    facts = {f"held__{tool}": Decimal(score), f"held__{tool}_band": band, f"held__{tool}_days_old": days}
    said = sentence(f"held.{tool}", None, facts, as_at=date(2026, 10, 31), vintage="2020", counted=[])
    assert said == words


def test_what_a_measure_is_about_when_it_is_not_known():
    assert subject_of("held.ogrs3_2y", None) == "OGRS3 within 2 years"
    assert subject_of("v", Measure("v", "victims", 12, "charged")) == "victims of offences"


def test_the_caution_about_police_records_is_always_the_same():
    assert CLOSING == "Risk, frequency and severity reflect what police record."


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (113, "113th"),
    ],
)
def test_ordinals(number: int, words: str):
    assert ordinal(number) == words


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_made_text(cell: str):
    assert guarded(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are():
    assert [guarded(cell) for cell in ("Luton", 3, None)] == ["Luton", 3, ""]
