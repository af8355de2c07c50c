"""The made-up partnership resembles what is published; its files keep to the reserved identifiers."""

import csv
import hashlib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from iom import codes
from iom.demo import Made, Parameters, write_exports
from iom.demo.lives import Lives
from iom.demo.parameters import read_parameters
from iom.demo.partnership import Partnership
from iom.store import IomError

# Ministry of Justice, criminal history flow data 2019: adults cautioned or sentenced, by previous sanctions,
# without summary motoring offences, which no crime system of a force holds
PUBLISHED = {"0": 67_419, "1-2": 53_308, "3-6": 55_039, "7-10": 32_830, "11-14": 23_475, "15+": 95_595}
BANDS = (("0", 0), ("1-2", 1), ("3-6", 3), ("7-10", 7), ("11-14", 11), ("15+", 15))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    encoding = "cp1252" if name.startswith("niche") else "utf-8"
    return list(csv.DictReader((folder / f"{name}.csv").read_text(encoding=encoding).splitlines()))


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_the_partnership_has_about_forty_thousand_offences_of_four_thousand_people(
    whole: Partnership, parameters: Parameters
) -> None:
    start = parameters["made.from"].toordinal()
    offences = sum(o.committed >= start for person in whole.people for o in person.life.offences)
    assert len(whole.people) == 4000
    assert 37_000 <= offences <= 43_000


def test_previous_sanctions_are_as_heavy_tailed_as_published(
    whole: Partnership, parameters: Parameters
) -> None:
    """Adults sanctioned in the last year, by sanction days before: each band within 7 points."""
    end = parameters["made.extract"].toordinal()
    made: Counter[str] = Counter()
    for person in whole.people:
        days = sorted({s.day for s in person.life.sanctions if s.day <= end})
        if days and days[-1] > end - 365 and person.life.career.age(end) >= 18:
            made[next(band for band, least in reversed(BANDS) if len(days) - 1 >= least)] += 1
    share = {band: made[band] / made.total() for band, _ in BANDS}
    published = {band: count / sum(PUBLISHED.values()) for band, count in PUBLISHED.items()}
    assert share == pytest.approx(published, abs=0.07)


def test_a_tenth_of_people_commit_about_half_of_the_offences(
    whole: Partnership, parameters: Parameters
) -> None:
    start = parameters["made.from"].toordinal()
    counts = sorted((sum(o.committed >= start for o in p.life.offences) for p in whole.people), reverse=True)
    assert 0.4 <= sum(counts[: len(counts) // 10]) / sum(counts) <= 0.6


def test_the_offence_mix_follows_published_counts_with_a_known_suspect(
    whole: Partnership, parameters: Parameters
) -> None:
    """Each family's share of crimes, co-offenders counted once, within 2.5 points of what is wanted."""
    start = parameters["made.from"].toordinal()
    crimes = {
        o.reference: o.crime.family for p in whole.people for o in p.life.offences if o.committed >= start
    }
    made = Counter(crimes.values())
    wanted: Counter[str] = Counter()
    for crime in parameters.crimes:
        wanted[crime.family] += crime.count * parameters.families[crime.family].suspect_known  # pyright: ignore
    shares = {family: made[family] / made.total() for family in wanted}
    assert shares == pytest.approx({f: w / sum(wanted.values()) for f, w in wanted.items()}, abs=0.025)


def test_burglary_robbery_and_assault_arrive_as_class_and_as_cjs_codes(small: tuple[Path, Made]) -> None:
    given = Counter(row["Offence code"].strip() for row in rows(small[0], "niche_offences"))
    kinds = {code: codes.code_kind(code) for code in given}
    assert {"recorded", "class", "cjs"} <= set(kinds.values())
    for by_class, by_charge in (("028/03", "TH68036"), ("034/01", "TH68023"), ("008/06", "OF61102")):
        assert given[by_class] and given[by_charge]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    small: tuple[Path, Made], small_parameters: Parameters, tmp_path: Path
) -> None:
    write_exports(tmp_path / "again", 2026, small_parameters)
    write_exports(tmp_path / "other", 2027, small_parameters)
    assert digests(small[0])
    assert digests(tmp_path / "again") == digests(small[0])
    assert all(digests(tmp_path / "other")[name] != digest for name, digest in digests(small[0]).items())


def test_another_seed_changes_every_draw_also_those_of_one_file(
    small: tuple[Path, Made], small_parameters: Parameters, tmp_path: Path
) -> None:
    write_exports(tmp_path, 2027, small_parameters)
    first, second = (
        {row["crn"]: row["officer"] for row in rows(folder, "ndelius_people")}
        for folder in (small[0], tmp_path)
    )
    both = first.keys() & second.keys()
    assert len(both) > 5
    assert sum(first[crn] == second[crn] for crn in both) < len(both) / 2


def test_a_life_depends_on_its_number_alone_not_on_those_drawn_before(small_parameters: Parameters) -> None:
    alone, after_others = Lives(small_parameters, 1), Lives(small_parameters, 1)
    for number in range(1, 77):
        after_others.draw(number)
    assert alone.draw(77) == after_others.draw(77)


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("niche_nominals", {"PNC ID": "pnc_id", "CRO number": "cro_number"}),
        ("pnc_people", {"PNC ID": "pnc_id", "CRO": "cro_number"}),
        ("ndelius_people", {"crn": "probation_crn", "noms_number": "noms_number"}),
        ("nomis_people", {"Book number": "custody_reference", "NOMS number": "noms_number"}),
    ],
)
def test_every_identifier_is_of_a_form_that_no_system_issues(
    small: tuple[Path, Made], file: str, columns: dict[str, str]
) -> None:
    listed = rows(small[0], file)
    for column, kind in columns.items():
        given = [row[column] for row in listed if row[column]]
        assert given
        assert all(codes.is_fixture_identifier(kind, value) for value in given)
        assert len(set(given)) == len(given)


