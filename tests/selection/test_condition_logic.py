"""Conditions in SQL mean what Kleene's three values mean: True, False, None for unknown."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.measures.names import Column
from iom.selection.condition_reader import parse
from iom.selection.condition_sql import to_sql

KINDS = {"n": "number", "m": "number", "t": "text", "b": "boolean"}
ROWS = {
    "n": st.none() | st.integers(-2, 2),
    "m": st.none() | st.integers(-2, 2),
    "t": st.none() | st.sampled_from(["x", "y", "it's"]),
    "b": st.none() | st.booleans(),
}
COLUMNS = {name: Column(name, name, kind, "", "") for name, kind in KINDS.items()}
GIVEN = "select $n::bigint as n, $m::bigint as m, $t::varchar as t, $b::boolean as b"
CURSOR = duckdb.connect()
TEXT = {"x": '"x"', "y": '"y"', "it's": '"it\'s"'}


@st.composite
def comparisons(draw) -> tuple[str, object]:
    """A comparison as text, with a function from a row to True, False or None."""
    kind = draw(st.sampled_from(["number", "names", "text", "in", "boolean", "chain"]))
    if kind == "number":
        name, sign, value = draw(st.sampled_from("nm")), draw(_signs()), draw(st.integers(-2, 2))
        return f"{name} {sign} {value}", lambda row: _compare(row[name], sign, value)
    if kind == "names":
        sign = draw(_signs())
        return f"n {sign} m", lambda row: _compare(row["n"], sign, row["m"])
    if kind == "text":
        sign, value = draw(st.sampled_from(["==", "!="])), draw(st.sampled_from(list(TEXT)))
        return f"t {sign} {TEXT[value]}", lambda row: _compare(row["t"], sign, value)
    if kind == "in":
        values = draw(st.lists(st.sampled_from(list(TEXT)), min_size=1, max_size=2))
        excluded = draw(st.booleans())
        listed = ", ".join(TEXT[value] for value in values)
        word = "not in" if excluded else "in"
        return (
            f"t {word} [{listed}]",
            lambda row: None if row["t"] is None else (row["t"] in values) != excluded,
        )
    if kind == "boolean":
        return "b", lambda row: row["b"]
    low, high = draw(st.integers(-2, 2)), draw(st.integers(-2, 2))
    return f"{low} <= n < {high}", lambda row: _every(
        [_compare(low, "<=", row["n"]), _compare(row["n"], "<", high)]
    )


def _signs():
    return st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def _compare(left, sign, right):
    if left is None or right is None:
        return None
    return {
        "==": left == right,
        "!=": left != right,
        "<": sign == "<" and left < right,
        "<=": sign == "<=" and left <= right,
        ">": sign == ">" and left > right,
        ">=": sign == ">=" and left >= right,
    }[sign]


def _every(values):
    return False if False in values else None if None in values else True


def _any(values):
    return True if True in values else None if None in values else False


def _joined(parts):
    def both(word, combine):
        return (
            "(" + f" {word} ".join(text for text, _ in parts) + ")",
            lambda row: combine([truth(row) for _, truth in parts]),
        )

    return st.sampled_from([both("and", _every), both("or", _any)])


def _denied(part):
    text, truth = part
    return f"not ({text})", lambda row: None if truth(row) is None else not truth(row)


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(_joined) | inner.map(_denied),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, st.fixed_dictionaries(ROWS))
def test_sql_agrees_with_the_three_valued_twin(condition, row):
    text, truth = condition
    expression, values = to_sql(parse(text, COLUMNS.get, KINDS), {name: name for name in KINDS}, "v")
    found = CURSOR.execute(f"with given as ({GIVEN}) select {expression} from given", {**row, **values})
    assert found.fetchone() == (truth(row),)
