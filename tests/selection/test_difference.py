"""Two runs compared: each cause alone, month on month, people joined and gone, and what the software did."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from iom.errors import IomError
from iom.reference import ensure
from iom.reference import set_in_force as room
from iom.selection import compile as compiler
from iom.selection import difference, kept_run, select
from iom.store import StoreError

from .conftest import AS_AT, Scheme, plain

NEXT = date(2026, 11, 30)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1)
ROW = "person | offence_id | offence_on | code_kind | code_given | known_from | batch_id\n"
STATUS = "person | offence_id | status | on_date | known_from | batch_id\n"


def filled_told(scheme: Scheme) -> None:
    """Three people to 31 October: 1 with a burglary in November 2025, 3 in September."""
    scheme.people(3)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2025-11-15 | 28E\n3 | 2026-09-01 | 28E")
    scheme.ready()


@pytest.fixture
def filled(scheme_with) -> Scheme:
    return scheme_with(filled_told)


def loaded_later(scheme: Scheme, *rows: str, to: str = "2026-11-30") -> None:
    """A second import: offences on days, as 'person | day', and coverage up to a day."""
    with scheme.store.transaction() as cursor:
        scheme.imported(cursor, 2, LATER)
        for record in ("offence", "status", "absence"):
            cursor.execute(
                "insert into source_coverage values (2, 'test', ?, '2017-01-01', ?, null, ?, null)",
                [record, to, LATER],
            )
    for number, row in enumerate(rows, start=900):
        person, on = (cell.strip() for cell in row.split("|"))
        scheme.given("offence", f"{ROW}{person} | {number} | {on} | recorded | 28E | 2026-12-01 | 2")
        scheme.given("status", f"{STATUS}{person} | {number} | suspect | {on} | 2026-12-01 | 2")
    scheme.ready()


def run(scheme: Scheme, now, criteria=None, as_at: date = AS_AT, **more) -> int:
    return select(scheme.store, criteria or plain(), as_at=as_at, unheld_allowed=True, now=now, **more).run_id


def told(found) -> dict[int, list[tuple[str, str]]]:
    """By person, what each step did."""
    return {one.person_id: [(cause.step, cause.change) for cause in one.causes] for one in found.people}


def said(found, person: int) -> list[str]:
    return [
        words
        for one in found.people
        if one.person_id == person
        for cause in one.causes
        for words in cause.says
    ]


def same_steps(found) -> list[str]:
    return [step.step for step in found.steps if step.same]


def test_time_alone_lets_an_offence_fall_out_of_its_window(filled, now):
    loaded_later(filled)
    runs = [run(filled, now, as_at=day) for day in (AS_AT, NEXT)]
    found = difference(filled.store, *runs, now=now)
    assert told(found) == {1: [("time", "went")]}
    assert said(found, 1) == [
        "cohort only: met before, now not met, because offences in 12 months went from 1 to 0",
        "points 1 before, now 0, because offences in 12 months went from 1 to 0 (-1)",
    ]
    assert same_steps(found) == ["data", "reference", "criteria"]


def test_data_alone_brings_someone_in_and_the_words_say_by_what(filled, now):
    first = run(filled, now)
    loaded_later(filled, "2 | 2026-10-05", "2 | 2026-10-06", to="2026-10-31")
    found = difference(filled.store, first, run(filled, now), now=now)
    assert told(found) == {2: [("data", "came")]}
    assert said(found, 2) == [
        "cohort only: not met before, now met, because offences in 12 months went from 0 to 2",
        "points 0 before, now 3, because offences in 12 months went from 0 to 2 (+3)",
    ]
    assert same_steps(found) == ["time", "reference", "criteria"]


def test_month_on_month_time_and_data_are_told_apart_though_the_old_data_end_with_the_old_month(filled, now):
    first = run(filled, now)
    loaded_later(filled, "2 | 2026-11-10")
    found = difference(filled.store, first, run(filled, now, as_at=NEXT), now=now)
    # 3 stays in through both steps: that November was not loaded yet does not make time throw everyone out
    assert told(found) == {1: [("time", "went")], 2: [("data", "came")]}
    counts = {step.step: (step.came, step.went) for step in found.steps}
    assert counts == {
        "code_before": (0, 0),
        "time": (0, 1),
        "data": (1, 0),
        "reference": (0, 0),
        "criteria": (0, 0),
        "code_after": (0, 0),
    }
    assert (found.total.came, found.total.went) == (1, 1)


def test_data_that_do_not_reach_the_new_date_are_the_datas_doing(filled, now):
    first = run(filled, now)
    loaded_later(filled, to="2026-11-15")
    found = difference(filled.store, first, run(filled, now, as_at=NEXT), now=now)
    assert told(found) == {1: [("time", "went")], 3: [("data", "went")]}
    assert "now not known, because offences in 12 months went from 1 to not known" in said(found, 3)[0]


def test_criteria_alone_say_how_the_rule_was_and_is_written(filled, now):
    stricter = plain(("offences_12m >= 1", "offences_12m >= 2"), ("points = 3", "points = 4"))
    found = difference(filled.store, run(filled, now), run(filled, now, stricter), now=now)
    assert told(found) == {1: [("criteria", "went")], 3: [("criteria", "went")]}
    assert said(found, 3) == [
        "cohort only: met before, now not met, "
        "because the rule is another: offences_12m >= 1 became offences_12m >= 2"
    ]
    assert same_steps(found) == ["time", "data", "reference"]


def test_bands_and_measures_defined_otherwise_are_said_to_be(filled, now):
    other = plain(
        ("points = 1", "points = 2"),
        (
            'name = "offences_12m"\nwhat = "offences"\nstatus = "suspected"\nmonths = 12',
            'name = "offences_12m"\nwhat = "offences"\nstatus = "suspected"\nmonths = 6',
        ),
    )
    found = difference(filled.store, run(filled, now), run(filled, now, other), now=now)
    assert told(found) == {1: [("criteria", "went")]}
    assert said(found, 1)[0] == (
        "cohort only: met before, now not met, "
        "because offences in 6 months, measured otherwise, went from 1 to 0"
    )


def test_reference_tables_alone(filled, now, monkeypatch):
    heavy = plain(("offences_12m >= 1", "severity_12m >= 400"))
    first = run(filled, now, heavy)
    texts = dict(room.shipped_set())
    lines = texts["ons_css_weights"].splitlines()
    index = next(n for n, line in enumerate(lines) if line.startswith("2020,28E,"))
    lines[index] = lines[index].rsplit(",", 1)[0] + ",1"
    texts["ons_css_weights"] = "\n".join(lines) + "\n"
    monkeypatch.setattr(room, "shipped_set", lambda: texts)
    ensure(filled.store, now)
    second = run(filled, now, heavy)
    found = difference(filled.store, first, second, now=now)
    assert told(found) == {1: [("reference", "went")], 3: [("reference", "went")]}
    assert said(found, 3)[0] == (
        "cohort only: met before, now not met, because severity in 12 months went from 465.38 to 1"
    )
    # and back, from the tables in force to older ones
    back = difference(filled.store, second, first, now=now)
    assert told(back) == {1: [("reference", "came")], 3: [("reference", "came")]}


def test_an_older_document_that_newer_tables_cannot_serve_is_told_together_with_the_criteria(
    filled, now, monkeypatch
):
    first = run(filled, now)
    texts = dict(room.shipped_set())
    texts["ons_css_weights"] = texts["ons_css_weights"].replace("\n2020,", "\n2024,")
    monkeypatch.setattr(room, "shipped_set", lambda: texts)
    with filled.store.transaction() as cursor:
        room.put_in_force(cursor, now, "2024")
    newer = plain(('severity_vintage = "2020"', 'severity_vintage = "2024"'), ("_12m >= 1", "_12m >= 2"))
    found = difference(filled.store, first, run(filled, now, newer), now=now)
    assert told(found) == {1: [("criteria", "went")], 3: [("criteria", "went")]}
    assert "cannot be told apart" in found.steps[3].says


def test_what_is_left_over_is_the_softwares(filled, now, monkeypatch):
    with monkeypatch.context() as older:
        # software that gave a band's points twice, and knew no cohort rule of one offence
        real = compiler._points_of
        older.setattr(
            compiler,
            "_points_of",
            lambda *given: f"(2 * {real(*given)} + case when person_id = 3 then 5 else 0 end)",
        )
        older.setattr(compiler, "_outcome", _of_one_person(compiler._outcome))
        first = run(filled, now)
    found = difference(filled.store, first, run(filled, now), now=now)
    assert told(found) == {3: [("code_before", "came")]}
    assert said(found, 3)[0] == "cohort only: not met before, now met"
    assert found.steps[0].came == 1
    assert found.total.came == 1
    again = difference(filled.store, run(filled, now), first, now=now)
    assert told(again) == {3: [("code_after", "went")]}


def _of_one_person(real):
    return lambda rule, *more: f"({real(rule, *more)} and (person_id <> 3 or {rule.name == 'adult'}))"


def test_people_joined_between_runs_are_named_by_number(filled, now):
    first = run(filled, now)
    with filled.store.transaction() as cursor:
        filled.imported(cursor, 2, LATER)
        cursor.execute("update subject_person set known_to = ? where subject_id = 3", [LATER])
        cursor.execute("insert into subject_person values (4, 3, 2, ?, null, 'test', 'test', 2)", [LATER])
    filled.ready()
    joined = run(filled, now)
    found = difference(filled.store, first, joined, now=now)
    assert told(found) == {2: [("data", "came")], 3: [("data", "went")]}
    assert said(found, 3) == ["a record of this person now belongs to person 2", "is not considered any more"]
    assert said(found, 2)[0] == "a record of person 3 now belongs to this person"
    # and split again, seen the other way round
    assert told(difference(filled.store, joined, first, now=now)) == {
        2: [("data", "went")],
        3: [("data", "came")],
    }


def test_someone_whose_records_were_withdrawn_is_not_considered_any_more(filled, now):
    first = run(filled, now)
    with filled.store.transaction() as cursor:
        filled.imported(cursor, 2, LATER)
        cursor.execute("update subject_version set known_to = ? where subject_id = 3", [LATER])
    filled.ready()
    found = difference(filled.store, first, run(filled, now), now=now)
    assert told(found) == {3: [("data", "went")]}
    assert found.people[0].after is None


def test_whoever_is_pushed_out_by_others_is_told_so(filled, now):
    places = plain(
        (
            "[tie_break]",
            '[[capacity]]\ncohort = "only"\narea = "Luton"\nplaces = 2\nsource = "local choice"\n[tie_break]',
        )
    )
    filled.given("home_area", "person | area | district\n" + "\n".join(f"{p} | A | Luton" for p in (1, 2, 3)))
    filled.ready()
    first = run(filled, now, places)
    loaded_later(filled, "2 | 2026-10-05", "2 | 2026-10-06", to="2026-10-31")
    found = difference(filled.store, first, run(filled, now, places), now=now)
    # 1 and 3 have a point each and the same severity, so 3, of the higher number, has to give way
    assert told(found) == {2: [("data", "came")], 3: [("data", "went")]}
    assert said(found, 3) == ["place 2 for 2 before, now 3 for 2: others come before or no longer do"]
    assert [(one.person_id, one.before.rank, one.after.rank) for one in found.reranked] == [(1, 1, 2)]


def test_more_places_are_the_criterias_doing(filled, now):
    few = '[[capacity]]\ncohort = "only"\narea = "Luton"\nplaces = 1\nsource = "local choice"\n[tie_break]'
    filled.given("home_area", "person | area | district\n" + "\n".join(f"{p} | A | Luton" for p in (1, 2, 3)))
    filled.ready()
    runs = [
        run(filled, now, plain(("[tie_break]", text)))
        for text in (few, few.replace("places = 1", "places = 2"))
    ]
    found = difference(filled.store, *runs, now=now)
    assert told(found) == {3: [("criteria", "came")]}
    assert said(found, 3) == ["place 2 for 1 before, now 2 for 2"]


def test_another_area_is_another_question_and_counted_with_the_criteria(filled, now):
    filled.given("home_area", "person | area | district\n1 | A | Luton\n3 | B | Bedford")
    filled.ready()
    runs = [run(filled, now), run(filled, now, area="Luton")]
    found = difference(filled.store, *runs, now=now)
    assert told(found) == {3: [("criteria", "went")]}
    assert found.steps[4].says == "the same document, everywhere to Luton"
    assert said(found, 3) == ["is not considered any more"]


def test_a_step_that_another_undoes_is_told_and_the_person_is_as_before(filled, now):
    first = run(filled, now)
    loaded_later(filled, "1 | 2026-11-10")
    found = difference(filled.store, first, run(filled, now, as_at=NEXT), now=now)
    assert told(found) == {1: [("time", "went"), ("data", "came")]}
    assert [one.change for one in found.people] == ["back"]
    assert (found.total.came, found.total.went) == (0, 0)


def test_a_run_differs_in_nothing_from_itself(filled, now):
    one = run(filled, now)
    found = difference(filled.store, one, one, now=now)
    assert (found.people, found.reranked, same_steps(found)) == (
        (),
        (),
        ["time", "data", "reference", "criteria"],
    )


def test_a_comparison_leaves_the_stored_relations_and_runs_as_they_were(filled, now):
    first = run(filled, now)
    loaded_later(filled, "2 | 2026-11-10")
    second = run(filled, now, as_at=NEXT)
    difference(filled.store, first, second, now=now)
    assert kept_run(filled.store, first, now=now)
    third = select(filled.store, plain(), as_at=NEXT, now=now)
    assert third.canonical == select(filled.store, plain(), as_at=NEXT, now=now).canonical
    found = difference(filled.store, second, third.run_id, now=now)
    assert found.people == ()


def test_the_look_at_everyone_whom_a_step_changed_is_logged(filled, now):
    runs = [run(filled, now), run(filled, now, plain(("offences_12m >= 1", "offences_12m >= 2")))]
    difference(filled.store, *runs, now=now)
    with filled.store.cursor() as cursor:
        line = cursor.execute(
            "select action, detail, people_count from audit_log order by seq desc limit 1"
        ).fetchone()
    assert line is not None
    assert (line[0], json.loads(line[1]), line[2]) == ("run.diff", {"run_ids": runs}, 2)


def test_a_run_that_is_not_there_or_was_altered_is_compared_with_nothing(filled, now):
    one = run(filled, now)
    with pytest.raises(IomError, match="no run 9"):
        difference(filled.store, one, 9, now=now)
    with filled.store.transaction() as cursor:
        cursor.execute("update run_person set points = 9")
    with pytest.raises(StoreError, match="not as it was made"):
        difference(filled.store, one, one, now=now)


def two_runs_told(scheme: Scheme) -> None:
    scheme.people(2)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 28E")
    scheme.ready()
    run(scheme, NOW)
    run(scheme, NOW, plain(("offences_12m >= 1", "offences_12m >= 2")))


@pytest.fixture
def command(cli, folder_with):
    """Run a command on a store with two runs: the second asks for two offences, which nobody has."""
    folder = folder_with(two_runs_told)
    return lambda *arguments: cli(*arguments, "--store", folder)


def test_select_diff_shows_steps_people_and_why(command):
    answer = command("select", "diff", 1, 2)
    assert answer.code == 0, answer.err
    assert "criteria                 1     0     1              0      0" in answer.out
    assert "time: the same date, so nothing was done again." in answer.out
    assert "the software changed nothing" in answer.out
    assert "Went: 1" in answer.out
    assert "offences_12m >= 1 became offences_12m >= 2" in " ".join(answer.out.split())
    assert max(len(line) for line in answer.out.splitlines()) <= 120


def test_select_diff_answers_in_json_and_writes_a_csv_file(command, tmp_path):
    out = tmp_path / "diff.csv"
    answer = command("select", "diff", 1, 2, "--json", "--csv", out)
    found = json.loads(answer.out)
    assert [(one["person_id"], one["change"]) for one in found["people"]] == [(1, "went")]
    assert found["total"]["went"] == 1
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    assert [(row["change"], row["person"], row["step"]) for row in rows] == [("went", "1", "criteria")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("select", "diff", 1, 9), 3, "no run 9"),
        (("select", "diff", 1), 2, "RUN"),
        (("select",), 2, "--criteria"),
        (("select", "--criteria", "bedfordshire"), 2, "--as-at"),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(command, arguments, code, words):
    answer = command(*arguments)
    assert (answer.code, words in answer.err) == (code, True)


def test_options_of_a_run_before_diff_are_refused(cli):
    answer = cli("select", "--criteria", "bedfordshire", "diff", 1, 2)
    assert (answer.code, "--criteria before diff" in answer.err) == (2, True)


def test_help_shows_both_the_options_of_a_run_and_the_comparison(cli):
    answer = cli("select", "--help")
    assert answer.code == 0
    assert "--criteria" in answer.out
    assert "diff" in answer.out