def test_no_one_offends_before_ten_or_after_the_extract(whole: Partnership, parameters: Parameters) -> None:
    end = parameters["made.extract"].toordinal()
    assert any(person.life.offences for person in whole.people)
    for person in whole.people:
        career = person.life.career
        assert all(career.age(o.committed) >= 10 and o.committed <= end for o in person.life.offences)


def test_events_of_an_offence_are_in_order(whole: Partnership) -> None:
    offences = [offence for person in whole.people for offence in person.life.offences]
    assert any(len(offence.events) > 1 for offence in offences)
    for offence in offences:
        assert offence.committed <= offence.recorded <= offence.linked
        assert all(before[1] <= after[1] for before, after in pairwise(offence.events))


def test_co_offenders_share_a_crime_reference(small: tuple[Path, Made]) -> None:
    made = small[1]
    assert made.crimes < made.offences
    shared = Counter(row["Crime no"].strip() for row in rows(small[0], "niche_offences"))
    assert max(shared.values()) >= 2


def test_the_last_months_file_holds_only_what_that_month_changed(small: tuple[Path, Made]) -> None:
    columns = ("Suspect from", "Date arrested", "Date charged", "Disposal date")
    latest = rows(small[0], "niche_offences_latest")
    assert latest
    for row in latest:
        days = [row[column] for column in columns if row[column]]
        assert any(day.endswith("/10/2026") for day in days)


def test_keys_keep_their_leading_zeros(small: tuple[Path, Made]) -> None:
    keys = [row["Nominal ref"] for row in rows(small[0], "niche_nominals")]
    assert keys
    assert all(key.startswith("0") for key in keys)


def test_every_parameter_names_its_source(parameters: Parameters) -> None:
    assert parameters.sources
    assert set(parameters.sources) == set(parameters.values)
    assert all(parameters.sources.values())


def test_a_parameter_without_a_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parameters.toml").write_text("[made]\npeople = { value = 3 }\n", encoding="utf-8")
    with pytest.raises(IomError, match=r"made\.people"):
        read_parameters(tmp_path)


def test_the_extract_is_a_fixed_date(parameters: Parameters) -> None:
    assert parameters["made.extract"] == date(2026, 10, 31)
