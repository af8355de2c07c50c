"""iom import, iom quarantine and iom coverage as typed."""

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "examples"
MAPPINGS = Path(__file__).parents[2] / "fixtures" / "mappings" / "example"


@pytest.fixture
def folder(furnished_folder):
    return furnished_folder


def test_a_dirty_file_is_told_on_screen_without_a_value(cli, folder, tmp_path):
    assert (
        cli("import", EXAMPLES / "people.csv", "--mapping", MAPPINGS / "people.toml", "--store", folder).code
        == 0
    )
    dirty = EXAMPLES / "offences-dirty.csv"
    told = cli("import", dirty, "--mapping", MAPPINGS / "offences.toml", "--store", folder)
    assert told.code == 0
    assert (
        'offences-dirty.csv, line 3, 4, column "Committed to": date_format, 2 rows. Expected dd/mm/yyyy'
        in told.out
    )
    assert "offence_version" not in told.out
    assert "rows are refused; a file passes for complete with fewer than 5, or with at most 10%." in told.out
    assert "but the period counts as covered only when the mended file is imported." in told.out
    for value in ("31/02/2025", "99999", "perhaps", "40C1"):
        assert value not in told.out + told.err
    assert "date_format" in cli("quarantine", "list", "--store", folder).out
    assert "31/02/2025" in cli("quarantine", "show", "Q-1", "--store", folder).out
    out = tmp_path / "refused.csv"
    assert cli("quarantine", "export", "--out", out, "--store", folder).code == 0
    for mapping in ((), ("--mapping", MAPPINGS / "offences.toml")):
        told = cli("import", out, *mapping, "--store", folder)
        assert told.code == 3
        assert "This is a file of corrected rows: add --quarantine" in told.err
    out.write_text(out.read_text(encoding="utf-8-sig").replace("31/02/2025", "28/02/2025"), encoding="utf-8")
    assert "Corrected and closed: 1 refused row." in cli("import", out, "--quarantine", "--store", folder).out
    assert "subject" in cli("coverage", "--store", folder).out


def test_the_report_is_there_for_other_programs(cli, folder):
    told = cli(
        "import",
        EXAMPLES / "people.csv",
        "--mapping",
        MAPPINGS / "people.toml",
        "--store",
        folder,
        "--check",
        "--json",
    )
    data = json.loads(told.out)
    assert (data["checked_only"], data["rows_total"], data["rows_loaded"]) == (True, 5, 5)


def test_exit_codes_tell_usage_from_input(cli, folder, tmp_path):
    people = EXAMPLES / "people.csv"
    assert cli("import", people, "--store", folder).code == 2
    assert cli("import", people, "--mapping", MAPPINGS / "offences.toml", "--store", folder).code == 3
    assert (
        cli("import", tmp_path / "none.csv", "--mapping", MAPPINGS / "people.toml", "--store", folder).code
        == 3
    )
    assert cli("quarantine", "show", "Q-1", "--store", folder).code == 3
    wrong = ("--covers", "2026-10-31")
    assert cli("import", people, "--mapping", MAPPINGS / "people.toml", *wrong, "--store", folder).code == 2


def test_a_file_of_another_month_does_not_cover_it_unless_it_is_said_that_there_was_nothing(cli, folder):
    def imported(*options: object):
        mapping = MAPPINGS / "offences.toml"
        return cli("import", EXAMPLES / "offences.csv", "--mapping", mapping, *options, "--store", folder)

    cli("import", EXAMPLES / "people.csv", "--mapping", MAPPINGS / "people.toml", "--store", folder)
    october = ("--covers", "2026-10-01:2026-10-31")
    told = imported(*october, "--check")
    assert "Note: No offences of 2026-10-01 to 2026-10-31 are in the file" in told.out
    assert imported(*october).code == 0
    assert "2026-10-01" not in cli("coverage", "--store", folder).out
    data = json.loads(imported(*october, "--nothing-dated", "--json").out)
    assert (data["not_covered"], data["nothing_dated"]) == ([], ["offence", "status"])
    assert "2026-10-01" in cli("coverage", "--store", folder).out
    said = imported(*october, "--nothing-dated", "--check")
    assert "No offences or status events of 2026-10-01 to 2026-10-31, as you say: the period would count" in (
        said.out
    )


def test_a_period_to_come_is_refused_by_a_check_too_and_nothing_is_covered(cli, folder):
    people = ("import", EXAMPLES / "people.csv", "--mapping", MAPPINGS / "people.toml", "--store", folder)
    for check in ((), ("--check",)):
        told = cli(*people, "--covers", "2026-10-01:2099-10-31", *check)
        assert told.code == 3
        assert "The last day of --covers, 2099-10-31, lies after today" in " ".join(told.err.split())
    assert "No import has said what it covers." in cli("coverage", "--store", folder).out


def test_that_nothing_is_dated_is_not_said_of_corrected_rows(cli, folder):
    people = EXAMPLES / "people.csv"
    told = cli("import", people, "--quarantine", "--nothing-dated", "--store", folder)
    assert told.code == 2 and "corrected rows: leave it out" in told.err


def test_the_screen_says_what_makes_a_month_count_whose_rows_were_refused(cli, folder, tmp_path):
    cli("import", EXAMPLES / "people.csv", "--mapping", MAPPINGS / "people.toml", "--store", folder)
    header = (EXAMPLES / "offences.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    rows = (
        "40C1/0001/26,00012,,05/09/2026,05/09/2026,028/03,N,,,",
        "40C1/0002/26,00012,,31/02/2026,05/10/2026,028/03,N,,,",
    )
    file, out = tmp_path / "october.csv", tmp_path / "refused.csv"
    file.write_text("\n".join((header, *rows, "")), encoding="utf-8")

    mapping = tmp_path / "offences.toml"
    text = (MAPPINGS / "offences.toml").read_text(encoding="utf-8")
    mapping.write_text(text.replace('scope = "full"', 'scope = "changes"'), encoding="utf-8")

    def imported() -> str:
        october = ("--covers", "2026-10-01:2026-10-31")
        return cli("import", file, "--mapping", mapping, *october, "--store", folder).out

    hint = "the period counts as covered only when the mended file is imported."
    assert hint in " ".join(imported().split())
    cli("quarantine", "export", "--out", out, "--store", folder)
    corrected = out.read_text(encoding="utf-8-sig").replace("31/02/2026", "05/10/2026")
    out.write_text(corrected, encoding="utf-8")
    cli("import", out, "--quarantine", "--store", folder)
    told = " ".join(imported().split())
    assert hint in told and "1 of them was corrected or given up earlier" in told
    assert "2026-10-01" not in cli("coverage", "--store", folder).out
    file.write_text(file.read_text(encoding="utf-8").replace("31/02/2026", "05/10/2026"), encoding="utf-8")
    assert hint not in imported()
    assert "2026-10-01" in cli("coverage", "--store", folder).out
