"""Refused rows: kept, shown, exported, corrected, read back in."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iom.cli import run_view
from iom.intake import (
    ImportReport,
    InputError,
    import_corrections,
    load_mapping,
    quarantine,
    quarantine_drop,
    quarantine_export,
    quarantine_list,
    quarantine_show,
    quarantine_waiting,
)
from iom.store import Store, sql
from tests.opening import opened_once
from tests.people.given import bare_reference

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, SOMEONE, Bench, fates

BAD = "C2,007,31/02/2024,01/03/2024,8N,,,"
WORSE = "C3,007,2024-02-01,01/03/2024,8N,,,"


def export(bench: Bench) -> Path:
    out = bench.folder / "refused.csv"
    out.write_bytes(quarantine_export(bench.store, now=bench.now).content)
    return out


def correct(bench: Bench, out: Path, **mend: str) -> ImportReport:
    """Replace texts in an exported file, given as Q1="old>new", and read it back in."""
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        old, _, new = mend.get(row["iom_quarantine_id"].replace("-", ""), "").partition(">")
        for name, value in row.items():
            row[name] = new if value == old and not name.startswith("iom_") else value
    with out.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return import_corrections(bench.store, out, now=bench.now)


@pytest.fixture(scope="session")
def refused_template(told_template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two refused rows, and its keys."""

    def tell(store: Store) -> None:
        bare_reference(store)
        bench = Bench(store, tmp_path_factory.mktemp("refused"), datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
        bench.people(SOMEONE)
        bench.offences(BURGLARY, BAD, WORSE)

    return told_template(tell, furnished=False)


@pytest.fixture
def refused(refused_template: Path, own_copy, tmp_path: Path, now, actor) -> Iterator[Bench]:
    """A workbench on a store of the test's own that has them, and the file that they came in."""
    with opened_once(own_copy(refused_template), actor, now) as store:
        bench = Bench(store, tmp_path, now)
        bench.file(OFFENCES_HEADER, BURGLARY, BAD, WORSE)
        bench.document(OFFENCES)
        yield bench


def test_the_list_names_rows_and_rules_without_values(refused: Bench):
    rows = quarantine_list(refused.store)
    assert [(r.quarantine_id, r.batch_id, r.line, r.rules) for r in rows] == [
        (1, 2, 3, "date_format"),
        (2, 2, 4, "date_format"),
    ]


def test_a_row_is_shown_as_given_and_the_look_is_logged(refused: Bench):
    shown = quarantine_show(refused.store, 1, now=refused.now)
    assert shown.values["on"] == "31/02/2024"
    assert shown.failures[0].message.startswith('expected dd/mm/yyyy ("uk", mapping.toml line ')
    assert refused.ask("select action, detail, people_count from audit_log order by seq desc limit 1") == [
        ("quarantine.show", '{"quarantine_id":1}', 1)
    ]


def test_a_corrected_row_loads_and_closes_its_number_and_the_other_stays_open(refused: Bench):
    report = correct(refused, export(refused), Q1="31/02/2024>29/02/2024")
    assert fates(report) == (1, 0, 0, 1)
    assert (report.scope, report.corrected, report.quarantine_ids) == ("corrections", 1, (2,))
    assert refused.ask("select quarantine_id, state, closed_by_batch from quarantine order by 1") == [
        (1, "corrected", 3),
        (2, "open", None),
    ]
    assert refused.ask("select count(*) from offence_version where known_to is null") == [(2,)]


def test_a_correction_of_a_first_load_is_not_known_before_it_came(bench: Bench):
    bench.people(SOMEONE, first=True)
    bench.offences(BURGLARY, BAD, first=True)
    bench.now += timedelta(days=2)
    report = correct(bench, export(bench), Q1="31/02/2024>29/02/2024")
    known = bench.ask("select known_from, known_basis from offence_version order by known_from")
    assert known == [(datetime(2024, 3, 5), "declared"), (report.known_from, "import")]
    # between the two imports the store knew what the first had loaded, and nothing of the refused row
    between = bench.now.replace(tzinfo=None) - timedelta(days=1)
    told = bench.ask(f"select code_given from offence_version where known_from <= '{between}'")
    assert told == [("028/03",)]


def test_a_corrected_file_read_twice_changes_nothing(refused: Bench):
    out = export(refused)
    correct(refused, out, Q1="31/02/2024>29/02/2024", Q2="2024-02-01>01/02/2024")
    again = import_corrections(refused.store, out, now=refused.now)
    assert fates(again) == (0, 0, 2, 0)
    assert again.changed is False


def test_the_full_file_corrected_at_source_agrees_with_the_corrections(refused: Bench):
    correct(refused, export(refused), Q1="31/02/2024>29/02/2024")
    report = refused.offences(BURGLARY, BAD.replace("31/02", "29/02"), WORSE)
    assert fates(report) == (0, 0, 2, 1)


def test_a_row_corrected_at_source_closes_its_number(refused: Bench):
    report = refused.offences(BURGLARY, BAD.replace("31/02", "29/02"), WORSE)
    assert (fates(report), report.corrected) == ((1, 0, 1, 1), 1)
    assert [row.quarantine_id for row in quarantine_list(refused.store)] == [2]


def test_a_counted_row_keeps_its_place_through_correction(bench: Bench):
    body = OFFENCES.replace('reference = "crime"', 'key = ["id", "on"]\noccurrence = true')
    bench.people(SOMEONE)
    rows = [f",007,03/03/2024,{recorded},8N,,," for recorded in ("04/03/2024", "31/02/2024", "05/03/2024")]
    bench.load(body, bench.file(OFFENCES_HEADER, *rows))
    report = correct(bench, export(bench), Q1="31/02/2024>06/03/2024")
    assert fates(report) == (1, 0, 0, 0)
    rows[1] = rows[1].replace("31/02/2024", "06/03/2024")
    assert fates(bench.load(body, bench.file(OFFENCES_HEADER, *rows))) == (0, 0, 3, 0)


def test_a_truncated_row_left_as_it_is_stays_refused(known: Bench):
    known.offences(BURGLARY, "C5,007,03/03/2024")
    report = correct(known, export(known))
    assert (fates(report), report.quarantine_ids) == ((0, 0, 0, 1), (1,))
    assert [(rule.rule, rule.remedy) for rule in report.rules] == [
        ("row_not_completed", "Fill in the row's columns from iom_row.")
    ]


def test_a_truncated_row_that_was_completed_loads(known: Bench):
    known.offences(BURGLARY, "C5,007,03/03/2024")
    out = export(known)
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    with out.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | {"crime": "C5", "id": "007", "on": "03/03/2024"})
    assert fates(import_corrections(known.store, out, now=known.now)) == (1, 0, 0, 0)


