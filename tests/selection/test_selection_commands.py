"""The commands of selection, as a user types them."""

import hashlib
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from iom.cli import alone_view
from iom.cli.run_view import FIRST_GAP, NO_PLACE, SUSPECTED
from iom.selection.gain import Alone, NearMiss, RuleAlone
from iom.settings import settings

from .conftest import PLAIN, Scheme

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def two_told(scheme: Scheme) -> None:
    scheme.people(2)
    scheme.covers("offence", "absence")
    scheme.offences("1 | 2026-09-01 | 028/03")
    scheme.ready()


@pytest.fixture
def folder(folder_with) -> Path:
    return folder_with(two_told)


@pytest.fixture
def run(cli, folder: Path):
    """Run a command on a store with two people, one of whom meets the criteria of plain.toml beside it."""
    (folder.parent / "plain.toml").write_text(PLAIN, encoding="utf-8")
    return lambda *arguments: cli(*arguments, "--store", folder)


def test_select_shows_proposals_with_reasons_and_attrition(run, folder: Path):
    answer = run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31")
    assert answer.code == 0, answer.err
    assert "1 offence suspected in 12 months, of which 12 months at liberty" in answer.out
    assert "aged 18 or over" in answer.out
    assert "reflect what police record" in answer.out


def test_a_run_is_listed_shown_explained_and_repeated(run, folder: Path):
    made = run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31", "--json")
    sha256 = json.loads(made.out)["canonical_sha256"]
    assert sha256[:12] in run("run", "list").out
    assert json.loads(run("run", "show", 1, "--json").out)["people"] == json.loads(made.out)["people"]
    assert "028/03" in run("run", "explain", 1, 1).out
    assert "not proposed, 0 points: meets no cohort rule" in run("run", "explain", 1, 2).out
    again = run("run", "repeat", 1)
    assert (again.code, sha256 in again.out) == (0, True)


def test_a_comparison_looked_for_among_the_commands_of_runs_is_pointed_to(cli):
    answer = cli("run", "diff", 1, 2)
    assert (answer.code, "iom select diff RUN RUN" in answer.err) == (2, True)


def test_the_lists_go_to_a_csv_file(run, folder: Path):
    out = folder.parent / "lists.csv"
    run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31", "--csv", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbflist,")


def test_no_run_is_kept_when_its_list_cannot_be_written(run, folder: Path):
    plain = folder.parent / "plain.toml"
    answer = run(
        "select", "--criteria", plain, "--as-at", "2026-10-31", "--csv", folder.parent / "no" / "x.csv"
    )
    assert (answer.code, "there is no folder" in answer.err) == (3, True)
    assert "No runs yet" in run("run", "list").out


def test_what_is_not_known_for_anyone_is_said_first_with_the_last_whole_date(run, folder: Path):
    plain = folder.parent / "plain.toml"
    answer = run("select", "--criteria", plain, "--as-at", "2026-11-20")
    lines = answer.out.splitlines()
    assert lines[1].startswith(
        "Not known for anyone: offences_12m, severity_12m: no source covers all offence"
    )
    assert "31 October 2026" in lines[1] + lines[2]
    assert run("run", "show", 1).out.splitlines()[1:3] == lines[1:3]
    shown = json.loads(run("run", "show", 1, "--json").out)
    assert "31 October 2026" in shown["absent"]["severity_12m"]


def test_where_a_gap_is_named_it_is_said_that_there_may_be_others(run, folder: Path):
    plain = folder.parent / "plain.toml"
    assert FIRST_GAP in " ".join(run("select", "--criteria", plain, "--as-at", "2026-11-20").out.split())
    assert FIRST_GAP not in run("select", "--criteria", plain, "--as-at", "2026-10-31").out


def test_reasons_are_shown_of_the_first_few_and_numbers_come_last(run, folder: Path):
    asked = ("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31")
    assert "Person 1  adopt" in run(*asked).out
    few = run(*asked, "--top", 0).out
    assert "Person 1  adopt" not in few
    assert few.index("Proposed: 1") < few.index("Step by step")
    assert "Person 1  adopt" in run("run", "show", 1, "--top", 0, "--all").out


def test_someone_with_a_place_is_not_called_harmful(run, folder: Path):
    plain = folder.parent / "plain.toml"
    harmful = '[harmful]\nwhen = "offences_12m >= 1"\nmost = 9\nsource = "local choice"\n[tie_break]'
    plain.write_text(PLAIN.replace("[tie_break]", harmful), encoding="utf-8")
    run("select", "--criteria", plain, "--as-at", "2026-10-31")
    said = run("run", "explain", 1, 1).out
    assert "harmful, not asked of someone with a place: " in said
    assert "harmful, met" not in said


def harmful_or_without_a_place(run, folder: Path) -> tuple[str, str]:
    """What `run show` and `run explain` say of someone harmful for whom the cohort has no place."""
    plain = folder.parent / "plain.toml"
    harmful = '[harmful]\nwhen = "offences_12m >= 1"\nmost = 9\nsource = "local choice"\n[tie_break]'
    none = '[[capacity]]\ncohort = "only"\narea = "*"\nplaces = 0\nsource = "local choice"\n'
    plain.write_text(PLAIN.replace("[tie_break]", none + harmful), encoding="utf-8")
    assert run("select", "--criteria", plain, "--as-at", "2026-10-31").code == 0
    shown, explained = (run("run", *words).out for words in (("show", 1), ("explain", 1, 1)))
    return " ".join(shown.split()), " ".join(explained.split())


