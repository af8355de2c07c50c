"""Changing any one coefficient is noticed, none is without effect, and the tables are the published ones."""

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from iom.risk import rescore
from iom.risk.models import TERMS
from tests.oracle import risk
from tests.oracle.codes import rows

from .test_vectors import COLUMNS, FEATURE

EXPECTED = Path(__file__).parent / "expected_z.csv"
# In order: "term|sex|level|coefficient" of each row, and "model|label|coefficient" of those of ARP and VRP.
OGRS3_SHA256 = "84d5d1af36a2a75fa7586ef312753f022d5c9a90e09dea3d9b4e07e3879891df"
OGRS4_SHA256 = "7e5ac170d6136111fe7cece863da9b2445cb71e4d51d5601da9c7162792edb3e"
USED = {"arp": risk.ARP, "vrp": risk.VRP}
SCORES = ("ogrs3_1y", "ogrs3_2y", "arp", "vrp")
# What a sum of some twenty terms may lose to rounding; any coefficient is moved by far more than that.
TOLERANCE = 1e-10


@cache
def grid() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def bench(furnished_template, tmp_path_factory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor with the features of the grid, and its own copies of the tables in force."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"attach '{furnished_template / 'store' / 'store.duckdb'}' as given (read_only)")
    for table in ("ogrs3_coefficient", "ogrs4_coefficient"):
        connection.execute(f"create temp table {table} as select * from given.{table}")
    connection.execute("detach given")
    connection.execute(f"create temp table risk_feature ({FEATURE})")
    for number, row in enumerate(grid()):
        given: dict[str, object] = {**row, "person_id": number, "sex": row["sex"][0].upper()}
        given["previous_sanctions"] = int(row["sanctions"]) - 1
        marks = ", ".join("?" * len(COLUMNS))
        connection.execute(f"insert into risk_feature values ({marks})", [given[name] for name in COLUMNS])
    yield connection
    connection.close()


def differing(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By score, on how many rows of the grid its z is not the expected one."""
    rescore(cursor)
    columns = ", ".join(f"{name}_z" for name in SCORES)
    found = cursor.execute(f"select {columns} from risk_score order by person_id").fetchall()
    return {
        name: sum(
            z is None or abs(z - float(row[f"{name}_z"])) > TOLERANCE
            for z, row in zip((one[n] for one in found), grid(), strict=True)
        )
        for n, name in enumerate(SCORES)
    }


def moved(cursor: duckdb.DuckDBPyConnection, table: str, row: int) -> set[str]:
    """The scores that no longer match when one row's coefficient has another ninth decimal."""
    change = f"update {table} set coefficient = coefficient + ? where rowid = ?"
    (before,) = cursor.execute(f"select coefficient from {table} where rowid = ?", [row]).fetchone()
    cursor.execute(change, [1e-9, row])
    try:
        return {name for name, count in differing(cursor).items() if count}
    finally:
        cursor.execute(f"update {table} set coefficient = ? where rowid = ?", [before, row])


def test_the_published_coefficients_give_the_expected_values(bench):
    assert differing(bench) == dict.fromkeys(SCORES, 0)


def test_each_coefficient_of_ogrs3_moves_it_and_nothing_else(bench):
    listed = bench.execute("select rowid, term, sex, level from ogrs3_coefficient").fetchall()
    assert len(listed) == 50
    of_one_year = {"intercept_1yr": {"ogrs3_1y"}, "intercept_2yr": {"ogrs3_2y"}}
    for row, *label in listed:
        expected = of_one_year.get(label[0], {"ogrs3_1y", "ogrs3_2y"})
        assert moved(bench, "ogrs3_coefficient", row) == expected, label


@pytest.mark.parametrize("model", USED)
def test_each_coefficient_of_the_ogrs4_generation_moves_its_model_and_nothing_else(bench, model):
    listed = bench.execute(
        "select rowid, term, level from ogrs4_coefficient where model = ?", [USED[model]]
    ).fetchall()
    assert len(listed) == {"arp": 47, "vrp": 50}[model]
    for row, *label in listed:
        assert moved(bench, "ogrs4_coefficient", row) == {model}, label


def test_no_other_model_of_the_table_is_read(bench):
    others = "from ogrs4_coefficient where model not in (?, ?)"
    names = list(USED.values())
    assert bench.execute(f"select count(*) {others}", names).fetchone()[0] == 343 - 47 - 50
    bench.execute("begin")
    bench.execute(f"delete {others}", names)
    assert differing(bench) == dict.fromkeys(SCORES, 0)
    bench.execute("rollback")


@pytest.mark.parametrize("model", USED)
def test_the_terms_of_the_software_are_the_labels_of_the_table(bench, model):
    labels = bench.execute(
        "select lower(term) from ogrs4_coefficient where model = ? and level is null", [USED[model]]
    ).fetchall()
    assert sorted(TERMS[model]) == sorted(label for (label,) in labels)


def test_the_rows_that_are_read_are_the_published_ones():
    ogrs3 = [
        f"{row['term']}|{row['sex']}|{row['level']}|{row['coef_9dp']}" for row in rows("ogrs3_coefficients")
    ]
    ogrs4 = [
        f"{row['model']}|{row['label']}|{row['coefficient']}"
        for row in rows("ogrs4_coefficients")
        if row["model"] in USED.values()
    ]
    assert digest(ogrs3) == OGRS3_SHA256
    assert digest(ogrs4) == OGRS4_SHA256


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_expected_values_are_those_that_their_maker_gives():
    from .make_expected import SCORES as NAMES
    from .make_expected import grid as made

    for row, of in zip(grid(), made(), strict=True):
        found = risk.scores(of)
        for name in NAMES:
            assert abs(float(row[f"{name}_z"]) - found[name].z) < TOLERANCE
