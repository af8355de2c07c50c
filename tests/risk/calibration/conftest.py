"""A store of a few hundred invented people whose risk and reoffending are known, and the commands on it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from iom.store import Actor, Store, derived
from tests.opening import opened_once

AS_AT = date(2022, 6, 30)
COVERED_TO = date(2024, 12, 30)  # 30 months after: the end of the wait of those followed from AS_AT
LOADED = datetime(2025, 6, 1)
DAY = timedelta(days=1)
# On complete histories, and on local ones: people, and how many of them are found to have offended.
COMPLETE, COMPLETE_EVENTS = 300, 130
LOCAL, LOCAL_EVENTS = 60, 49
BEGAN = AS_AT - 100 * DAY


def fill(store: Store) -> None:
    """Put them into the store: everyone sanctioned on one day, offences a month after AS_AT."""
    people = COMPLETE + LOCAL
    number = np.arange(1, people + 1)
    local = number > COMPLETE
    offends = np.where(local, number - COMPLETE <= LOCAL_EVENTS, number <= COMPLETE_EVENTS)
    told = {"known_from": LOADED, "known_basis": "import", "batch_id": 1, "row_no": 1, "line": 2}
    version = told | {"record_key": 1, "content": 1}
    systems = np.where(local, "niche", "pnc").tolist()
    base = pl.DataFrame({"subject_id": number, "system": systems}).with_columns(
        pl.col("subject_id").cast(pl.Int32)
    )
    born = [date(1960 + int(n) * 7 % 44, 1, 1) for n in number]
    offenders = base.filter(pl.Series(offends))
    # the first third of offenders were sanctioned often, so that scores tell them from others
    earlier = [
        {"subject_id": int(n), "system": systems[n - 1], "on_date": BEGAN - 200 * k * DAY}
        for n in number
        for k in range(1, 1 + int(n * 13 % 11) + (6 if offends[n - 1] and n % 3 == 0 else 0))
    ]
    sanctions = pl.concat(
        [
            base.with_columns(on_date=pl.lit(BEGAN)),
            pl.DataFrame(earlier).with_columns(pl.col("subject_id").cast(pl.Int32)),
        ],
        how="vertical",
    )
    shelves: dict[str, pl.DataFrame] = {
        "subject": base.with_columns(source_key=pl.format("k{}", "subject_id"), batch_id=pl.lit(1)),
        "subject_person": base.select(
            "subject_id", assignment_id="subject_id", person_id="subject_id"
        ).with_columns(
            known_from=pl.lit(LOADED), decided_by=pl.lit("made"), reason=pl.lit("made"), batch_id=1
        ),
        "subject_version": base.with_columns(
            birth_date=pl.Series(born),
            birth_precision=pl.lit("day"),
            sex=pl.Series(np.where(number % 5 == 0, "female", "male").tolist()),
            ethnicity_self=pl.Series([("W1", "A1", "B1", "", "NS")[n % 5] or None for n in number]),
            ethnicity_officer=pl.Series([("IC1", "IC3", "IC9")[n % 3] for n in number]),
        ).with_columns(**{name: pl.lit(value) for name, value in version.items()}),
        "sanction_version": sanctions.with_columns(
            kind=pl.lit("conviction"), code_kind=pl.lit("recorded"), code_given=pl.lit("28E")
        ).with_columns(**{name: pl.lit(value) for name, value in version.items()}),
        "offence_reference": offenders.select(
            "system", offence_id="subject_id", reference=pl.format("r{}", "subject_id")
        ).with_columns(batch_id=1),
        "offence_version": offenders.with_columns(
            offence_id="subject_id",
            offence_on=pl.lit(AS_AT + 30 * DAY),
            code_kind=pl.lit("recorded"),
            code_given=pl.lit("28E"),
        ).with_columns(**{name: pl.lit(value) for name, value in version.items()}),
        "offence_status_event": offenders.with_columns(
            offence_id="subject_id", status=pl.lit("convicted"), on_date=pl.lit(AS_AT + 90 * DAY)
        ).with_columns(**{name: pl.lit(value) for name, value in version.items()}),
        "source_coverage": pl.DataFrame(
            [
                {"system": "niche", "record_type": record, "complete_to": COVERED_TO, "history": None}
                for record in ("offence", "status", "absence")
            ]
            + [{"system": "pnc", "record_type": "sanction", "complete_to": AS_AT, "history": "complete"}]
        ).with_columns(batch_id=1, complete_from=pl.lit(date(2015, 1, 1)), known_from=pl.lit(LOADED)),
    }
    with store.transaction() as cursor:
        cursor.execute(
            "insert into import_batch select 1, 'pnc', '', '', '', '', '', '', 'changes', null, null, ?, "
            "'', '', '', 0, 0, 0, 0, 0, 0",
            [LOADED],
        )
        for table, frame in shelves.items():
            columns = ", ".join(frame.columns)
            cursor.register("incoming", frame.to_arrow())
            cursor.execute(f"insert into {table} ({columns}) select {columns} from incoming")
            cursor.unregister("incoming")
        derived.rebuild(cursor)


@pytest.fixture
def filled(told_template: Callable[..., Path], own_copy: Callable[[Path], Path]) -> Path:
    """A closed store with these people."""
    return own_copy(told_template(fill))


@pytest.fixture
def filled_store(filled: Path, now, actor: Actor) -> Iterator[Store]:
    """The same, open."""
    with opened_once(filled, actor, now) as store:
        yield store
