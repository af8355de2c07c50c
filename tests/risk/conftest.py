"""Small records in, scores out."""

from collections.abc import Callable
from datetime import date

import pytest

from iom.risk import Worked, work_out
from iom.store import Store, derived
from tests.measures.conftest import Spec

BORN = date(1990, 5, 1)


class RiskSpec(Spec):
    """Records of which custody and complete histories are covered, unless a test says otherwise."""

    def man(self, person: int, **columns: object) -> None:
        """A man born in 1990, unless said otherwise."""
        self.person(person, **{"sex": "male", "birth_date": BORN, "birth_precision": "day", **columns})

    def sanctioned(self, table: str) -> None:
        """person | on_date; of burglaries of dwellings, convictions unless the table names kind or code."""
        header, *rows = table.strip().splitlines()
        names = [name.strip() for name in header.split("|")]
        more = {"kind": "conviction", "code_kind": "class", "code_given": "028/03"}
        absent = [name for name in more if name not in names]
        lines = [" | ".join([*names, *absent])]
        lines += [" | ".join([row, *(more[name] for name in absent)]) for row in rows]
        self.given("sanction", "\n".join(lines))

    def imported(self) -> None:
        """The import by which all this became known: pages of people ask for it."""
        with self.store.transaction() as cursor:
            cursor.execute(
                "insert into import_batch select 1, 'test', 'invented', '', 'utf-8', '', '', '', 'full', "
                "null, null, '2026-11-01', 'tester', 'inspection', '', 0, 0, 0, 0, 0, 0"
            )

    def all_covered(self, history: str | None = "complete") -> None:
        self.covers("sanction", "1990-01-01", "2030-12-31", history=history)
        self.covers("absence", "1990-01-01", "2030-12-31")


def scored(store: Store, as_at: str, people=range(1, 10)) -> dict[int, Worked]:
    with store.cursor() as cursor:
        moment = derived.as_known(cursor)
        return work_out(cursor, date.fromisoformat(as_at), list(people), moment.known_at)


@pytest.fixture
def bare(furnished_store: Store) -> RiskSpec:
    """A store with nine people of whom nothing is covered."""
    return RiskSpec(furnished_store)


@pytest.fixture
def spec(bare: RiskSpec) -> RiskSpec:
    """The same, custody and complete histories covered."""
    bare.all_covered()
    return bare


@pytest.fixture
def worked(spec: RiskSpec) -> Callable[[str], dict[int, Worked]]:
    """The scores of everyone as at a day, once all is said."""

    def work(as_at: str) -> dict[int, Worked]:
        spec.settle()
        return scored(spec.store, as_at)

    return work