def test_a_mended_mapping_may_read_the_corrections(known: Bench):
    known.offences(BURGLARY, WORSE)
    path = known.document(OFFENCES.replace('format = "uk"', 'format = ["uk", "iso"]'))
    text = path.read_text().splitlines()
    title = known.ask("select distinct mapping_title from quarantine")[0][0]
    path.write_text("\n".join(f'title = "{title}"' if line.startswith("title") else line for line in text))
    report = import_corrections(known.store, export(known), now=known.now, mapping=load_mapping(path))
    assert (report.rows_loaded, report.corrected) == (1, 1)


def test_a_file_that_is_no_export_is_refused(refused: Bench):
    with pytest.raises(InputError, match="iom quarantine export"):
        import_corrections(refused.store, refused.file(OFFENCES_HEADER, BAD), now=refused.now)


def test_a_number_that_this_store_never_gave_is_refused(refused: Bench):
    out = export(refused)
    text = out.read_text(encoding="utf-8-sig").replace("Q-2", "Q-77")
    out.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="row 2"):
        import_corrections(refused.store, out, now=refused.now)


def test_a_dropped_row_is_closed_and_kept(refused: Bench):
    quarantine_drop(refused.store, [2], now=refused.now)
    assert [row.quarantine_id for row in quarantine_list(refused.store)] == [1]
    assert len(quarantine_list(refused.store, state=None)) == 2
    with pytest.raises(InputError, match="not an open"):
        quarantine_drop(refused.store, [2], now=refused.now)


def test_the_rows_of_an_import_are_dropped_together_and_their_person_is_logged(refused: Bench):
    assert quarantine_drop(refused.store, now=refused.now, batch_id=2) == [1, 2]
    logged = refused.ask("select detail, people_count from audit_log where action = 'quarantine.drop'")
    assert logged == [('{"quarantine_ids":[1,2]}', 1)]
    with pytest.raises(InputError, match="No refused row is open from import 2"):
        quarantine_drop(refused.store, now=refused.now, batch_id=2)


def test_of_many_rows_the_log_keeps_their_number_and_import(known: Bench):
    known.offences(*(BAD.replace("C2", f"D{n}") for n in range(101)))
    quarantine_export(known.store, now=known.now)
    quarantine_drop(known.store, now=known.now, batch_id=2)
    logged = "select detail, people_count from audit_log where action like 'quarantine.%' order by seq"
    assert known.ask(logged) == [('{"batch_ids":[2],"rows":101}', 1)] * 2


