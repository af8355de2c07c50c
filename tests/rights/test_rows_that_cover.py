"""A row of someone erased is refused, and says as well as any other that its file is of its month."""

from tests.rights.conftest import CRIMES, exported
from tests.rights.test_erasing import erase


def test_a_month_in_which_only_someone_erased_offended_counts_as_covered(planted, cli, tmp_path):
    erase(cli, planted)
    file, mapping = exported(tmp_path / "files", "offences", CRIMES[:1])
    march = ("--covers", "2026-03-01:2026-03-31")
    answer = cli("import", file, "--mapping", mapping, *march, "--store", planted)
    assert answer.code == 0 and "are in the file" not in answer.out, answer.out
    assert "2026-03-01" in cli("coverage", "--store", planted).out
