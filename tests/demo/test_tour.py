"""The whole way, with a small partnership: exports, imports, selection, and what the folder keeps."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iom.cli import run_view
from iom.cli.demo import _other, _others, _tell
from iom.demo import Made, Parameters
from iom.demo.folder import finish, prepare
from iom.demo.tour import CRITERIA, OTHERS, Tour, exported, load, write
from iom.intake.audits import broken_audits
from iom.reference import ensure
from iom.selection import check, read_criteria
from iom.selection.words import CLOSING
from iom.settings import Settings
from iom.store import Actor, IomError, open_store

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FOLDER_PARTS = {"exports", "documents", "store", "made-by-iom-demo.txt"}


@contextmanager
def silent(_: str) -> Iterator:
    yield lambda done, total: None


@pytest.fixture(scope="session")
def toured(small_parameters: Parameters, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made, Tour]:
    folder = tmp_path_factory.mktemp("demo") / "iom-demo"
    settings = Settings(keys=folder.parent / "keys")  # pyright: ignore[reportCallIssue]
    prepare(folder, fresh=False)
    made = write(folder, 2026, small_parameters, silent)
    actor = Actor("demo", "demonstration", "demo")
    with open_store(folder / "store", settings, actor, now=NOW, create=True) as store:
        ensure(store, NOW)
        tour = load(folder, made, store, now=NOW, parameters=small_parameters, progress=silent)
    return folder, made, tour


def test_every_row_of_every_file_has_a_fate(toured: tuple[Path, Made, Tour]) -> None:
    _, made, tour = toured
    assert [report.file_name for report in tour.imports] == [export.file for export in made.exports]
    for export, report in zip(made.exports, tour.imports, strict=True):
        fates = report.rows_loaded, report.rows_updated, report.rows_unchanged, report.rows_quarantined
        assert sum(fates) == report.rows_total == export.rows


def test_each_fault_is_refused_under_its_rule_and_nothing_else_is(toured: tuple[Path, Made, Tour]) -> None:
    _, made, tour = toured
    expected: Counter[str] = Counter()
    for fault in made.faults:
        if fault.rule not in (None, "unchanged"):
            expected[str(fault.rule)] += fault.rows
    assert dict(tour.quarantined) == dict(expected)


def test_exact_repeats_change_nothing(toured: tuple[Path, Made, Tour]) -> None:
    _, made, tour = toured
    repeats = sum(fault.rows for fault in made.faults if fault.rule == "unchanged")
    assert (
        sum(report.rows_unchanged for report in tour.imports if report.file_name == "niche_offences.csv")
        == repeats
    )


def test_the_last_month_updates_offences_that_were_known(toured: tuple[Path, Made, Tour]) -> None:
    assert toured[2].imports[-1].rows_updated > 0


def test_systems_that_know_the_same_person_are_joined(toured: tuple[Path, Made, Tour]) -> None:
    _, made, tour = toured
    assert sum(report.joined_subjects for report in tour.imports) > made.people / 2
    assert made.people <= sum(report.new_people for report in tour.imports) < made.people * 1.1


def test_the_documents_are_copied_to_be_edited(toured: tuple[Path, Made, Tour]) -> None:
    folder, made, _ = toured
    assert {path.name for path in folder.iterdir()} == FOLDER_PARTS
    names = {path.name for path in (folder / "documents").iterdir()}
    assert names == {export.mapping for export in made.exports} | {CRITERIA, *OTHERS, "area_counts.csv"}


def test_every_published_rule_selects_in_the_demonstration(toured: tuple[Path, Made, Tour]) -> None:
    tour = toured[2]
    assert tour.run.run_id == 1
    assert [run.run_id for _, run in tour.others] == [2, 3, 4]
    for _, run in tour.others:
        assert run.considered == tour.run.considered
        assert run.absent == {}
        assert run.proposed


def test_the_demonstration_shows_of_each_other_rule_how_many_are_left(
    toured: tuple[Path, Made, Tour], capsys: pytest.CaptureFixture[str]
) -> None:
    tour = toured[2]
    assert len(tour.others) == 3
    for title, run in tour.others:
        number, name, considered, eligible, in_cohort, proposed = _other(title, run)
        assert (number, name) == (run.run_id, title)
        assert considered == run.steps[0].remaining
        assert considered >= eligible >= in_cohort >= proposed == len(run.proposed)  # pyright: ignore
        assert in_cohort == sum(person.standing.cohort is not None for person in run.listed)


def test_the_documents_of_the_demonstration_are_sound_on_its_records(
    toured: tuple[Path, Made, Tour],
) -> None:
    folder = toured[0]
    settings = Settings(keys=folder.parent / "keys")  # pyright: ignore[reportCallIssue]
    with open_store(folder / "store", settings, Actor("t", "demonstration", "test"), now=NOW) as store:
        for name in (CRITERIA, *OTHERS):
            checked = check(read_criteria(str(folder / "documents" / name)), store)
            assert checked.number("error") == 0
            # of 400 people some bands hold nobody
            assert {f.code for f in checked.findings if f.severity == "warning"} <= {
                "band_empty",
                "nobody_meets",
            }


def test_the_store_that_a_tour_leaves_breaks_no_audit(toured: tuple[Path, Made, Tour]) -> None:
    folder = toured[0]
    settings = Settings(keys=folder.parent / "keys")  # pyright: ignore[reportCallIssue]
    with open_store(folder / "store", settings, Actor("t", "demonstration", "test"), now=NOW) as store:
        assert broken_audits(store) == {}


def test_burglaries_arrive_as_both_kinds_of_code_and_have_a_weight(
    toured: tuple[Path, Made, Tour], tmp_path: Path
) -> None:
    folder = toured[0]
    settings = Settings(keys=folder.parent / "keys")  # pyright: ignore[reportCallIssue]
    with (
        open_store(folder / "store", settings, Actor("t", "demonstration", "test"), now=NOW) as store,
        store.cursor() as cursor,
    ):
        found = cursor.execute(
            "select code_kind, how, weight > 0 from code_resolution where ho_class = '028/03'"
        ).fetchall()
    assert {("class", "same_weight", True), ("cjs", "same_weight", True)} <= set(found)


def test_the_demo_and_the_run_count_the_same_harmful_people(
    toured: tuple[Path, Made, Tour], capsys: pytest.CaptureFixture[str]
) -> None:
    run = toured[2].run
    run_view.show(run.steps, run.listed, {}, run.alone, top=0, near=0)
    shown = re.search(r"Harmful and not proposed, for problem-solving plans: (\d+)", capsys.readouterr().out)
    assert shown is not None
    assert f" {shown[1]} harmful people are not proposed, " in _others(run.listed)


def test_an_earlier_demonstration_is_kept_unless_fresh(tmp_path: Path) -> None:
    folder = tmp_path / "iom-demo"
    prepare(folder, fresh=False)
    finish(folder)
    (folder / "exports").mkdir()
    with pytest.raises(IomError, match="earlier demonstration"):
        prepare(folder, fresh=False)
    prepare(folder, fresh=True)
    assert not (folder / "exports").exists()


def test_a_demonstration_that_was_stopped_says_so_and_how_to_remake_it(tmp_path: Path) -> None:
    folder = tmp_path / "iom-demo"
    prepare(folder, fresh=False)
    with pytest.raises(IomError, match="not finished") as refusal:
        prepare(folder, fresh=False)
    assert f"iom demo --folder {folder} --fresh" in str(refusal.value)
    prepare(folder, fresh=True)


def test_fresh_leaves_a_store_that_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    settings = Settings(keys=tmp_path / "keys")  # pyright: ignore[reportCallIssue]
    prepare(folder, fresh=False)
    with open_store(folder / "store", settings, Actor("t", "demonstration", "test"), now=NOW, create=True):
        with pytest.raises(IomError, match="open"):
            prepare(folder, fresh=True)
        assert (folder / "store" / "store.duckdb").exists()
    prepare(folder, fresh=True)
    assert not (folder / "store").exists()


def test_a_folder_of_someone_elses_is_left_alone_even_when_fresh(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(IomError, match="did not make"):
        prepare(tmp_path, fresh=True)
    assert (tmp_path / "thesis.txt").exists()


def test_fresh_deletes_only_what_a_demonstration_makes(tmp_path: Path) -> None:
    prepare(tmp_path / "d", fresh=False)
    (tmp_path / "d" / "notes.txt").write_text("mine", encoding="utf-8")
    prepare(tmp_path / "d", fresh=True)
    assert (tmp_path / "d" / "notes.txt").exists()


def test_the_short_list_ends_by_saying_what_it_reflects(
    toured: tuple[Path, Made, Tour], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _, tour = toured
    _tell(tour, folder)
    told = capsys.readouterr().out
    assert told.index("proposed") < told.index(CLOSING) < told.index("The same records by other")


def test_a_clock_behind_the_exports_does_not_keep_them_from_being_imported(small_parameters: Parameters):
    extract = small_parameters["made.extract"]
    assert exported(datetime(2025, 6, 15, tzinfo=UTC), small_parameters).date() == extract
    assert exported(NOW, small_parameters) == NOW
