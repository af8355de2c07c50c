"""docs/import-rules.md says what the engine does, and messages say what to do."""

from pathlib import Path

from iom.codes import IDENTIFIER_KINDS
from iom.intake.columns import IDENTIFIER_FORMS
from iom.intake.mapping_file import ENCODINGS
from iom.settings import Settings

from .conftest import Bench
from .field_table import field_table

HANDBOOK = Path(__file__).parents[2] / "docs/import-rules.md"
SCORES = """
[[record]]
type = "subject"
subject = "id"
[record.fields]
probation_crn = "crn"
[[record]]
type = "held_score"
subject = "id"
[record.fields]
tool = { value = "ovp" }
score = "score"
on_date = { column = "on", format = "uk" }
"""


def test_the_table_of_fields_is_current():
    text = HANDBOOK.read_text(encoding="utf-8")
    assert f"-->\n{field_table()}\n<!--" in text


def test_every_kind_of_identifier_has_its_form_in_words():
    assert set(IDENTIFIER_FORMS) == set(IDENTIFIER_KINDS)


def test_the_encodings_that_messages_name_are_explained():
    text = HANDBOOK.read_text(encoding="utf-8")
    assert [name for name in ENCODINGS if f"`{name}`" not in text] == []


def test_the_limits_of_the_brakes_are_explained():
    text = HANDBOOK.read_text(encoding="utf-8")
    brakes = [name for name in Settings.model_fields if name.startswith(("refused_", "withdrawn_"))]
    assert len(brakes) == 4
    for name in brakes:
        assert f"`IOM_{name.upper()}` ({Settings.model_fields[name].default:.2f})".replace(".00", "") in text


def test_a_wrong_identifier_and_number_are_answered_with_the_form(bench: Bench):
    body = SCORES
    report = bench.load(body, bench.file("id,crn,score,on", "1,Z90001,<3.1,01/01/2024"))
    told = {rule.rule: f"{rule.message}. {rule.remedy}" for rule in report.rules}
    assert "a letter and six digits, as X123456" in told["identifier_form"]
    assert '3.1 or 3.1%, not "1,200"' in told["number_format"]
    assert "Take signs such as <" in told["number_format"]
    assert "Z90001" not in str(told)
