"""A table is loaded whole, with its vintage and source, or not at all; what was in force before is kept."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from iom import reference
from iom.documents import DocumentError
from iom.intake.audits import broken_audits
from iom.reference import ReferenceTableError, entry, health, registry, shipped_rows
from iom.reference import set_in_force as room
from iom.reference.checks import Row, checked, dangling, left_hanging
from iom.reference.loading import Given, load, use_shipped, use_vintage
from iom.reference.own import Origin
from iom.reference.sets import history, in_store
from iom.reference.severity_loading import load_severity
from iom.selection import repeat, select
from tests.selection.conftest import AS_AT, plain

from .workbooks import ROBBERY_2022, edition, workbook

LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
EVEN_LATER = datetime(2026, 12, 2, 9, tzinfo=UTC)
OF_2022 = Origin(
    "2022", "ONS Crime Severity Score data tool, edition of August 2022", "OGL v3.0", "2022/23 on"
)
OWN = Origin("2026-12", "our own board, minute 12")
LOADABLE = [table for table in registry().entries.values() if table.key]


def given(table_id, rows, origin=OWN):
    return Given(table_id, [Row(n, row) for n, row in enumerate(rows, 2)], origin, "own.csv", "0" * 64)


def one(store, question, *values):
    with store.cursor() as cursor:
        return cursor.execute(question, list(values)).fetchone()[0]


def severities(store):
    with store.cursor() as cursor:
        return cursor.execute("select severity from offence_scored order by person_id, offence_on").fetchall()


@pytest.mark.parametrize("table", LOADABLE, ids=lambda table: table.id)
def test_every_shipped_table_is_what_the_registry_says_of_it(table):
    rows = [Row(n, row) for n, row in enumerate(shipped_rows(table.id), 2)]
    sound, faults = checked(table, rows)
    assert faults == []
    assert [row.values for row in sound] == [row.values for row in rows]
    assert dangling(table, rows, room.shipped_set()) == []
    assert left_hanging(table, room.shipped_set()) == []


@pytest.mark.parametrize("table", LOADABLE, ids=lambda table: table.id)
def test_loading_what_is_in_force_changes_nothing(furnished_store, table):
    before = in_force(furnished_store)
    origin = replace(OF_2022, vintage="2020") if table.beside else OWN
    change = load(furnished_store, given(table.id, shipped_rows(table.id), origin), now=LATER)
    assert not change.changed
    assert in_force(furnished_store) == before
    assert one(furnished_store, "select count(*) from reference_load") == 0


def in_force(store):
    with store.cursor() as cursor:
        return reference.in_force(cursor)


def decisions(*changes):
    rows = shipped_rows("class_decisions")
    return [{**row, **dict(changes)} if row["ho_class"] == "008/06" else row for row in rows]


def test_a_decision_of_our_own_decides_and_the_effect_is_told(scheme):
    weight = {r["offence_code"]: Decimal(r["weight"]) for r in shipped_rows("ons_css_weights")}
    own = decisions(("recorded_crime_code", "8S"), ("instead_of", "8N"), ("reason", "our constables"))
    change = load(scheme.store, given("class_decisions", own), now=LATER)
    assert change.changed
    assert change.rebuilt
    found = change.effects
    assert (found.offences, found.other_weight, found.resolve_otherwise) == (6, 1, 1)
    (code,) = found.codes
    assert (code.code_given, code.was_code, code.now_code) == ("008/06", "8N", "8S")
    assert code.now_weight == round(weight["8S"], 10)
    assert severities(scheme.store)[2] == (code.now_weight,)
    assert "our constables" in one(
        scheme.store, "select why from code_resolution where code_given = '008/06'"
    )


def test_the_table_of_our_own_stays_when_newer_software_comes(scheme, monkeypatch):
    own = decisions(("recorded_crime_code", "8S"), ("instead_of", "8N"))
    load(scheme.store, given("class_decisions", own), now=LATER)
    texts = dict(room.shipped_set())
    texts["class_decisions"] = texts["class_decisions"].replace("the general code is taken", "we say so")
    texts["pathways"] = texts["pathways"].replace("Accommodation", "Housing")
    monkeypatch.setattr(room, "shipped_set", lambda: texts)
    reference.ensure(scheme.store, EVEN_LATER)
    with scheme.store.cursor() as cursor:
        held = in_store(cursor)
    assert [row["recorded_crime_code"] for row in held.rows("class_decisions", "008/06")] == ["8S"]
    assert held.rows("pathways", "Housing")
    assert one(scheme.store, "select count(*) from class_decision where reason = 'we say so'") == 0


def test_back_to_the_shipped_table_restores_the_former_set(scheme):
    before, weighed = in_force(scheme.store), severities(scheme.store)
    own = decisions(("recorded_crime_code", "8S"), ("instead_of", "8N"))
    load(scheme.store, given("class_decisions", own), now=LATER)
    change = use_shipped(scheme.store, "class_decisions", now=EVEN_LATER)
    assert change.fingerprint == before.fingerprint
    assert severities(scheme.store) == weighed
    with pytest.raises(ReferenceTableError, match="is the shipped table already"):
        use_shipped(scheme.store, "class_decisions", now=EVEN_LATER)
    with scheme.store.cursor() as cursor:
        assert [(step.why, step.table_id) for step in history(cursor)] == [
            ("shipped", "class_decisions"), ("load", "class_decisions"), ("software", None)
        ]  # fmt: skip


def test_costs_change_the_fingerprint_and_make_no_derived_table_again(scheme):
    rows = [{**row, "unit_cost_gbp": "1"} for row in shipped_rows("ho_unit_costs_2019_20")]
    before = in_force(scheme.store)
    with scheme.store.transaction() as cursor:
        cursor.execute("create or replace table person_current as select 'as it was' as made")
    change = load(scheme.store, given("ho_unit_costs_2019_20", rows), now=LATER)
    assert change.fingerprint != before.fingerprint
    assert not change.rebuilt
    assert one(scheme.store, "select made from person_current") == "as it was"
    assert one(scheme.store, "select reference_fingerprint from derived_state") == change.fingerprint
    assert change.effects.codes == ()


@pytest.fixture
def ons(tmp_path):
    return workbook(tmp_path / "cssdatatool.xlsx", edition())


def test_a_vintage_from_onss_workbook_stands_beside_the_other(scheme, ons):
    weighed = severities(scheme.store)
    loaded = load_severity(scheme.store, ons, OF_2022, now=LATER)
    assert (loaded.change.rows, loaded.change.changed, loaded.change.rebuilt) == (128, True, False)
    assert severities(scheme.store) == weighed
    weights = {
        vintage: one(
            scheme.store,
            "select weight from severity_weight where vintage = ? and css_code = '34B'",
            vintage,
        )
        for vintage in ("2020", "2022")
    }
    # 799.6288702314769 in the edition of 2020
    assert weights == {"2020": Decimal("799.6288702315"), "2022": Decimal(ROBBERY_2022)}
    found = loaded.change.effects
    # the codes of fraud bodies and of class 999/99 have no weight in either
    assert (found.under, found.offences, found.other_weight, found.lose_weight) == ("2022", 6, 4, 0)


def test_the_same_workbook_again_changes_nothing_and_another_of_its_name_is_refused(scheme, ons, tmp_path):
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    before = in_force(scheme.store)
    again = load_severity(scheme.store, ons, OF_2022, now=EVEN_LATER)
    assert not again.change.changed
    other = workbook(tmp_path / "other.xlsx", edition("1.5"))
    with pytest.raises(
        ReferenceTableError, match=r'holds the vintage "2022" with other rows.*--vintage 2022b'
    ):
        load_severity(scheme.store, other, OF_2022, now=EVEN_LATER)
    assert in_force(scheme.store) == before
    with pytest.raises(ReferenceTableError, match='holds the vintage "2020" with other rows'):
        load_severity(scheme.store, other, replace(OF_2022, vintage="2020"), now=EVEN_LATER)


def test_a_document_that_names_a_new_vintage_can_be_run_once_it_is_loaded(scheme, ons, now):
    document = plain(('severity_vintage = "2020"', 'severity_vintage = "2022"'))
    with pytest.raises(DocumentError, match='vintage "2022"'):
        select(scheme.store, document, as_at=AS_AT, now=now)
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    result = select(scheme.store, document, as_at=AS_AT, now=now)
    first = result.proposed[0]
    weight = {
        r["offence_code"]: Decimal(r["weight"]) * Decimal("1.25") for r in shipped_rows("ons_css_weights")
    }
    expected = weight["28E"] + weight["8N"] + Decimal(ROBBERY_2022)
    held = one(
        scheme.store,
        f"select severity_12m from run_considered_{result.run_id} where person_id = ?",
        first.person_id,
    )
    assert first.person_id == 1
    assert abs(Decimal(held) - expected) < Decimal("0.000001")


def test_a_run_made_before_any_load_gives_the_same_bytes_after_all_of_them(scheme, ons, now):
    result = select(scheme.store, plain(), as_at=AS_AT, now=now)
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    own = decisions(("recorded_crime_code", "8S"), ("instead_of", "8N"))
    change = load(scheme.store, given("class_decisions", own), now=LATER)
    use_vintage(scheme.store, "2022", now=EVEN_LATER)
    again = repeat(scheme.store, result.run_id, now=EVEN_LATER)
    assert (again.same, again.now) == (True, result.canonical_sha256)
    assert broken_audits(scheme.store) == {}
    # the same document with the tables now in force is another matter
    other = select(scheme.store, plain(), as_at=AS_AT, now=EVEN_LATER)
    assert other.canonical_sha256 != result.canonical_sha256
    assert change.former_runs == ()
    assert one(scheme.store, "select reference_fingerprint from run where run_id = 1") != change.former


def test_the_runs_that_used_the_former_set_are_named(scheme, ons, now):
    run = select(scheme.store, plain(), as_at=AS_AT, now=now).run_id
    loaded = load_severity(scheme.store, ons, OF_2022, now=LATER)
    assert loaded.change.former_runs == (run,)
    with scheme.store.cursor() as cursor:
        assert [(step.why, step.runs) for step in history(cursor)] == [("load", 0), ("software", 1)]


def test_derived_tables_carry_another_vintage_only_when_told(scheme, ons):
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    change = use_vintage(scheme.store, "2022", now=EVEN_LATER)
    assert (change.rebuilt, change.effects.other_weight) == (True, 4)
    assert severities(scheme.store)[1] == (Decimal(ROBBERY_2022),)
    assert not use_vintage(scheme.store, "2022", now=EVEN_LATER).changed
    with pytest.raises(ReferenceTableError, match="no severity weights"):
        use_vintage(scheme.store, "2031", now=EVEN_LATER)
    with pytest.raises(
        ReferenceTableError, match=r"2022 is in force, .* First: iom reference use-vintage 2020"
    ):
        # what derived tables carry cannot be taken away
        use_shipped(scheme.store, "ons_css_weights", now=EVEN_LATER)


def test_tables_of_a_stores_own_are_as_they_should_be(scheme, ons):
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    assert health.check(scheme.store).state == "ok"


def test_a_list_of_a_few_weights_is_not_loaded(scheme, tmp_path):
    few = workbook(tmp_path / "few.xlsx", edition()[:4])
    with pytest.raises(
        ReferenceTableError, match=r"Nothing was loaded: \d+ of the 1\d\d recorded crime codes"
    ):
        load_severity(scheme.store, few, OF_2022, now=LATER)
    assert one(scheme.store, "select count(*) from reference_load") == 0


def test_a_check_says_the_same_and_keeps_nothing(scheme, ons):
    before = in_force(scheme.store)
    tried = load_severity(scheme.store, ons, OF_2022, now=LATER, check=True)
    assert in_force(scheme.store) == before
    assert one(scheme.store, "select count(*) from reference_load") == 0
    real = load_severity(scheme.store, ons, OF_2022, now=LATER)
    assert replace(tried.change, checked_only=False) == real.change


def test_every_change_is_one_line_of_the_audit_log_without_a_free_text(scheme, ons):
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    use_vintage(scheme.store, "2022", now=LATER)
    with scheme.store.cursor() as cursor:
        lines = cursor.execute(
            "select action, detail from audit_log where action like 'reference.%' order by seq"
        ).fetchall()
    assert [action for action, _ in lines] == [
        "reference.put_in_force", "reference.load", "reference.use_vintage"
    ]  # fmt: skip
    assert json.loads(lines[1][1])["fingerprint"] == in_force(scheme.store).fingerprint
    assert "edition of August" not in lines[1][1]


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        (Origin("", "ONS"), "--vintage"),
        (Origin("2022\n", "ONS"), "--vintage"),
        (Origin("2022", " "), "--source"),
        (Origin("2022", "ONS\nand more"), "--source"),
        (Origin("2022", "ONS", ""), "--licence"),
        (Origin("2022", "ONS"), "--years"),
        (Origin("2022", "ONS", None, "2022"), '"2022/23 on"'),
        (Origin("2022", "ONS", None, "2022/24"), '"2022/23 on"'),
        (Origin("2022", "ONS", None, "2024/25 to 2022/23"), '"2022/23 on"'),
    ],
)
def test_nothing_is_loaded_without_vintage_source_and_years(furnished_store, origin, says):
    rows = [{**row, "vintage": "2022"} for row in shipped_rows("ons_css_weights")]
    with pytest.raises(ReferenceTableError, match=says):
        load(furnished_store, given("ons_css_weights", rows, origin), now=LATER)
    assert one(furnished_store, "select count(*) from reference_load") == 0


@pytest.mark.parametrize(
    ("weight", "says"),
    [("100000000", "is too large: at most 8 digits"), ("1e-11", "would be 0"), ("1e999", "is too large")],
)
def test_a_weight_that_cannot_be_kept_is_refused(furnished_store, weight, says):
    rows = [{**row, "vintage": "2022"} for row in shipped_rows("ons_css_weights")]
    rows[0]["weight"] = weight
    with pytest.raises(ReferenceTableError, match=f'line 2, column "weight": {says}'):
        load(furnished_store, given("ons_css_weights", rows, OF_2022), now=LATER)
    rows[0]["weight"] = "99999999.99"
    assert load(furnished_store, given("ons_css_weights", rows, OF_2022), now=LATER).changed


def test_weights_as_csv_are_of_one_vintage(furnished_store):
    rows = [{**row, "vintage": "2022"} for row in shipped_rows("ons_css_weights")]
    assert load(furnished_store, given("ons_css_weights", rows, OF_2022), now=LATER).rows == 128
    mixed = [*[{**row, "vintage": "2024"} for row in rows[:3]], rows[3]]
    with pytest.raises(ReferenceTableError, match='line 5, column "vintage": another vintage'):
        load(furnished_store, given("ons_css_weights", mixed, replace(OF_2022, vintage="2024")), now=LATER)


@pytest.mark.parametrize(
    ("table_id", "change", "says"),
    [
        ("ho_unit_costs_2019_20", {"unit_cost_gbp": "£12"}, 'column "unit_cost_gbp": must be a number'),
        ("ho_unit_costs_2019_20", {"unit_cost_gbp": ""}, 'column "unit_cost_gbp": is blank'),
        ("ho_unit_costs_2019_20", {"price_year": "2019"}, "a financial year such as 2019/20"),
        ("gdp_deflator", {"financial_year": "2019-21"}, "a financial year"),
        ("gdp_deflator", {"index_2024_25_eq_100": "0"}, "a number above 0"),
        ("class_decisions", {"ho_class": "burglary"}, "a Home Office class"),
        ("class_decisions", {"reason": ""}, 'column "reason": is blank'),
        ("class_decisions", {"recorded_crime_code": "28E"}, "is not in the table ho_class_to_rec"),
        ("offence_classes", {"recorded_crime_code": "999Z"}, "is not in the table recorded_crime_codes"),
        ("ho_class_to_recorded_crime_code", {"notifiable": "yes"}, "must be one of: true, false"),
        ("ho_class_to_recorded_crime_code", {"recorded_crime_code": ""}, "where notifiable is true"),
    ],
)  # fmt: skip
def test_a_bad_row_refuses_the_file_and_names_line_column_and_remedy(furnished_store, table_id, change, says):
    rows = shipped_rows(table_id)
    rows[2] = {**rows[2], **change}
    with pytest.raises(ReferenceTableError, match=f"own.csv: nothing was loaded(.|\n)*line 4.*{says}"):
        load(furnished_store, given(table_id, rows), now=LATER)
    assert one(furnished_store, "select count(*) from reference_load") == 0


def test_all_faults_are_named_up_to_twenty(furnished_store):
    rows = [{**row, "unit_cost_gbp": "x"} for row in shipped_rows("ho_unit_costs_2019_20")]
    with pytest.raises(ReferenceTableError) as error:
        load(furnished_store, given("ho_unit_costs_2019_20", rows), now=LATER)
    assert str(error.value).count("line ") == 20
    assert "and 57 more" in str(error.value)


def test_the_same_key_twice_is_refused_naming_both_lines(furnished_store):
    rows = decisions()
    with pytest.raises(ReferenceTableError, match=r"line 6, .*the same ho_class as on line 2"):
        load(furnished_store, given("class_decisions", [*rows, rows[0]]), now=LATER)


def test_a_table_that_others_point_to_may_not_lose_what_they_need(furnished_store):
    rows = [row for row in shipped_rows("recorded_crime_codes") if row["offence_code"] != "8N"]
    with pytest.raises(
        ReferenceTableError, match=r"class_decisions names 8N|ho_class_to_recorded.* names 8N"
    ):
        load(furnished_store, given("recorded_crime_codes", rows), now=LATER)


def test_coefficients_are_not_a_deployments_to_load(furnished_store):
    with pytest.raises(ReferenceTableError, match="is not a table to load"):
        load(furnished_store, given("ogrs3_coefficients", shipped_rows("ogrs3_coefficients")), now=LATER)
    with pytest.raises(ReferenceTableError, match="Did you mean"):
        entry("unit_costs_2019")


def test_numbers_with_thousands_apart_are_the_numbers_alone(furnished_store):
    rows = shipped_rows("ho_unit_costs_2019_20")
    written = [{**row, "unit_cost_gbp": f"{int(row['unit_cost_gbp']):,}"} for row in rows]
    assert not load(furnished_store, given("ho_unit_costs_2019_20", written), now=LATER).changed


def test_a_store_without_records_takes_a_table_too(furnished_store):
    own = decisions(("recorded_crime_code", "8S"), ("instead_of", "8N"))
    change = load(furnished_store, given("class_decisions", own), now=LATER)
    assert (change.changed, change.effects.offences) == (True, 0)


def test_what_was_loaded_carries_its_own_source(scheme, ons):
    load_severity(scheme.store, ons, OF_2022, now=LATER)
    with scheme.store.cursor() as cursor:
        held = in_store(cursor)
    shipped, own = held.editions("ons_css_weights")
    assert (shipped.vintage, shipped.years, shipped.loaded_by) == ("2020", "2020/21", None)
    assert (own.vintage, own.years, own.source, own.loaded_by) == (
        "2022", "2022/23 on", OF_2022.source, "tester"
    )  # fmt: skip
    assert held.source_of("ons_css_weights", "2022") == OF_2022.source
    assert date(2026, 12, 1) == own.loaded_at.date()
