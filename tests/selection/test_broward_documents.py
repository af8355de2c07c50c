"""The Broward mapping and criteria documents on invented rows of the same shape: no real row ships."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from iom.intake import import_file, load_mapping
from iom.measures import export, read_definition
from iom.selection import read_criteria, select
from iom.store import data_folder

NOW = datetime(2026, 11, 23, tzinfo=UTC)
AS_AT = date(2014, 12, 31)
FILES = {
    "people": (
        "person_id,sex,ethnicity,birth_month,index_date,prior_count,risk_decile\n"
        "001,Male,Other,1980-02,2014-01-10,12,9\n"
        "002,Female,Other,1997-01,2014-01-10,4,-1\n"
        "003,Male,Other,1979-06,2013-03-01,0,2\n"
    ),
    "charges": (
        "charge_desc,recorded_crime_code,count\n"
        "Robbery in the Street,34B,3\n"
        "Battery,105A,5\n"
        "arrest case no charge,,9\n"
        ",,2\n"
    ),
    "offences": (
        "person_id,offence_date,charge_degree,charge_desc,arrest_date\n"
        "001,2014-02-01,F2,Robbery in the Street,\n"
        "001,2014-02-01,F2,Robbery in the Street,\n"  # there is no reference: a repeat is another offence
        "001,2014-06-01,M1,Battery,\n"
        "001,,F3,arrest case no charge,2014-07-01\n"
        "002,2014-12-31,M1,Unheard of,\n"
        "003,2012-12-31,M1,Battery,\n"  # the day the 24-month window leaves out
    ),
    "custody": (
        "person_id,kind,from_ts,to_ts\n"
        "001,jail,2014-02-01 05:00:00,2014-02-11 04:00:00\n"
        "001,jail,2014-03-05 09:00:00,2014-03-05 07:00:00\n"  # ends before it starts by the clock only
        "001,prison,2014-08-01 00:00:00,2020-01-01 00:00:00\n"
        "002,jail,2014-05-02 00:00:00,2014-05-01 00:00:00\n"  # ends before it starts
    ),
}


@pytest.fixture
def broward(furnished_store, tmp_path):
    """A store with the four files imported, and their reports."""
    store = furnished_store
    # the files are a few rows of quirks each: as a share too many to pass for complete
    store.settings = store.settings.model_copy(update={"refused_share_limit": 0.5})
    reports = {}
    for name, text in FILES.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        mapping = load_mapping(data_folder("fixtures") / "mappings" / "broward" / f"{name}.toml")
        reports[name] = import_file(store, path, mapping, now=NOW)
    return store, reports


def test_each_quirk_of_the_files_meets_its_rule(broward):
    _, reports = broward
    fates = {name: (report.rows_loaded, report.rows_quarantined) for name, report in reports.items()}
    assert fates == {"people": (3, 0), "charges": (3, 1), "offences": (6, 0), "custody": (3, 1)}
    assert [rule.rule for rule in reports["custody"].rules] == ["spell_inverted"]


def test_measures_are_those_worked_out_by_hand(broward):
    store, _ = broward
    document = read_definition("broward")
    frame = export(store, document, as_at=AS_AT, known_at=None, area=None, now=NOW).frame
    first, second, third = frame.iter_rows(named=True)
    robbery, battery = Decimal("799.6288702315"), Decimal("13.5105415229")
    assert (first["charged_24m"], first["offences_12m"]) == (3, 4)
    assert first["severity_24m"] == 2 * robbery + battery
    # inside: 10 days from 1 February, 153 from 1 August to 31 December; both robberies were on a day inside
    assert first["days_inside_24m"] == 153
    assert first["rate_24m"] == (Decimal("365.25") / (730 - 10 - 153)).quantize(Decimal("1e-6"))
    assert (second["charged_24m"], second["severity_24m__weighted"]) == (1, 0)
    assert third["charged_24m"] == 0


def test_the_selection_ranks_and_explains(broward):
    store, _ = broward
    criteria = read_criteria(str(data_folder("fixtures") / "criteria" / "broward.toml"))
    result = select(store, criteria, as_at=AS_AT, now=NOW)
    assert [step.remaining for step in result.steps] == [3, 2, 2, 1, 1, 1]
    (person,) = result.proposed
    assert (person.person_id, person.standing.cohort, person.standing.points) == (1, "persistent", 13)
