"""What SQL on a store's cursor cannot do. Each escape is a test of its own."""

import shutil
import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

from iom.settings import Settings
from iom.store import StoreError, open_store, run_single, scratch

REFUSED = (duckdb.PermissionException, duckdb.InvalidInputException, duckdb.CatalogException)


@pytest.fixture(scope="session")
def files_outside(tmp_path_factory):
    """A folder with a file of each readable kind."""
    folder = tmp_path_factory.mktemp("outside")
    with duckdb.connect() as free:
        free.execute(f"copy (select 1 as a) to '{folder}/t.csv'")
        free.execute(f"copy (select 1 as a) to '{folder}/t.parquet'")
        free.execute(f"copy (select 1 as a) to '{folder}/t.json'")
        free.execute(f"attach '{folder}/t.duckdb' as other")
    return folder


@pytest.fixture
def outside(files_outside, tmp_path):
    """Such a folder of the test's own beside the store."""
    return shutil.copytree(files_outside, tmp_path / "outside")


def refuse(store, statement):
    with store.cursor() as cursor, pytest.raises(REFUSED):
        cursor.execute(statement).fetchall()


@pytest.mark.parametrize(
    "source",
    [
        "read_csv('{0}/t.csv')",
        "read_text('{0}/t.csv')",
        "read_blob('{0}/t.csv')",
        "read_parquet('{0}/t.parquet')",
        "read_json('{0}/t.json')",
        "parquet_metadata('{0}/t.parquet')",
        "sniff_csv('{0}/t.csv')",
        "glob('{0}/*')",
        "'{0}/t.csv'",
        "query('from read_text(''{0}/t.csv'')')",
    ],
)
def test_no_file_outside_the_store_is_read(store, outside, source):
    refuse(store, f"select * from {source.format(outside)}")


def test_no_file_is_read_by_climbing_out_of_the_exchange_folder(store, outside):
    refuse(store, f"select * from read_text('{store.exchange}/../../outside/t.csv')")


def test_a_folder_whose_name_begins_like_the_exchange_folder_is_outside(store):
    refuse(store, f"copy (select 1) to '{store.exchange}able.csv'")


def test_no_table_is_copied_out(store, outside):
    refuse(store, f"copy audit_log to '{outside}/log.csv'")
    assert not (outside / "log.csv").exists()


def test_no_file_is_copied_in(store, outside):
    refuse(store, f"copy store_identity from '{outside}/t.csv'")


def test_no_other_database_is_attached(store, outside):
    refuse(store, f"attach '{outside}/t.duckdb' as other")


def test_the_database_is_not_exported(store, outside):
    refuse(store, f"export database '{outside}/all'")


def test_the_database_may_read_and_write_its_exchange_folder(store):
    with store.cursor() as cursor:
        cursor.execute(f"copy (select 1 as a) to '{store.exchange}/t.csv'")
        assert cursor.execute(f"select a from read_csv('{store.exchange}/t.csv')").fetchall() == [(1,)]


@pytest.mark.parametrize("statement", ["install httpfs", "load httpfs", "load '{0}/x.duckdb_extension'"])
def test_no_extension_is_installed_or_loaded(store, outside, statement):
    with store.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement.format(outside))


@pytest.mark.parametrize(
    "statement",
    [
        "set threads = 1",
        "set global memory_limit = '1GB'",
        "set session TimeZone = 'Europe/London'",
        "reset TimeZone",
        "reset threads",
        "pragma threads = 1",
        "pragma memory_limit = '1GB'",
        "pragma enable_profiling = 'json'",
        "pragma profiling_output = 'profile.json'",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set lock_configuration = false",
        "set python_enable_replacements = true",
        "set python_scan_all_frames = true",
    ],
)
def test_no_option_is_changed(store, statement):
    refuse(store, statement)


@pytest.mark.parametrize("variable", ["frame", "GLOBAL_FRAME"])
def test_no_python_variable_is_read(store, variable):
    frame = pl.DataFrame({"a": [1]})
    assert len(frame) == len(GLOBAL_FRAME)
    refuse(store, f"select * from {variable}")


GLOBAL_FRAME = pl.DataFrame({"a": [1]})


def test_a_new_cursor_is_locked_down_as_the_first(store, outside):
    with store.cursor() as cursor, cursor.cursor() as second, pytest.raises(duckdb.PermissionException):
        second.execute(f"select * from read_text('{outside}/t.csv')")


