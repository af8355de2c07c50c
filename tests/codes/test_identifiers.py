"""Identifiers: the published check letters, one spelling each, and nothing said of what was refused."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iom import codes, codes_columns

# Public examples: tests of HM Prison and Probation Service's data compliance and person record services.
PUBLIC = [
    ("pnc_id", "99/123456X", "1999/0123456X"),
    ("pnc_id", "1999/0123456X", "1999/0123456X"),
    ("pnc_id", "1999/1234567B", "1999/1234567B"),
    ("pnc_id", "19991234567B", "1999/1234567B"),
    ("pnc_id", "20/9N", "2020/0000009N"),
    ("pnc_id", "2002/0073319Z", "2002/0073319Z"),
    ("cro_number", "123456/99L", "123456/99L"),
    ("cro_number", "001234/88P", "001234/88P"),
    ("cro_number", "1234/88P", "001234/88P"),
    ("cro_number", "1/11X", "000001/11X"),
    ("cro_number", "097501/98T", "097501/98T"),
    ("cro_number", "265416/21G", "265416/21G"),
    ("cro_number", "SF05/482703J", "SF05/482703J"),
    ("cro_number", "SF83/50058Z", "SF83/50058Z"),
    ("noms_number", "a1234bc", "A1234BC"),
    ("probation_crn", " x123456 ", "X123456"),
    ("custody_reference", " 40BC/123/26 ", "40BC/123/26"),
]
REFUSED = [
    ("pnc_id", "20/9Z"),
    ("pnc_id", "1999/ABCDEFGH"),
    ("pnc_id", "1999/0001234567B"),
    ("pnc_id", "20001/9999M"),
    ("pnc_id", "199/1234567B"),
    ("pnc_id", "1999/0123456Y"),
    ("pnc_id", ""),
    ("cro_number", "123456/99Z"),
    ("cro_number", "1234567/99L"),
    ("cro_number", "123456/99LL"),
    ("cro_number", "SF99/1234567L"),
    ("cro_number", "85227/65G"),
    ("cro_number", "N/A"),
    ("noms_number", "A123BC"),
    ("noms_number", "A1234B"),
    ("probation_crn", "X12345"),
    ("probation_crn", "123456X"),
    ("custody_reference", "  "),
]


@pytest.mark.parametrize(("kind", "given_text", "normal"), PUBLIC)
def test_a_valid_identifier_gets_its_normal_form(kind, given_text, normal):
    assert codes.normalise_identifier(kind, given_text) == normal


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_a_wrong_form_or_check_letter_is_refused(kind, text):
    assert codes.normalise_identifier(kind, text) is None


@pytest.mark.parametrize(("kind", "given_text", "normal"), PUBLIC)
def test_a_normal_form_is_its_own_normal_form(kind, given_text, normal):
    assert codes.normalise_identifier(kind, normal) == normal


def test_two_digit_years_are_read_around_a_fixed_year():
    old, new = f"40/0000001{codes.check_letter('400000001')}", f"39/0000001{codes.check_letter('390000001')}"
    assert codes.pnc_id(old) == f"19{old}"
    assert codes.pnc_id(new) == f"20{new}"


@given(st.integers(0, 9999), st.integers(0, 9_999_999), st.integers(0, 22))
def test_only_one_letter_of_23_is_right(year, serial, shift):
    letter = codes.CHECK_LETTERS[(int(f"{year % 100:02}{serial:07}") + shift) % 23]
    accepted = codes.pnc_id(f"{year:04}/{serial:07}{letter}") is not None
    assert accepted == (shift == 0)


def test_fixture_identifiers_lie_where_no_real_system_issues():
    letter = codes.check_letter("000000042")
    assert codes.is_fixture_identifier("pnc_id", f"0000/0000042{letter}")
    assert not codes.is_fixture_identifier("pnc_id", "1999/0123456X")
    assert codes.is_fixture_identifier("cro_number", f"900001/00{codes.check_letter('00900001')}")
    assert not codes.is_fixture_identifier("cro_number", "001234/88P")
    assert codes.is_fixture_identifier("noms_number", "Z9123ZZ")
    assert codes.is_fixture_identifier("probation_crn", "Z912345")
    assert not codes.is_fixture_identifier("probation_crn", "X123456")


LIKE_IDENTIFIERS = st.one_of(
    st.sampled_from([text for _, text, _ in PUBLIC] + [text for _, text in REFUSED]),
    st.from_regex(r"\A(19|20|)[0-9]{2}/?[0-9]{1,7}[A-Z]\Z"),
    st.from_regex(r"\A(SF[0-9]{2}/[0-9]{1,7}|[0-9]{1,7}/[0-9]{2})[A-Z]\Z"),
    st.text(st.sampled_from("0129/ AZSFé\t"), max_size=14),
)


@given(st.lists(LIKE_IDENTIFIERS, min_size=1, max_size=30))
def test_columns_follow_the_same_rules_as_single_values(texts):
    frame = pl.DataFrame({"given": texts})
    for kind in codes.IDENTIFIER_KINDS:
        column = frame.select(codes_columns.normalise(kind, pl.col("given"))).to_series()
        assert column.to_list() == [codes.normalise_identifier(kind, text) for text in texts]