def test_a_want_of_places_is_not_shown_as_a_rejection_though_it_is_kept_as_one(run, folder: Path):
    for said in harmful_or_without_a_place(run, folder):
        assert NO_PLACE in said
    assert "reject" not in harmful_or_without_a_place(run, folder)[0].replace(NO_PLACE, "")
    (kept,) = json.loads(run("run", "show", 1, "--json").out)["people"]
    assert kept["proposal"] == "reject"


def test_whoever_is_called_harmful_is_said_to_be_perhaps_only_suspected(run, folder: Path):
    for said in harmful_or_without_a_place(run, folder):
        assert SUSPECTED in said


def test_how_many_are_one_short_is_no_count_of_near_ones(capsys):
    rule = RuleAlone(0, 0, "cohort", "flex", "three or more", one_short=3312)
    few = RuleAlone(1, 0, "cohort", "free", "five or more", one_short=1)
    near = [NearMiss(0, number, number, "", Decimal(1), "1 short") for number in range(1, 5)]
    alone_view.show(Alone((rule, few), (*near, NearMiss(1, 1, 9, "", Decimal(1), "1 short"))), near=3)
    said = capsys.readouterr().out
    assert "One short: who lacks one comparison of a rule, and nothing else" in said
    assert "cohort flex: 3,312; the nearest 3\n" in said
    assert "cohort free: 1\n" in said
    assert "just miss" not in said


def test_a_run_compared_with_itself_is_said_to_be(run, folder: Path):
    run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31")
    run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31")
    says = "run 1 compared with itself"
    assert says in " ".join(run("select", "diff", 1, 1).out.split())
    assert says not in " ".join(run("select", "diff", 1, 2).out.split())


def test_an_explanation_fits_a_screen_and_has_at_most_two_decimals(run, folder: Path):
    run("select", "--criteria", folder.parent / "plain.toml", "--as-at", "2026-10-31")
    for person in (1, 2):
        lines = run("run", "explain", 1, person).out.splitlines()
        assert max(len(line) for line in lines) <= 120
        assert not any(re.search(r"\d\.\d{3}", line) for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "show", 9), 3, "no run 9"),
        (("run", "explain", 9, 1), 3, "no run 9"),
        (("run", "repeat", 9), 3, "no run 9"),
        (("select", "--criteria", "bedfordshir", "--as-at", "2026-10-31"), 3, "Did you mean bedfordshire?"),
        (("select", "--criteria", "bedfordshire", "--as-at", "31/10/2026"), 2, "2026"),
        (("select", "--criteria", "bedfordshire", "--as-at", "2199-01-01"), 3, "31 days after today"),
        (("run", "show", "1; drop table run"), 2, "Error"),
    ],
)
def test_a_mistake_is_answered_in_words_with_its_exit_code(run, arguments, code: int, words: str):
    answer = run(*arguments)
    assert answer.code == code
    assert words in answer.err + answer.out
    assert "Traceback" not in answer.err


def test_a_document_is_checked_without_a_store(cli, tmp_path: Path):
    assert cli("criteria", "check", "bedfordshire").code == 0
    bad = tmp_path / "bad.toml"
    bad.write_text(PLAIN.replace("offences_12m >= 1", "offence_12m >= 1"), encoding="utf-8")
    answer = cli("criteria", "check", bad)
    assert answer.code == 3
    line = PLAIN[: PLAIN.index("offences_12m >= 1")].count("\n") + 1
    assert f"bad.toml, line {line}, column 1 of the condition" in answer.err
    assert "Did you mean offences_12m?" in answer.err


def test_a_document_is_checked_against_a_store(run, folder: Path):
    plain = folder.parent / "plain.toml"
    assert "at odds with what the store holds" in run("criteria", "check", plain).out
    plain.write_text(PLAIN.replace("age >= 18", "held.ogrs3 >= 18"), encoding="utf-8")
    answer = run("criteria", "check", plain)
    assert (answer.code, "line" in answer.err) == (3, True)


def test_a_document_is_checked_against_the_store_that_the_environment_names(run, cli, folder, monkeypatch):
    monkeypatch.setenv("IOM_STORE", str(folder))
    settings.cache_clear()
    plain = folder.parent / "plain.toml"
    answer = cli("criteria", "check", plain)
    assert "at odds with what the store holds" in answer.out
    assert "not checked against a store" not in answer.out
    plain.write_text(PLAIN.replace("age >= 18", "held.ogrs3 >= 18"), encoding="utf-8")
    assert "held score of the tool" in cli("criteria", "check", plain).err


def test_a_check_without_a_store_says_what_was_not_checked(cli):
    assert (
        "Districts, areas, tools, bands and themes were not checked"
        in cli("criteria", "check", "bedfordshire").out
    )
    assert (
        json.loads(cli("criteria", "check", "bedfordshire", "--json").out)["checked_against_store"] is False
    )


def test_runs_of_edited_documents_are_told_apart(run, folder: Path):
    plain = folder.parent / "plain.toml"
    for text in (PLAIN, PLAIN.replace("age >= 18", "age >= 19")):
        plain.write_text(text, encoding="utf-8")
        run("select", "--criteria", plain, "--as-at", "2026-10-31")
    heads = json.loads(run("run", "list", "--json").out)
    digests = [head["criteria_sha256"] for head in heads]
    assert digests[1] == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert digests[0] != digests[1]
    rows = run("run", "list").out.splitlines()
    assert "document" in rows[0]
    assert [digest[:8] in row for digest, row in zip(digests, rows[1:], strict=True)] == [True, True]


def test_what_check_prints_fits_a_screen(cli):
    for name in ("bedfordshire", "broward"):
        assert max(len(line) for line in cli("criteria", "check", name).out.splitlines()) <= 120