def test_cursors_of_other_threads_are_locked_down_and_in_utc(store, outside):
    seen = []

    def look():
        with store.cursor() as cursor:
            seen.append(cursor.execute("select current_setting('TimeZone')").fetchone())
            try:
                cursor.execute(f"select * from read_text('{outside}/t.csv')")
            except duckdb.PermissionException:
                seen.append("refused")

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [("UTC",), "refused"]


def test_a_day_is_a_utc_day_whatever_the_machine_says(store, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/London")
    with store.cursor() as cursor:
        day = cursor.execute("select cast(timestamptz '2026-06-30 23:30:00+00' as date)::varchar").fetchone()
    assert day == ("2026-06-30",)


def test_a_spill_volume_is_not_opened_whole(tmp_path, now, actor):
    volume = tmp_path / "volume"
    volume.mkdir()
    (volume / "other.txt").write_text("of someone else", encoding="utf-8")
    chosen = Settings.model_validate({"spill_folder": volume})
    with open_store(tmp_path / "s", chosen, actor, now=now, create=True) as store:
        refuse(store, f"select * from read_text('{volume}/other.txt')")


def test_a_limit_that_the_database_does_not_take_is_told(tmp_path, now, actor):
    chosen = Settings.model_validate({"memory_limit": "plenty"})
    with (
        pytest.raises(StoreError, match="limit"),
        open_store(tmp_path / "s", chosen, actor, now=now, create=True),
    ):
        pass


@pytest.mark.parametrize(
    "text",
    [
        "select 1; select 2",
        "select 1; drop table audit_log",
        "",
        "-- nothing",
        "drop table audit_log",
        "delete from audit_log",
        "update audit_log set who = ''",
        "insert into audit_person values (1, 1)",
        "create table kept as select 1 as a",
        "create view kept as select 1 as a",
        "create temp table kept (a integer)",
        "create macro one() as 1",
        "/* select */ set schema = 'main'",
        "set search_path = 'temp'",
        "set variable x = 1",
        "use memory",
        "attach ':memory:' as scratch",
        "copy (select 1) to 'x.csv'",
        "prepare one as select 1",
        "call pragma_version()",
        "pragma database_list; select 1",
        "explain analyze select 1",
        "vacuum",
        "checkpoint",
        "begin transaction",
        "install httpfs",
        "load json",
        "select * from enable_logging(storage = 'file', storage_config = {'path': 'logs'})",
    ],
)
def test_run_single_refuses_all_but_one_select(store, text):
    with store.cursor() as cursor:
        with pytest.raises(ValueError, match=r"."):
            run_single(cursor, text, {})
        assert cursor.execute("select count(*) from audit_log").fetchone() == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "select $a + 1 as b",
        "/* why */ with one as (select $a as a) select a + 1 as b from one -- done",
        "select $a + 1 as b;",
    ],
)
def test_run_single_runs_a_select_with_its_values_bound(store, text):
    with store.cursor() as cursor:
        assert run_single(cursor, text, {"a": 1}).fetchall() == [(2,)]


def test_run_single_makes_a_temporary_table(store):
    with store.cursor() as cursor:
        run_single(cursor, "-- why\ncreate or replace temporary table made as\nselect $a as a", {"a": 5})
        assert cursor.execute("select a from made").fetchall() == [(5,)]


def test_run_single_makes_a_temporary_view(store):
    with store.cursor() as cursor:
        run_single(cursor, "create or replace temporary view made as select 1 as a", {})
        assert cursor.execute("select a from made").fetchall() == [(1,)]


def test_no_room_but_the_store_opens_a_database():
    import iom

    package = Path(iom.__file__).parent
    openers = [
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "duckdb.connect(" in file.read_text(encoding="utf-8")
        or "duckdb.sql(" in file.read_text(encoding="utf-8")
    ]
    assert sorted(openers) == ["store/database.py", "store/scratch.py"]


def test_a_database_in_memory_reaches_no_file_and_keeps_its_settings(tmp_path):
    (tmp_path / "people.csv").write_text("a\n1\n", encoding="utf-8")
    with scratch() as cursor:
        for text in (
            f"select * from read_csv('{(tmp_path / 'people.csv').as_posix()}')",
            f"copy (select 1) to '{(tmp_path / 'out.csv').as_posix()}'",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(text)
    assert not (tmp_path / "out.csv").exists()
