"""What the OpenAPI document says beside what the routes themselves do."""

from collections.abc import Mapping

from api.answers import CSV

TAGS = [
    {"name": "access", "description": "Who you are here."},
    {"name": "people", "description": "Find people, see what is held of one, decide who is who."},
    {"name": "runs", "description": "Selection runs: made, read, explained, compared."},
    {"name": "criteria", "description": "Criteria documents: checked, explained, tried."},
    {"name": "measures and risk", "description": "Everyone at once, for an analyst's own tools."},
    {"name": "imports", "description": "Files in, and what they cover."},
    {"name": "refused rows", "description": "Rows that were refused: seen, corrected, given up."},
    {"name": "reference", "description": "The reference tables in force."},
    {"name": "audit", "description": "Who looked at or changed what."},
    {"name": "jobs", "description": "Long work of yours."},
    {"name": "health", "description": "Whether the service can answer."},
]
# Statuses that nothing in an operation's parameters tells of.
ALSO: Mapping[str, tuple[int, ...]] = {
    "people_merge": (404,),
    "people_separate": (404,),
    "people_split": (404,),
    "people_undo": (404,),
    "people_matches": (404,),
    "people_risk": (409,),
    "runs_run": (),
    "criteria_checks": (409,),
    "measures_and_risk_measures": (409,),
    "measures_and_risk_risk": (409,),
    "measures_and_risk_calibration": (409,),
    "measures_and_risk_recalibration": (409,),
    "jobs_call_off": (409,),
    "health_ready": (503,),
}
# Answers that bear no tag to compare by.
UNTAGGED = {"health_live", "health_ready", "health_metrics", "refused_rows_export"}
# Everyone's rows: as Parquet too, and never in pages.
BULK = {"measures_and_risk_measures", "measures_and_risk_risk", "runs_reasons"}
OTHER_FORMS = {"refused_rows_export": CSV, "health_metrics": "text/plain"}
# How schemas are called, where what they are called in the code would say too little to a client.
NAMES: Mapping[str, str] = {
    "dict_str__Any_": "Facts",
    "dict_str__str_": "TableRow",
    "list_Found_": "PeopleFound",
    "list_int_": "Numbers",
    "list_str_": "Names",
    "Step": "ReferenceStep",
    "iom__reference__sets__Step": "ReferenceStep",
    "iom__selection__run__Step": "AttritionStep",
    "iom__reports__person__Score": "HeldScore",
    "iom__risk__worked__Score": "WorkedScore",
    "Told-Input": "DocumentToExplain",
    "Told-Output": "ValueTold",
    "Checked": "DocumentToCheck",
    "Line": "AuditLine",
    "Made": "RunMade",
    "Where": "RunStanding",
    "Worked": "WorkedRisk",
    "Beside": "ScoreBeside",
    "JobAnswer": "JobAsked",
    "Plainly": "PlainDocument",
    "Block": "PlainBlock",
    "Change": "PersonChange",
    "Cause": "ChangeCause",
}
HEADERS: Mapping[str, str] = {
    "ETag": "Compares answers: send it back as If-None-Match, or as If-Match with a decision.",
    "IOM-Next-Cursor": "The cursor of the next page; not there: this is the last.",
    "Location": "Where the job is looked at.",
    "Retry-After": "Seconds after which to ask again.",
    "WWW-Authenticate": "How to sign in.",
    "Idempotency-Replayed": "true: answered before under this key, and not done again.",
}
PROBLEM_HEADERS: Mapping[int, str] = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
# What each status means; of errors, what to do beyond what the answer itself says.
MEANS: Mapping[int, str] = {
    200: "What was asked for.",
    201: "Done.",
    202: "Taken on: look at the job.",
    400: "The body is no JSON, the cursor is of another list, or a needed header is missing.",
    401: "Send an access token.",
    403: "None of your roles takes you here.",
    404: "It does not exist, or you may not see it.",
    406: "Ask for a form that there is.",
    409: "The answer says what is in the way.",
    412: "Look again, then decide.",
    413: "Send less.",
    421: "Ask under the name that the service was given.",
    422: "The fields at fault are named.",
    428: "Send If-Match.",
    429: "Wait as long as Retry-After says.",
    503: "Ask again after Retry-After.",
}
