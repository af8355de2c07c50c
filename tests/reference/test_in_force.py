"""A store uses one set at a time, keeps every set it used, and reads an old one again on request."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from iom import reference
from iom.reference import set_in_force as room
from iom.store import derived

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
TYPED = {
    "recorded_crime_code": ["recorded_code", "title", "offence_group", "offence_subgroup", "css_code"],
    "home_office_class": ["ho_class", "recorded_code"],
    "cjs_code": ["cjs_code", "title", "ho_class"],
    "class_decision": ["ho_class", "recorded_code", "reason"],
    "offence_class": ["offence_class", "recorded_code"],
    "severity_weight": ["vintage", "css_code", "title", "ons_group", "weight"],
    "home_office_category": [
        "ho_class",
        "category",
        "description",
        "ogrs3_group",
        "ogrs4_category",
        "is_violent",
    ],
    "ogrs3_coefficient": ["term", "sex", "level", "age_from", "age_to", "coefficient"],
    "ogrs4_coefficient": ["model", "term", "level", "coefficient"],
}


def one(cursor, question, *values):
    return cursor.execute(question, list(values)).fetchone()[0]


def newer(monkeypatch):
    """Software whose weight of a domestic burglary is another."""
    texts = dict(room.shipped_set())
    table = "ons_css_weights"
    lines = texts[table].splitlines()
    index = next(n for n, line in enumerate(lines) if line.startswith("2020,28E,"))
    lines[index] = lines[index].rsplit(",", 1)[0] + ",1.00000000005"
    texts[table] = "\n".join(lines) + "\n"
    monkeypatch.setattr(room, "shipped_set", lambda: texts)


def test_a_new_store_gets_the_shipped_set(store):
    held = reference.ensure(store, NOW)
    assert (held.severity_vintage, held.since) == ("2020", NOW)
    with store.cursor() as cursor:
        assert reference.in_force(cursor) == held
        counts = {table: one(cursor, f"select count(*) from {table}") for table in TYPED}
        assert one(cursor, "select count(*) from reference_set") == len(reference.registry().entries)
    assert counts == {
        "recorded_crime_code": 138,
        "home_office_class": 530,
        "cjs_code": 14489,
        "class_decision": 4,
        "offence_class": 114,
        "severity_weight": 128,
        "home_office_category": 3039,
        "ogrs3_coefficient": 50,
        "ogrs4_coefficient": 343,
    }


def test_the_typed_tables_hold_text_blanks_as_null_and_exact_weights(store):
    reference.ensure(store, NOW)
    with store.cursor() as cursor:
        assert one(cursor, "select title from recorded_crime_code where recorded_code = '4.10'")
        assert one(cursor, "select css_code from recorded_crime_code where recorded_code = '4.10'") is None
        assert one(cursor, "select recorded_code from home_office_class where ho_class = '099/71'") is None
        assert one(cursor, "select ho_class from cjs_code where cjs_code = 'TH68036'").count("/") == 1
        # 826.1900614360575 in the edition
        assert one(cursor, "select weight from severity_weight where css_code = '56A'") == Decimal(
            "826.1900614361"
        )
        assert one(cursor, "select typeof(weight) from severity_weight limit 1") == "DECIMAL(18,10)"


def test_a_change_of_set_is_logged_once(store):
    held = reference.ensure(store, NOW)
    reference.ensure(store, LATER)
    with store.cursor() as cursor:
        lines = cursor.execute("select action, detail from audit_log").fetchall()
    assert [action for action, _ in lines] == ["reference.put_in_force"]
    assert held.fingerprint in lines[0][1]


def test_a_set_already_in_force_is_left_alone(store):
    first = reference.ensure(store, NOW)
    assert reference.ensure(store, LATER) == first
    with store.transaction() as cursor:
        assert reference.put_in_force(cursor, LATER).since == NOW


def test_newer_software_brings_its_set_and_the_old_one_is_kept(store, monkeypatch):
    old = reference.ensure(store, NOW)
    newer(monkeypatch)
    new = reference.ensure(store, LATER)
    assert new.fingerprint != old.fingerprint
    assert new.since == LATER
    with store.cursor() as cursor:
        # a half is rounded to even, at the tenth decimal
        assert one(cursor, "select weight from severity_weight where css_code = '28E'") == Decimal(
            "1.0000000000"
        )
        assert room.fingerprint(room.kept_set(cursor, old.fingerprint)) == old.fingerprint
        tables = len(reference.registry().entries)
        assert one(cursor, "select count(*) from reference_file") == tables + 1


@pytest.mark.parametrize("kept", ["0" * 64, None])
def test_tables_made_by_other_statements_are_made_again_on_opening_and_that_is_logged_once(
    furnished_store, kept
):
    with furnished_store.transaction() as cursor:
        cursor.execute("update derived_state set statements_sha256 = ?", [kept])
        cursor.execute("create or replace table person_current as select 'of other software' as made")
    for _ in range(2):
        reference.ensure(furnished_store, LATER)
    with furnished_store.cursor() as cursor:
        assert one(cursor, "select count(person_id) from person_current") == 0
        assert one(cursor, "select count(*) from audit_log where action = 'derived.rebuild'") == 1


def test_the_digest_of_the_statements_changes_with_any_of_them(monkeypatch):
    before = derived.statements_sha256()
    shipped = derived.sql
    monkeypatch.setattr(derived, "sql", lambda name: shipped(name) + (" " * name.endswith("absence_merged")))
    assert derived.statements_sha256() != before


def test_an_old_set_is_read_again_on_one_cursor_only(store, monkeypatch):
    old = reference.ensure(store, NOW)
    newer(monkeypatch)
    reference.ensure(store, LATER)
    weight = "select weight from severity_weight where css_code = '28E'"
    with store.cursor() as cursor, store.cursor() as other:
        reference.load_as(cursor, old.fingerprint)
        assert one(cursor, weight) > 100
        assert one(cursor, "select weight from store.severity_weight where css_code = '28E'") == 1
        assert one(other, weight) == 1
        assert one(cursor, "select count(*) from store.severity_weight") == 128
        assert one(cursor, "select count(*) from cjs_code") == 14489


def test_temporary_tables_have_the_columns_of_the_real_ones(store):
    held = reference.ensure(store, NOW)
    with store.cursor() as cursor:
        reference.load_as(cursor, held.fingerprint)
        for table, columns in TYPED.items():
            for temporary in (True, False):
                found = cursor.execute(
                    "select column_name from duckdb_columns() join duckdb_tables() using (table_oid) "
                    "where duckdb_columns.table_name = ? and temporary = ? "
                    "and duckdb_columns.database_name = duckdb_tables.database_name order by column_index",
                    [table, temporary],
                ).fetchall()
                assert [name for (name,) in found] == columns, (table, temporary)


def test_a_set_that_is_missing_or_altered_is_refused(store):
    held = reference.ensure(store, NOW)
    with (
        store.cursor() as cursor,
        pytest.raises(reference.ReferenceTableError, match="holds no reference set"),
    ):
        reference.load_as(cursor, "0" * 64)
    with store.transaction() as cursor:
        cursor.execute(
            "update reference_file set content = content || 'x' where table_id = 'cjs_offence_codes'"
        )
    with store.cursor() as cursor, pytest.raises(reference.ReferenceTableError, match="altered"):
        reference.load_as(cursor, held.fingerprint)


def test_a_vintage_without_weights_is_refused_and_nothing_changes(store):
    held = reference.ensure(store, NOW)
    with pytest.raises(reference.ReferenceTableError, match="2031"), store.transaction() as cursor:
        reference.put_in_force(cursor, LATER, "2031")
    with store.cursor() as cursor:
        assert reference.in_force(cursor) == held


def test_the_fingerprint_does_not_hang_on_the_order_of_tables():
    texts = room.shipped_set()
    assert room.fingerprint(dict(reversed(texts.items()))) == room.fingerprint(texts)
