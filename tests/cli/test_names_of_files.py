"""Files of a command that runs in the service are called what its caller calls them, before lines break."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from iom.cli import output
from iom.cli.paragraphs import paragraph

HERE = "/a place/with several blanks in/its own name/incoming/of-the-service/new-1/lists.csv"


@contextmanager
def heard(width: int | None):
    listener = output.Listener(lambda done, total: None, width, {HERE: "mine.csv"}, [], Path("/a place"))
    token = output.listener.set(listener)
    try:
        yield listener.said
    finally:
        output.listener.reset(token)


@pytest.mark.parametrize("width", [None, 60])
def test_a_paragraph_is_broken_into_lines_with_the_names_of_the_caller(width):
    with heard(width) as said:
        paragraph(
            f"What was found is written to {HERE}, as it was asked for, and to no other place than that."
        )
    theirs = "What was found is written to mine.csv, as it was asked for, and to no other place than that."
    assert " ".join(text for _, text in said) == theirs
    assert len(said) == (1 if width is None else 2)


@pytest.mark.parametrize("width", [None, 60])
def test_a_table_is_drawn_with_the_names_of_the_caller(width):
    with heard(width) as said:
        output.table(f"Of {HERE}", ["file", f"in {HERE}"], [[HERE, "next"]])
    text = "\n".join(line for _, line in said)
    assert "Of mine.csv" in text and "in mine.csv" in text
    assert "place" not in text and "own name" not in text
    if width is None:
        assert said[-1][1] == "mine.csv  next"
