"""--check says what would happen, and keeps nothing."""

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, Bench, fates

ROWS = (BURGLARY.replace("028/03", "8N"), "C9,007,31/02/2024,,,,,", "C7,007,01/02/2024,,8N,,,")


def everything(bench: Bench) -> dict[str, list[tuple]]:
    names = bench.ask(
        "select table_name from duckdb_tables() where not temporary and table_name not like 'audit_%'"
    )
    return {name: bench.ask(f"select * from {name} order by all") for (name,) in names}


def test_a_check_changes_nothing_but_the_log(known: Bench):
    known.offences(BURGLARY)
    before = everything(known)
    checked = known.load(OFFENCES, known.file(OFFENCES_HEADER, *ROWS), check=True)
    assert everything(known) == before
    assert (checked.checked_only, checked.batch_id, checked.quarantine_ids) == (True, None, ())
    assert known.ask("select action from audit_log order by seq desc limit 1") == [("import.check",)]
    done = known.load(OFFENCES, known.file(OFFENCES_HEADER, *ROWS))
    assert fates(done) == fates(checked) == (1, 1, 0, 1)
    assert done.records == checked.records
    assert done.rules == checked.rules
