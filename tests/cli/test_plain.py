"""Values as JSON knows them, of records too."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel

from iom.plain import plain


class Kind(StrEnum):
    ANY = "any"


@dataclass(frozen=True)
class Inner:
    on: date
    weight: Decimal
    kind: Kind


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...]
    share: float
    said: bool
    none: None = None


class Model(BaseModel):
    known_at: datetime
    rows: dict[int, list[str]]


def test_a_record_is_its_fields_by_name_to_the_last():
    outer = Outer((Inner(date(2024, 2, 29), Decimal("1.50"), Kind.ANY),), 2 / 3, True)
    assert plain({"data": [outer]}) == {
        "data": [
            {
                "inner": [{"on": "2024-02-29", "weight": "1.50", "kind": "any"}],
                "share": 0.666666667,
                "said": True,
                "none": None,
            }
        ]
    }
    assert json.loads(json.dumps(plain(outer))) == plain(outer)


def test_a_moment_is_said_in_utc_with_or_without_its_zone():
    for zone in (None, UTC):
        model = Model(known_at=datetime(2026, 10, 31, 23, 59, 1, 5, tzinfo=zone), rows={7: ["x"]})
        assert plain(model) == {"known_at": "2026-10-31T23:59:01.000005Z", "rows": {"7": ["x"]}}


def test_large_numbers_and_small_decimals_keep_every_digit():
    assert plain((2**63, Decimal("0.0000001"), Decimal("1E+3"))) == [2**63, "0.0000001", "1000"]
    assert plain(True) is True
