"""What the rooms say to whoever gives commands, in the words of those who ask the service."""

import re

from iom.errors import IomError

# What commands do, where a route does it: the longest first, for some begin as others do.
_ROUTES = [
    (r"iom people undo \d+", "POST /v1/people/undoings"),
    (r"iom people decisions", "GET /v1/people/ID/decisions"),
    (r"iom people split or merge", "POST /v1/people/splits or /v1/people/merges"),
    (r"iom people split", "POST /v1/people/splits"),
    (r"iom people matches (\d+)", r"GET /v1/matches?person=\1"),
    (r"iom person find", "POST /v1/people/searches"),
    (r"iom person (\d+)", r"GET /v1/people/\1"),
    (r"iom run list", "GET /v1/runs"),
    (r"iom risk export", "GET /v1/risk"),
    (r"iom coverage", "GET /v1/coverage"),
    (r"iom import FILE --mapping MAPPING", "POST /v1/imports"),
    (r"iom quarantine export(?: --out FILE)?", "GET /v1/refused-rows/export"),
    (r"iom quarantine list --all", "GET /v1/refused-rows?state=all"),
    (r"iom quarantine list", "GET /v1/refused-rows"),
    (r"iom reference show (\w+)", r"GET /v1/reference/\1/rows"),
    (r"iom reference list", "GET /v1/reference"),
    (r"iom audit verify", "POST /v1/audit/verifications"),
    # no route does these: they are given as commands
    (r"iom (rights list)", r"POST /v1/commands, \1"),
]
# Options that are called otherwise in a request; of all others a blank is a low line.
_FIELDS = {"from": "first", "to": "last", "batch": "import_no"}
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")


def told(error: IomError) -> str:
    """What an error says to those who ask the service: never what was given, for it may be a name."""
    return of_the_service(error.unsaid or str(error))


def field_of(error: IomError) -> str | None:
    """The field of a request that an error is about, if it is about one."""
    return error.given and _FIELDS.get(error.given, error.given.replace("-", "_"))


def of_the_service(said: str) -> str:
    """What a room says, with routes for commands and fields for options."""
    for command, route in _ROUTES:
        said = re.sub(rf"\b{command}\b", route, said)
    return _OPTION.sub(lambda found: _FIELDS.get(found[1], found[1].replace("-", "_")), said)
