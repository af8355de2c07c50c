"""A store made before the risk scores gets the tables of coefficients filled when it is opened."""

from datetime import date

import iom.reference
from iom.risk import score
from iom.store import Store, derived

COUNTS = "select (select count(*) from ogrs3_coefficient), (select count(*) from ogrs4_coefficient)"
KNOWN = "select count(ogrs3_group), count(ogrs4_category), count(is_violent) from home_office_category"


def made_before(store: Store) -> None:
    """As the migration leaves an older store: nothing in the new columns and tables, other relations."""
    with store.transaction() as cursor:
        cursor.execute("delete from ogrs3_coefficient")
        cursor.execute("delete from ogrs4_coefficient")
        cursor.execute("update home_office_category set ogrs3_group = null, ogrs4_category = null")
        cursor.execute("update home_office_category set is_violent = null")
        cursor.execute("drop table code_risk")
        cursor.execute("update derived_state set statements_sha256 = ?", ["0" * 64])


def is_filled(store: Store) -> None:
    with store.cursor() as cursor:
        assert cursor.execute(COUNTS).fetchone() == (50, 343)
        assert cursor.execute(KNOWN).fetchone() == (3009, 3037, 3039)
        assert derived.is_of_this_software(cursor)
        # nobody is held: no score, and no fault
        score(cursor, date(2026, 10, 31))
        assert cursor.execute("select count(*) from risk_score").fetchone() == (0,)


def test_an_older_store_is_filled_when_it_is_opened(furnished_store, now):
    made_before(furnished_store)
    iom.reference.ensure(furnished_store, now)
    is_filled(furnished_store)


def test_an_older_store_whose_own_table_stands_before_a_changed_shipped_one_is_filled_too(
    furnished_store, now
):
    """The set in force stays the same, since the store's own table hides the change: it is filled even so."""
    made_before(furnished_store)
    with furnished_store.transaction() as cursor:
        cursor.execute("update reference_history set shipped_fingerprint = ?", ["0" * 64])
    iom.reference.ensure(furnished_store, now)
    is_filled(furnished_store)
