"""The record types that a mapping document may name: their fields, their tables, what tells them apart."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from iom.codes import IDENTIFIER_KINDS

Kind = Literal["text", "tool", "date", "yes_no", "whole", "decimal", "word", "identifier", "code", "list"]

STATUSES = ("suspect", "arrested", "charged", "cautioned", "convicted", "acquitted", "no_further_action")
SEXES = ("male", "female", "other")
ABSENCES = ("remand", "sentence", "recall", "secure_hospital", "out_of_area")
SANCTIONS = ("conviction", "caution", "reprimand", "warning")
SUPERVISIONS = ("licence", "community_order", "none")
CODE_KINDS = ("recorded", "class", "cjs", "local")
TO_THREE = ("1", "2", "3")
TO_FOUR = ("1", "2", "3", "4")
ASSESSMENTS = ("A", "B", "C", "D", "E")
HANDLINGS = ("P", "C")


@dataclass(frozen=True)
class Field:
    """One thing that a record may say. words: all the values it takes; ahead: the date may be to come.

    blank: what a blank says where a column is mapped to it; None: nothing.
    """

    name: str
    kind: Kind = "text"
    words: tuple[str, ...] = ()
    required: bool = False
    ahead: bool = False
    blank: str | None = None


@dataclass(frozen=True)
class Table:
    """A table of versions: what it keeps of a record, and which fields tell one subject's records apart.

    dated_by: the date that says whether a full file should hold the record; None: the file holds them all.
    parent: the table whose records these are details of; they live and are withdrawn with them.
    told_by: the column that says which record type told a version, where more than one can.
    """

    name: str
    keeps: tuple[str, ...]
    key: tuple[str, ...] = ()
    dated_by: str | None = None
    parent: str | None = None
    told_by: str | None = None

    @property
    def days(self) -> tuple[str, str] | None:
        """The columns of the first and the last day that a record speaks of; None: it is not dated."""
        if {"from_date", "to_date"} <= set(self.keeps):
            return "from_date", "to_date"
        return (self.dated_by, self.dated_by) if self.dated_by else None


@dataclass(frozen=True)
class RecordType:
    """A kind of record: its fields, its own table first, then those of its details.

    numbered: several records of one natural key may hold at once, and are told apart by their order.
    """

    name: str
    fields: tuple[Field, ...]
    tables: tuple[str, ...]
    has_subject: bool = True
    needs_reference: bool = False
    spell: tuple[str, str] | None = None
    numbered: bool = False

    @property
    def table(self) -> str:
        """The table of the record itself."""
        return self.tables[0]

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((field for field in self.fields if field.name == name), None)


RECORDED_ON = Field("recorded_on", "date")
CODE = (Field("code_kind", "word", CODE_KINDS), Field("code_given", "code"))
OFFENCE_FLAGS = ("domestic_abuse", "hate", "weapon", "alcohol", "drugs")

TABLES = MappingProxyType(
    {
        table.name: table
        for table in (
            Table(
                "subject_version",
                (
                    "birth_date",
                    "birth_precision",
                    "death_date",
                    "sex",
                    "ethnicity_self",
                    "ethnicity_officer",
                    "mappa_category",
                    "mappa_level",
                    "domestic_abuse_perpetrator",
                    "registered_sex_offender",
                    "lead_worker",
                    "lead_agency",
                ),
            ),
            Table("subject_identifier_version", ("kind", "value"), ("kind",), parent="subject_version"),
            Table(
                "subject_name_version",
                ("surname", "forenames", "address", "postcode"),
                parent="subject_version",
            ),
            Table("home_area_version", ("area", "district", "from_date", "to_date"), ("from_date",)),
            Table("supervision_version", ("kind", "from_date", "to_date"), ("kind", "from_date")),
            Table(
                "offence_version",
                (
                    "committed_from",
                    "offence_on",
                    "recorded_on",
                    "linked_on",
                    "code_kind",
                    "code_given",
                    "principal",
                    "area",
                    "victims",
                    *OFFENCE_FLAGS,
                ),
                dated_by="offence_on",
            ),
            Table("offence_victim_version", ("victim_key",), ("victim_key",), parent="offence_version"),
            Table(
                "offence_status_event",
                ("status", "on_date"),
                ("status",),
                dated_by="on_date",
                parent="offence_version",
                told_by="told_by",
            ),
            Table(
                "absence_version",
                ("kind", "from_date", "to_date", "planned_release"),
                ("kind", "from_date"),
                dated_by="from_date",
            ),
            Table(
                "sanction_version",
                ("kind", "on_date", "code_kind", "code_given", "principal"),
                ("on_date", "kind", "code_given"),
                dated_by="on_date",
            ),
            Table(
                "held_score_version",
                ("tool", "tool_version", "score", "band", "on_date", "assessor_system"),
                ("tool", "on_date"),
                dated_by="on_date",
            ),
            Table(
                "intelligence_version",
                ("on_date", "source_evaluation", "assessment", "handling", "theme"),
                dated_by="on_date",
            ),
            Table(
                "needs_version",
                (
                    "section",
                    "score",
                    "rating",
                    "answers_given",
                    "answers_asked",
                    "linked_to_reoffending",
                    "linked_to_serious_harm",
                    "on_date",
                ),
                ("section", "on_date"),
                dated_by="on_date",
            ),
            Table("local_code_version", ("local_code", "code_kind", "code"), ("local_code",)),
        )
    }
)

# Tables whose blanks say nothing, so that another row of the file, or what is held, may fill them.
FILLED = ("subject_version", "subject_name_version")

RECORD_TYPES = MappingProxyType(
    {
        record.name: record
        for record in (
            RecordType(
                "subject",
                (
                    Field("birth_date", "date"),
                    Field("death_date", "date"),
                    Field("sex", "word", SEXES),
                    Field("ethnicity_self"),
                    Field("ethnicity_officer"),
                    Field("mappa_category", "whole", TO_FOUR, blank="0"),
                    Field("mappa_level", "whole", TO_THREE, blank="0"),
                    Field("domestic_abuse_perpetrator", "yes_no", blank="false"),
                    Field("registered_sex_offender", "yes_no", blank="false"),
                    Field("lead_worker"),
                    Field("lead_agency"),
                    *(Field(kind, "identifier") for kind in IDENTIFIER_KINDS),
                    Field("surname"),
                    Field("forenames"),
                    Field("address"),
                    Field("postcode"),
                    RECORDED_ON,
                ),
                ("subject_version", "subject_identifier_version", "subject_name_version"),
                spell=("birth_date", "death_date"),
            ),
            RecordType(
                "home_area",
                (
                    Field("area", required=True),
                    Field("district", required=True),
                    Field("from_date", "date"),
                    Field("to_date", "date", ahead=True),
                    RECORDED_ON,
                ),
                ("home_area_version",),
                spell=("from_date", "to_date"),
            ),
            RecordType(
                "supervision",
                (
                    Field("kind", "word", SUPERVISIONS, required=True),
                    Field("from_date", "date"),
                    Field("to_date", "date", ahead=True),
                    RECORDED_ON,
                ),
                ("supervision_version",),
                spell=("from_date", "to_date"),
            ),
            RecordType(
                "offence",
                (
                    Field("committed_from", "date"),
                    Field("offence_on", "date", required=True),
                    RECORDED_ON,
                    Field("linked_on", "date"),
                    *CODE,
                    Field("principal", "yes_no"),
                    Field("area"),
                    Field("victims", "whole"),
                    *(Field(flag, "yes_no", blank="false") for flag in OFFENCE_FLAGS),
                    Field("victim_keys", "list"),
                ),
                ("offence_version", "offence_victim_version", "offence_status_event"),
                needs_reference=True,
                spell=("committed_from", "offence_on"),
            ),
            RecordType(
                "status",
                (
                    Field("status", "word", STATUSES, required=True),
                    Field("on_date", "date", required=True),
                    RECORDED_ON,
                ),
                ("offence_status_event",),
                needs_reference=True,
            ),
            RecordType(
                "absence",
                (
                    Field("kind", "word", ABSENCES, required=True),
                    Field("from_date", "date", required=True),
                    Field("to_date", "date", ahead=True),
                    Field("planned_release", "date", ahead=True),
                    RECORDED_ON,
                ),
                ("absence_version",),
                spell=("from_date", "to_date"),
                numbered=True,
            ),
            RecordType(
                "sanction",
                (
                    Field("kind", "word", SANCTIONS, required=True),
                    Field("on_date", "date", required=True),
                    *CODE,
                    Field("principal", "yes_no"),
                    RECORDED_ON,
                ),
                ("sanction_version",),
            ),
            RecordType(
                "held_score",
                (
                    Field("tool", "tool", required=True),
                    Field("tool_version"),
                    Field("score", "decimal"),
                    Field("band"),
                    Field("on_date", "date", required=True),
                    Field("assessor_system"),
                    RECORDED_ON,
                ),
                ("held_score_version",),
            ),
            RecordType(
                "intelligence",
                (
                    Field("on_date", "date", required=True),
                    Field("source_evaluation", "whole", TO_THREE),
                    Field("assessment", "word", ASSESSMENTS),
                    Field("handling", "word", HANDLINGS),
                    Field("theme"),
                    RECORDED_ON,
                ),
                ("intelligence_version",),
                needs_reference=True,
            ),
            RecordType(
                "needs",
                (
                    Field("section", required=True),
                    Field("score", "decimal"),
                    Field("rating"),
                    Field("answers_given", "whole"),
                    Field("answers_asked", "whole"),
                    Field("linked_to_reoffending", "yes_no"),
                    Field("linked_to_serious_harm", "yes_no"),
                    Field("on_date", "date", required=True),
                    RECORDED_ON,
                ),
                ("needs_version",),
            ),
            RecordType(
                "local_code",
                (
                    Field("local_code", "code", required=True),
                    Field("code_kind", "word", CODE_KINDS[:3]),
                    Field("code", "code"),
                    RECORDED_ON,
                ),
                ("local_code_version",),
                has_subject=False,
            ),
        )
    }
)
