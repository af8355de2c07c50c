"""Reasons are written as JSON by a quicker way, to the same bytes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from iom.selection import canonical
from iom.selection.reasons_json import reasons_as_json
from iom.selection.sentences import Counted
from iom.selection.words import Reason, Reasons

words = st.text(max_size=12)
weights = st.none() | st.decimals(0, 10**8, places=10)
counts = st.integers(0, 10**6)
rows = st.builds(
    Counted, words, st.none() | words, words, words, words, weights, words, counts, counts, weights
)
said = st.builds(
    Reasons,
    words,
    st.lists(st.builds(Reason, counts, words, words), max_size=3).map(tuple),
    st.lists(words, max_size=3).map(tuple),
    st.lists(rows, max_size=4).map(tuple),
    words,
    st.none() | words,
)


@given(said)
def test_reasons_are_the_bytes_that_the_canonical_form_has(reasons):
    assert reasons_as_json(reasons) == canonical.as_json(reasons)


def test_a_weight_keeps_all_its_digits():
    row = Counted(
        "m", None, "class", "028/03", "direct", Decimal("465.3814732284"), "", 1, 0, Decimal("1E+2")
    )
    assert '"severity":"100"' in reasons_as_json(Reasons("", (), (), (row,)))
    assert '"weight":"465.3814732284"' in reasons_as_json(Reasons("", (), (), (row,)))
