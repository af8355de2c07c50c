"""Of the predicates that decide whom and what a caller is shown, none can go without a test here failing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.access.predicates import ROOT, Predicate, all_predicates

ALL = all_predicates()
PARTS = ("api", "iom", "sql", "fixtures", "tests", "pyproject.toml")
# All tests of access but these, which look for what was taken out: first those that most often notice.
_FIRST = ("visible", "out_of_sight", "withheld", "counts_withheld", "matrix")
HERE = (
    *(f"tests/api/access/test_{name}.py" for name in _FIRST),
    "tests/api/access",
    f"--ignore=tests/api/access/{Path(__file__).name}",
)


def _text(one: Predicate) -> str:
    return (ROOT / one.file).read_text(encoding="utf-8")


def test_each_predicate_taken_out_leaves_another_program():
    for one in ALL:
        text = _text(one)
        without = one.taken_out(text)
        assert without != text
        if one.file.endswith(".py"):
            compile(without, one.file, "exec")


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.says(_text(one)))
def test_a_test_fails_without_the_predicate(one, tmp_path):
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path)
    path = tmp_path / one.file
    path.write_text(one.taken_out(_text(one)), encoding="utf-8")
    ended = _tests_in(tmp_path)
    # 1: that tests failed; any other number would say that they could not be run
    assert ended.returncode == 1, ended.stdout[-2000:]
    assert not re.search("^ERROR", ended.stdout, re.MULTILINE), ended.stdout[-2000:]


def _tests_in(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider", *HERE],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "IOM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
