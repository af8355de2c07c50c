"""A file that says it holds all of something must say of which days."""

from pathlib import Path

import pytest

from iom.intake import InputError, import_file, load_mapping

from .conftest import PEOPLE, PEOPLE_HEADER, SOMEONE, Bench

SANCTIONS = """
[[record]]
type = "sanction"
subject = "id"
[record.fields]
kind = { value = "conviction" }
on_date = { column = "on", format = "uk" }
code_given = "code"
"""
COVERS = "[covers]\nfrom = 2020-01-01\nto = 2026-10-31\n"


def document(bench: Bench, body: str, *, scope: str, history: str, covers: str = "") -> Path:
    path = bench.document(body, scope=scope)
    text = path.read_text(encoding="utf-8").replace(COVERS, covers)
    path.write_text(text.replace('history = "local"', f'history = "{history}"'), encoding="utf-8")
    return path


def sanctions(bench: Bench, history: str, covers: str = "") -> list[tuple]:
    bench.people(SOMEONE)
    mapping = load_mapping(document(bench, SANCTIONS, scope="changes", history=history, covers=covers))
    import_file(bench.store, bench.file("id,on,code", "007,03/03/2024,8N"), mapping, now=bench.now)
    return bench.ask("select history from source_coverage where record_type = 'sanction'")


def test_a_complete_history_of_sanctions_without_a_period_is_refused(bench: Bench):
    with pytest.raises(InputError, match=r"history of sanctions is complete.*Give --covers FROM:TO"):
        sanctions(bench, "complete")
    assert bench.ask("select count(*) from sanction_version") == [(0,)]


def test_a_complete_history_of_sanctions_with_its_period_counts_as_complete(bench: Bench):
    assert sanctions(bench, "complete", COVERS) == [("complete",)]


def test_a_local_history_needs_no_period(bench: Bench):
    assert sanctions(bench, "local") == []


def test_a_full_file_without_a_period_is_refused(bench: Bench):
    mapping = load_mapping(document(bench, PEOPLE, scope="full", history="local"))
    with pytest.raises(InputError, match="the file is full, and nothing says for which period"):
        import_file(bench.store, bench.file(PEOPLE_HEADER, SOMEONE), mapping, now=bench.now)


def test_a_document_of_a_complete_history_that_holds_no_sanction_needs_no_period(bench: Bench):
    mapping = load_mapping(document(bench, PEOPLE, scope="changes", history="complete"))
    report = import_file(bench.store, bench.file(PEOPLE_HEADER, SOMEONE), mapping, now=bench.now)
    assert report.rows_loaded == 1
