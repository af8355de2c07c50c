"""The measures alone, as files for an analyst's own tools."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from iom.documents import DocumentError
from iom.errors import IomError
from iom.measures import export, read_definition
from iom.moments import TooFarAhead

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TEXT = """
columns = ["age", "district"]
[[measure]]
name = "n"
what = "offences"
months = 12
status = "charged"
counts = "robbery"
"""


@pytest.fixture
def document(tmp_path):
    """A measures document on disk."""
    path = tmp_path / "measures.toml"

    def write(text: str = TEXT):
        path.write_text(text, encoding="utf-8")
        return read_definition(str(path))

    return write


def test_one_row_per_person_in_order_and_the_look_is_logged(spec, document):
    spec.covers("offence", "2020-01-01", "2026-12-31")
    spec.given(
        "home_area",
        """
        person | area | district | from_date | to_date
        1      | W1   | Luton    | -         | -
        2      | W2   | Bedford  | -         | 2026-01-01
        """,
    )
    spec.person(1, birth_date=date(2000, 2, 29))
    spec.measure("", "2026-02-28")
    made = export(spec.store, document(), as_at=date(2026, 2, 28), known_at=None, area=None, now=NOW)
    assert made.frame["person_id"].to_list() == list(range(1, 10))
    assert made.frame.filter(pl.col("person_id") == 1)["age"].to_list() == [25]
    with spec.store.cursor() as cursor:
        logged = cursor.execute(
            "select action, people_count from audit_log order by seq desc limit 1"
        ).fetchone()
    assert logged == ("measures.export", 9)


def test_an_area_is_a_district_or_an_area_as_at_the_date(spec, document):
    spec.given(
        "home_area",
        """
        person | area | district | from_date  | to_date
        1      | W1   | Luton    | -          | -
        2      | W2   | Luton    | -          | 2026-01-01
        3      | W2   | Luton    | 2026-03-01 | -
        """,
    )
    spec.measure("", "2026-02-28")
    # with an offset, or naive: the same moment
    arguments = {"as_at": date(2026, 2, 28), "known_at": NOW, "now": NOW}
    for area in ("Luton", "W1"):
        assert export(spec.store, document(), area=area, **arguments).frame["person_id"].to_list() == [1]
    with pytest.raises(IomError, match=r"Nobody is known to live .* Districts held: Luton"):
        export(spec.store, document(), area="x' or true --", **arguments)
    with pytest.raises(IomError, match=r"live in \"\""):
        export(spec.store, document(), area="", **arguments)
    with pytest.raises(IomError, match=r"Did you mean W2\?"):
        export(spec.store, document(), area="W22", **arguments)


def test_an_offence_class_that_is_in_no_table_is_refused_with_a_suggestion(spec, document):
    spec.measure("", "2026-02-28")
    wrong = document(TEXT.replace("robbery", "neigbourhood"))
    with pytest.raises(DocumentError, match=r"line 8: .*Did you mean neighbourhood\?"):
        export(spec.store, wrong, as_at=date(2026, 2, 28), known_at=None, area=None, now=NOW)


def test_a_column_that_means_nothing_is_refused(document):
    with pytest.raises(DocumentError, match=r"line 2: there is nothing named .*Did you mean age\?"):
        document(TEXT.replace('"age"', '"aged"'))


def test_a_computed_score_is_exported_by_the_command_for_it(document):
    with pytest.raises(DocumentError, match=r"line 2: \"risk.arp\" is a computed score: iom risk export"):
        document(TEXT.replace('"age"', '"risk.arp"'))


def test_a_shipped_document_is_read_by_its_name():
    shipped = read_definition("bedfordshire")
    assert "severity_24m" in [measure.name for measure in shipped.measures]
    assert shipped.severity_vintage == "2020"


def test_a_name_that_is_no_document_is_answered_with_those_that_ship():
    with pytest.raises(
        DocumentError, match=r"measures document \"bedforshire\"\. Did you mean bedfordshire\?"
    ):
        read_definition("bedforshire")


def test_a_tool_that_nobody_has_a_score_of_is_said(spec, document):
    spec.given(
        "held_score",
        """
        person | tool     | score | on_date
        1      | ogrs3_2y | 75    | 2026-01-01
        """,
    )
    spec.measure("", "2026-02-28")
    wrong = document(TEXT.replace('"age"', '"held.ogrs3"'))
    made = export(spec.store, wrong, as_at=date(2026, 2, 28), known_at=None, area=None, now=NOW)
    assert made.absent["held.ogrs3"] == "nobody has a score of ogrs3; held are: ogrs3_2y"


@pytest.mark.parametrize("name", ["person_id", "age", "points"])
def test_a_measure_cannot_take_a_name_that_means_something_already(tmp_path, name):
    file = tmp_path / "mine.toml"
    file.write_text(f'[[measure]]\nname = "{name}"\nwhat = "offences"\nstatus = "suspected"\nmonths = 24\n')
    with pytest.raises(DocumentError, match=f'line 2: "{name}" is a built-in name'):
        read_definition(str(file))


def test_a_day_far_ahead_is_refused_as_a_selection_is(spec, document):
    with pytest.raises(TooFarAhead, match="2099-01-01 is more than 31 days after today, 2026-11-23"):
        export(spec.store, document(), as_at=date(2099, 1, 1), known_at=None, area=None, now=NOW)