def test_people_of_several_systems_and_documents_are_logged(refused: Bench):
    refused.people("007,Other,01/01/1980,F,,,", system="pnc")
    refused.offences(BAD.replace("C2", "C9"), system="pnc", scope="changes")
    quarantine_drop(refused.store, [1, 3], now=refused.now)
    assert refused.ask("select people_count from audit_log where action = 'quarantine.drop'") == [(2,)]


def test_many_rows_take_as_few_statements_as_one(refused: Bench, monkeypatch: pytest.MonkeyPatch):
    def statements(batch_id: int) -> list[str]:
        read: list[str] = []
        monkeypatch.setattr(quarantine, "sql", lambda name: read.append(name) or sql(name))
        quarantine_export(refused.store, now=refused.now, batch_id=batch_id)
        quarantine_drop(refused.store, now=refused.now, batch_id=batch_id)
        return read

    refused.offences(BAD.replace("C2", "C9"), scope="changes")
    assert statements(2) == statements(3)


def test_several_rows_are_dropped_all_or_none(refused: Bench):
    with pytest.raises(InputError, match="Q-7 is not an open"):
        quarantine_drop(refused.store, [1, 7], now=refused.now)
    assert len(quarantine_list(refused.store)) == 2


def test_a_correction_does_not_overwrite_what_a_later_file_says_of_the_record(refused: Bench):
    january = export(refused)
    refused.offences(BURGLARY, BAD.replace("31/02", "28/02").replace("8N", "49"), WORSE)
    report = correct(refused, january, Q1="31/02/2024>29/02/2024", Q2="2024-02-01>01/02/2024")
    assert fates(report) == (1, 0, 0, 1)
    assert ("overtaken", (2,)) in [(rule.rule, rule.first_lines) for rule in report.rules]
    assert refused.ask(
        "select code_given from offence_version where offence_on between '2024-02-02' and '2024-03-01'"
    ) == [("49",)]
    assert quarantine_list(refused.store) == []
    assert refused.ask("select count(*) from quarantine") == [(2,)]


def test_a_correction_does_not_overwrite_what_a_file_of_another_document_says(refused: Bench):
    january = export(refused)
    other = OFFENCES.replace('victim_keys = { column = "victims", split = ";" }\n', "")
    row = BAD.replace("31/02", "28/02")
    refused.load(other, refused.file(OFFENCES_HEADER, BURGLARY, row, name="other.csv"), scope="changes")
    report = correct(refused, january, Q1="31/02/2024>29/02/2024", Q2="2024-02-01>01/02/2024")
    assert ("overtaken", (2,)) in [(rule.rule, rule.first_lines) for rule in report.rules]
    assert [row.quarantine_id for row in quarantine_list(refused.store)] == [1]


def test_a_row_corrected_or_given_up_stays_so_when_its_file_is_imported_again(refused: Bench):
    correct(refused, export(refused), Q1="31/02/2024>29/02/2024")
    quarantine_drop(refused.store, [2], now=refused.now)
    again = refused.offences(BURGLARY, BAD, WORSE, scope="changes")
    assert again.changed is False
    assert (again.rows_quarantined, again.quarantine_ids, again.closed_before) == (2, (1, 2), 2)
    assert refused.ask("select quarantine_id, state from quarantine order by 1") == [
        (1, "corrected"),
        (2, "dropped"),
    ]
    assert quarantine_list(refused.store) == []


def test_rows_that_wait_are_counted_with_those_of_offences(refused: Bench):
    refused.people(SOMEONE, "008,Bad,31/02/1991,M,,2,01/02/2020")
    assert quarantine_waiting(refused.store) == (3, 2)
    quarantine_drop(refused.store, [1], now=refused.now)
    assert quarantine_waiting(refused.store) == (2, 1)


def test_a_run_s_screen_says_how_many_rows_wait_and_nothing_when_none_does(capsys):
    for waiting in ((27, 20), (1, 0), (0, 0)):
        run_view.show_waiting(*waiting)
    assert capsys.readouterr().out.splitlines() == [
        "27 rows wait in quarantine, of them 20 of offences; see iom quarantine list",
        "1 row waits in quarantine; see iom quarantine list",
    ]


def test_the_sheet_says_which_words_a_column_takes(bench: Bench):
    bench.people(SOMEONE.replace(",M,", ",Q,"))
    assert "Allowed: m, f, u. Add the value to the code list" in export(bench).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_of_corrected_rows_is_not_taken_for_an_export(refused: Bench, mark, encoding):
    out = export(refused)
    out.write_text(out.read_text(encoding="utf-8-sig").replace(",", mark), encoding=encoding)
    with pytest.raises(InputError, match="This is a file of corrected rows: add --quarantine"):
        refused.load(OFFENCES, out)
    assert refused.ask("select count(*) from import_batch") == [(2,)]
