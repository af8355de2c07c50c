"""Lists on a usual terminal: what belongs together is said once, and nothing is broken that is to be read."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from iom.cli import output, quarantine_view, rights_view
from iom.intake import RefusedRow
from iom.rights import Due, schedule


@contextmanager
def terminal(width: int | None = 80):
    """The lines that are said on a terminal of this width."""
    lines: list[str] = []
    listener = output.Listener(lambda done, total: None, width, {}, [], Path())
    token = output.listener.set(listener)
    try:
        yield lines
    finally:
        output.listener.reset(token)
        lines += [line for _, text in listener.said for line in text.split("\n")]


def refused(number: int, why: str, state: str = "open") -> RefusedRow:
    return RefusedRow(
        number,
        11,
        "niche",
        "m",
        "offences.csv",
        number,
        number + 100,
        state,
        None,
        "code_not_listed",
        "A",
        why,
    )


def test_refused_rows_of_one_fault_are_named_under_it_on_a_terminal():
    rows = [*(refused(number, "not in the list") for number in range(1, 31)), refused(31, "blank", "dropped")]
    with terminal() as lines:
        quarantine_view.show(rows)
    assert lines[0] == "Import 11, offences.csv: 31 rows"
    assert sum("not in the list" in line for line in lines) == 1
    whole = "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")
    assert all(f"Q-{number} (line {number + 100}" in whole for number in range(1, 32))
    assert "Q-31 (line 131, dropped)" in whole
    assert len(lines) < 20


def test_refused_rows_are_a_line_each_where_they_go_to_another_program():
    with terminal(None) as lines:
        quarantine_view.show([refused(1, "not in the list"), refused(2, "not in the list")])
    assert [line.split()[0] for line in lines] == ["row", "Q-1", "Q-2"]


SPARE = (["run", "criteria", "considered", "SHA-256"], [(1, "word " * 6, 4077, "cd30059448a5")])


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        (80, SPARE[0]),
        (50, ["run", "criteria", "considered", "SHA-256"]),
        (38, ["run", "criteria", "considered"]),
    ],
)
def test_a_column_that_can_be_spared_is_left_out_of_a_narrow_terminal_and_named(width, kept):
    with terminal(width) as lines:
        output.table("", *SPARE, spare=("SHA-256",))
    assert [column for column in SPARE[0] if column in lines[1]] == kept
    assert ("Left out for want of room: SHA-256." in lines) == ("SHA-256" not in kept)


def test_nothing_is_left_out_where_it_would_not_make_room_for_a_table():
    with terminal(20) as lines:
        output.table("", *SPARE, spare=("SHA-256",))
    assert lines[0] == "run: 1"
    assert "  considered: 4077" in lines
    assert any("cd30059448a5" in line for line in lines)


def test_the_dates_of_people_due_for_review_are_whole():
    due = Due(
        4567,
        3,
        "registered sex offender",
        date(2017, 11, 30),
        "sanction",
        date(2023, 11, 30),
        date(2024, 1, 2),
        None,
    )
    with terminal() as lines:
        rights_view.due([due], schedule(None))
    for day in ("2017-11-30", "2023-11-30", "2024-01-02"):
        assert any(day in line for line in lines)
    assert any("│" in line for line in lines)
