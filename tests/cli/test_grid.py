"""Tables within the width of a terminal: nothing cut off, no number and no date broken."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from iom.cli import alone_view, output

WORDS = st.one_of(
    st.integers(0, 10**9).map(lambda number: f"{number:,}"),
    st.dates().map(str),
    st.text("abc[]ëß漢字-/", min_size=1, max_size=14),
    st.text("xyz/", min_size=40, max_size=90),
    st.lists(st.sampled_from(("offences", "24m", "code")), min_size=2, max_size=4).map("_".join),
)
CELLS = st.one_of(
    st.none(),
    st.integers(0, 10**7),
    st.dates(),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda words: "  " + "  ".join(words)),
)
HEADINGS = st.lists(st.sampled_from(("one", "short", "would", "enter", "considered")), min_size=1, max_size=3)


@st.composite
def tables(draw):
    columns = [" ".join(words) for words in draw(st.lists(HEADINGS, min_size=1, max_size=10))]
    rows = draw(st.lists(st.tuples(*(CELLS for _ in columns)), max_size=5))
    return columns, rows


def lines_of(width: int, title: str, columns, rows, **more) -> list[str]:
    listener = output.Listener(lambda done, total: None, width, {}, [], Path())
    token = output.listener.set(listener)
    try:
        output.table(title, columns, rows, **more)
    finally:
        output.listener.reset(token)
    return [line for _, text in listener.said for line in text.split("\n")]


ALONE = list(alone_view._COLUMNS)
A_NAME = ("  neighbourhood_offences_24m >= 1", *range(4000, 3300, -100))


@settings(deadline=None)
@given(table=tables(), width=st.integers(20, 200))
@example(table=(ALONE, [A_NAME]), width=80)
@example(table=(ALONE, [A_NAME]), width=40)
@example(table=(["place"], [("/a/path/longer/than/the/terminal/is/wide",)]), width=20)
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost_or_broken(table, width):
    columns, rows = table
    lines = lines_of(width, "", columns, rows, right=columns[:1], breakable=["rule"])
    for line in lines:
        # a word that alone is wider is left to the terminal to break
        assert cell_len(line) <= width or len(line.split()) == 1
    cells = [output._cell(value) for row in rows for value in row]
    wanted = Counter("".join(cells)) - Counter(" " * 10**6)
    assert not wanted - Counter("".join(lines))
    words = {word for line in lines for word in line.split()}
    # names as of measures may be in two, after an underscore
    assert {word for cell in cells for word in cell.split() if "_" not in word} <= words


def test_a_table_of_numbers_fits_a_usual_terminal_by_breaking_a_long_name_after_an_underscore():
    lines = lines_of(80, "", ALONE, [A_NAME], breakable=["rule"])
    assert any("│   neighbourhood_" in line and "3400" in line for line in lines)
    assert any("│ offences_24m >= 1" in line for line in lines)


@pytest.mark.parametrize("width", [60, 80])
def test_short_columns_keep_their_line_where_a_long_text_beside_them_folds(width):
    lines = lines_of(width, "", ["when", "what"], [("2026-10-31 12:30", "word " * 40)])
    assert any("2026-10-31 12:30" in line for line in lines)


def test_a_heading_folds_before_the_cells_of_another_column_do():
    lines = lines_of(34, "", ["step", "then proposed"], [("software, before it", 84)])
    assert any("software, before it" in line for line in lines)


def test_where_no_table_fits_each_row_is_a_list_of_what_it_holds():
    lines = lines_of(
        20,
        "A title",
        ["no.", "considered", "proposed"],
        [(1, 3312, "2026-10-31"), (2, None, "nobody at all")],
    )
    assert lines == [
        "A title",
        "no.: 1",
        "  considered: 3312",
        "  proposed:",
        "    2026-10-31",
        "no.: 2",
        "  proposed: nobody",
        "    at all",
    ]


def test_rows_that_would_be_very_tall_are_lists_though_a_table_would_fit():
    long = "word " * 20
    columns = ["one", "two", "three", "four"]
    assert lines_of(40, "", columns, [(long,) * 4])[0].startswith("one: word")
    assert "│" in lines_of(40, "", columns, [("word word",) * 4])[3]
