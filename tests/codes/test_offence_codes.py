"""Offence codes: which kind a text is, and one spelling each."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iom import codes, codes_columns
from iom.reference import shipped_rows


@pytest.mark.parametrize("text", ["028/03", "02803", "28/3", " 28 / 03 "])
def test_a_class_has_one_spelling(text):
    assert codes.home_office_class(text) == "028/03"


@pytest.mark.parametrize("text", ["2803", "0280", "028", "28/", "/3", "0028/03", "28/003", ""])
def test_a_class_that_lost_digits_is_not_guessed(text):
    assert codes.home_office_class(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("28E", "recorded"),
        ("104", "recorded"),
        ("4.10", "recorded"),
        ("1/4.1/4.10/4.2", "recorded"),
        ("uk finance", "recorded"),
        ("28/3", "class"),
        ("02803", "class"),
        ("TH68036", "cjs"),
        ("TH68036A", "cjs"),
        ("01GL07017", "cjs"),
        ("BURGLARY", None),
        ("", None),
        ("2803", None),
    ],
)
def test_the_form_tells_the_kind(text, kind):
    assert codes.code_kind(text) == kind


def test_four_point_ten_is_not_four_point_one():
    assert codes.recorded_code("4.10") == "4.10" != codes.recorded_code("4.1")


def test_every_code_of_the_tables_has_the_form_of_its_kind():
    for kind, table, column in [
        ("recorded", "recorded_crime_codes", "offence_code"),
        ("class", "ho_class_to_recorded_crime_code", "ho_class"),
        ("cjs", "cjs_offence_codes", "code"),
    ]:
        rows = shipped_rows(table)
        assert rows, table
        for row in rows:
            assert codes.normalise_code(kind, row[column]) == row[column], (table, row[column])
            assert codes.code_kind(row[column]) == kind, (table, row[column])


ANY_CODE = st.one_of(
    st.sampled_from(["28E", "4.10", "1/4.1/4.10/4.2", "uk  finance", "CIFAS", "AF", "th68036", "01GL07017"]),
    st.from_regex(r"\A[0-9]{1,4}/?[0-9]{1,3}[A-Z]?\Z"),
    st.text(st.sampled_from("01289./ AETHé\t"), max_size=10),
)


@given(st.lists(ANY_CODE, min_size=1, max_size=30))
def test_columns_of_codes_follow_the_same_rules(texts):
    frame = pl.DataFrame({"given": texts})
    for kind in codes.CODE_KINDS:
        normal = frame.select(codes_columns.normalise_code(kind, pl.col("given"))).to_series().to_list()
        assert normal == [codes.normalise_code(kind, text) for text in texts]
    kinds = frame.select(codes_columns.code_kind(pl.col("given"))).to_series().to_list()
    assert kinds == [codes.code_kind(text) for text in texts]
