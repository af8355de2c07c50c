"""Whatever a file holds, its rows are all accounted for, and a second reading agrees."""

import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iom.intake.audits import broken_audits

from .conftest import OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, Bench, fates

DATES = st.sampled_from(["", "03/03/2024", "31/02/2024", "2024-03-03", "03/03/2031", " 04/03/2024 "])
CELL = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=6)
PEOPLE_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3", "01"]),
        CELL,
        DATES,
        st.sampled_from(["M", "f", "U", "", "?"]),
        st.sampled_from(["", "0000/0000101J", "0000/0000101K", "0/101J"]),
        st.sampled_from(["", "-1", "2", "9"]),
        DATES,
    ),
    max_size=6,
)
OFFENCE_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "C1", "C2", "C3"]),
        st.sampled_from(["1", "2", "9"]),
        DATES,
        DATES,
        st.sampled_from(["", "8N", "28/3", "nonsense"]),
        st.sampled_from(["", "V1", "V1;V2", ";;V2;V2"]),
        DATES,
        DATES,
    ),
    max_size=8,
)
EXTRA = st.sampled_from(["", ",more", "\n", ", ,\n", '\n"unfinished" x,'])


def written(header: str, rows: list[tuple[str, ...]], extra: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header.split(","), *rows])
    return (out.getvalue() + extra).encode()


def agrees(bench: Bench, people, offences, extra: str) -> None:
    for body, header, rows in ((PEOPLE, PEOPLE_HEADER, people), (OFFENCES, OFFENCES_HEADER, offences)):
        path = bench.folder / "dirt.csv"
        path.write_bytes(written(header, rows, extra))
        # what earlier cases left in the store may go
        first = bench.load(body, path, allow_withdrawals=True)
        spare = 0 if extra in ("", "\n", ", ,\n") else 1
        blank = sum(not any(cell.strip() for cell in row) for row in rows)
        assert first.rows_total == sum(fates(first)) == len(rows) - blank + spare
        kept = quarantine(bench)
        again = bench.load(body, path, allow_withdrawals=True)
        assert again.changed is False
        assert again.rows_quarantined == first.rows_quarantined
        assert again.quarantine_ids == first.quarantine_ids
        assert quarantine(bench) == kept
        assert broken_audits(bench.store) == {}


def quarantine(bench: Bench) -> list[tuple]:
    return bench.ask("select quarantine_id, state, closed_by_batch from quarantine order by 1")


# one person twice, in good order and with a date that is none
TWICE = [("2", "", "", "M", "", "", ""), ("2", "", "", "M", "", "", "31/02/2024")]
SHARING = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(SHARING, max_examples=5)
@given(people=PEOPLE_ROWS, offences=OFFENCE_ROWS, extra=EXTRA)
# one person twice, in good order and with a date that is none
@example(
    people=[("2", "", "", "M", "", "", ""), ("2", "", "", "M", "", "", "31/02/2024")], offences=[], extra=""
)
def test_rows_by_fate_add_up_and_the_same_file_again_changes_nothing(bench: Bench, people, offences, extra):
    agrees(bench, people, offences, extra)


@pytest.mark.long
@settings(SHARING, max_examples=150)
@given(people=PEOPLE_ROWS, offences=OFFENCE_ROWS, extra=EXTRA)
def test_rows_add_up_on_many_files(bench: Bench, people, offences, extra):
    agrees(bench, people, offences, extra)
