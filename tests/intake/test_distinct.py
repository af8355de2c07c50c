"""A value read once for all rows that hold it is what each row alone would give; it breaks the same rules."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iom.intake import canonical
from iom.intake.mapping_document import parse_mapping

from .conftest import ABSENCES, HEAD, OFFENCES, PEOPLE

CODED = """
[[record]]
type = "sanction"
subject = "id"
[record.fields]
kind = "kind"
on_date = { column = ["on", "recorded"], format = "uk" }
code_given = "code"
code_kind = "codekind"
"""
WORDS = {
    "id": ["", "007", "008 "],
    "surname": ["", "Ashdown", "Birch"],
    "born": ["", "04/07/1991", "31/02/1991", "1991-07", "01/01/1890"],
    "sex": ["", "M", "u", "X"],
    "pnc": ["", "0000/0000101J", "bad"],
    "mappa": ["", "2", "-1", "9"],
    "recorded": ["", "01/02/2020", "01/02/2030", "x"],
    "crime": ["", "C1", "C2"],
    "on": ["", "03/03/2024", "03/03/1899", "3/3/24"],
    "code": ["", "028/03", "28/3", "28E", "th68036", "odd"],
    "codekind": ["", "class", "local", "none"],
    "victims": ["", "V1", "V1;V2;V1", " ; "],
    "charged": ["", "10/03/2024", "soon"],
    "convicted": ["", "11/03/2024", "11/03/2031"],
    "kind": ["", "remand", "conviction", "sentence"],
    "from": ["", "2024-01-05", "2024-02-30"],
    "to": ["", "2024-01-01", "2024-06-01", "2099-01-01", "2027-01-01"],
}
ROW = st.fixed_dictionaries({name: st.sampled_from(said) for name, said in WORDS.items()})


def told(body: str, rows: list[dict[str, str]], times: int) -> list[object]:
    """What a plan makes of the first of each so many equal rows: the rules that they break, their records."""
    mapping = parse_mapping("m.toml", HEAD.format(name="m", system="s", scope="full", first="false") + body)
    plan = canonical.plan(mapping, mapping.records[0], date(2026, 10, 31))
    many = [row for row in rows for _ in range(times)]
    frame = pl.DataFrame({f"column {name}": [row[name] for row in many] for name in WORDS}).with_columns(
        pl.int_range(1, len(many) + 1, dtype=pl.Int64).alias("row_no"),
        pl.int_range(2, len(many) + 2, dtype=pl.Int64).alias("line"),
        pl.lit(None, pl.Int64).alias("given_occurrence"),
    )
    held = plan.apply(frame)
    broken = [
        (check.rule.name, check.field, check.column, [(n - 1) // times for n in found["row_no"]][::times])
        for check, found in plan.broken(held)
    ]
    first = (pl.col("row_no") - 1) % times == 0
    versions = {
        table: made.filter(first).with_columns((pl.col("row_no") - 1) // times).rows()
        for table, made in canonical.versions(plan, held).items()
    }
    return [broken, versions]


@pytest.mark.parametrize("body", [PEOPLE, OFFENCES, ABSENCES, CODED])
@settings(max_examples=15)
@given(rows=st.lists(ROW, min_size=1))
def test_equal_rows_are_read_as_one_row_alone(body, rows):
    # each row alone: no value is there twice, so that every row is read for itself
    alone = [told(body, [row], 1) for row in rows]
    together = told(body, rows, 9)
    for place, (broken, versions) in enumerate(alone):
        assert broken == [(*rest, [0]) for *rest, places in together[0] if place in places]  # pyright: ignore
        for table, found in together[1].items():  # pyright: ignore[reportAttributeAccessIssue]
            mine = [(row[0], 0, *row[2:]) for row in found if row[1] == place]
            assert mine == versions.get(table, [])
