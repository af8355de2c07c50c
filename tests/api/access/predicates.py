"""The places in the code that decide whom and what a caller is shown, each with what it is when taken out.

Those of the routes are found by their form, so that a route to come is covered too. Those that they all stand
on are written out.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
# By hand: file, what stands there (once), and what stands there without the predicate.
_STANDS_ON = [
    ("api/doors.py", "if seen != frozenset(people) or (", "if ("),
    ("api/doors.py", "known_at and self.visible(people, known_at) != seen", "False"),
    ("api/doors.py", " and held.get(one, seen) <= seen", ""),
    ("api/doors.py", "        if not decision.allowed:", "        if False:"),
    ("api/doors.py", "        if decision.withdrawn:", "        if False:"),
    ("api/idempotency.py", "json.dumps([sights, ", "json.dumps(["),
    ("api/routes/people.py", 'scope_for(call.access, call.caller, "people.look")', "call.scope"),
    ("api/routes/people.py", " and not hidden_decisions(call, later)", ""),
    ("api/commands.py", " if found and found[0] == caller else None", " if found else None"),
    ("api/uploads.py", "held is None or held[0] != caller", "held is None"),
    ("api/uploads.py", "held[1:] if held and held[0] == caller else None", "held[1:] if held else None"),
    ("api/routes/jobs.py", "[job for job in found if _is_allowed(call, job.kind)]", "found"),
    ("iom/access/caller.py", "if reach is Reach.EVERYONE and not scope.everyone:", "if False:"),
    ("iom/access/caller.py", "if held_back := sorted(scope.withheld & set(shows)):", "if held_back := []:"),
    ("iom/access/caller.py", "if not may or may in role.may]", "]"),
    ("iom/access/caller.py", "    if withdrawn_from(access, caller):", "    if False:"),
    ("iom/access/caller.py", " if _meets(caller.claims.get(grant.claim), grant.value)", ""),
    ("iom/access/visible.py", "if scope.everyone:", "if True:"),
    ("iom/access/visible.py", " if one.limits]", "]"),
    ("iom/reports/person_withheld.py", "        page = replace(page, intelligence=())\n", ""),
    ("iom/reports/person_withheld.py", ' if one.handling != "C"', ""),
    ("iom/reports/person_withheld.py", "identifiers=(), ", ""),
    ("iom/reports/person_withheld.py", "matches=(), ", ""),
    ("iom/reports/person_withheld.py", ", subjects=keyless", ""),
    ("sql/people/decision_log.sql", "d.from_person_id not in", "-1 not in"),
    ("sql/people/decision_log.sql", "d.to_person_id not in", "-1 not in"),
    ("sql/people/decision_log.sql", "d.subject_id not in (select h", "-1 not in (select h"),
    ("sql/access/visible_people.sql", "list_contains($areas::varchar[], h.area) or ", ""),
    ("sql/access/visible_people.sql", " or list_contains($areas::varchar[], h.district)", ""),
    ("sql/access/visible_people.sql", "and (h.from_date is null or h.from_date <= $on)", ""),
    ("sql/access/visible_people.sql", "and (h.to_date is null or h.to_date > $on)", ""),
    ("sql/access/visible_people.sql", "h.person_id = p.person_id", "true"),
    ("sql/access/visible_people.sql", "$areas::varchar[] is null", "true"),
    ("sql/access/visible_people.sql", "list_contains($agencies::varchar[], p.lead_agency)", "true"),
    ("sql/access/visible_people.sql", "p.lead_worker = $worker", "true"),
    ("sql/access/became.sql", "and held.known_from <= $known_at", ""),
    ("sql/access/became.sql", "and (held.known_to is null or held.known_to > $known_at)", ""),
    ("sql/service/jobs.sql", "caller = $caller and ", ""),
    ("sql/service/request_served.sql", "caller = $caller and ", ""),
]  # fmt: skip


@dataclass(frozen=True)
class Predicate:
    """One predicate: file under the root, where it stands in its text, and what stands there without it."""

    file: str
    begin: int
    end: int
    without: str

    def taken_out(self, text: str) -> str:
        """The text of its file without it."""
        return text[: self.begin] + self.without + text[self.end :]

    def says(self, text: str) -> str:
        """Where it is, and what of it is taken out: in one line."""
        line = text.count("\n", 0, self.begin) + 1
        stands = " ".join(text[self.begin : self.end].split())
        return f"{self.file}:{line} {stands} -> {self.without or 'nothing'}"


def all_predicates() -> list[Predicate]:
    """Every predicate of the code, in the order of files and places."""
    found = [_written_out(*one) for one in _STANDS_ON]
    for path in sorted((ROOT / "api").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        file = path.relative_to(ROOT).as_posix()
        found += [Predicate(file, *one) for one in _found_in(text)]
    return sorted(set(found), key=lambda one: (one.file, one.begin, one.end, one.without))


def _written_out(file: str, stands: str, without: str) -> Predicate:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert text.count(stands) == 1, f"{file} has {stands!r} {text.count(stands)} times: mend the list"
    begin = text.index(stands)
    return Predicate(file, begin, begin + len(stands), without)


def _found_in(text: str) -> Iterator[tuple[int, int, str]]:
    lines = [0]
    for line in text.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def place(node: ast.expr | ast.keyword) -> tuple[int, int]:
        # a column is counted in bytes
        begin = lines[node.lineno - 1] + node.col_offset
        end = lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        return len(text.encode()[:begin].decode()), len(text.encode()[:end].decode())

    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=ast.Attribute(attr="scope"), attr="everyone"):
                yield *place(node), "True"
            case ast.Attribute(value=ast.Attribute(attr="scope"), attr="withheld"):
                yield *place(node), "frozenset()"
            case ast.Attribute(value=ast.Name(id="Reach"), attr="EVERYONE"):
                yield *place(node), "Reach.NOBODY"
            case ast.Call(func=ast.Attribute(attr="require_visible")):
                yield *place(node), "None"
            case ast.Call(func=ast.Attribute(attr="hidden")):
                yield *place(node), "frozenset()"
            case ast.Call(func=ast.Attribute(attr="out_of_sight")):
                yield *place(node), "frozenset()"
            case ast.Call(func=ast.Name(id="records_withheld")):
                yield *place(node), "frozenset()"
            case ast.Call(func=ast.Name(id="counts_withheld")):
                yield *place(node), "[]"
            case ast.Call(func=ast.Attribute(attr="visible"), args=[people, *_]):
                yield *place(node), f"frozenset({ast.unparse(people)})"
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("visible", "require_visible"):
            yield from _without_the_moment(node, place)


def _without_the_moment(node: ast.Call, place) -> Iterator[tuple[int, int, str]]:
    """Of a question as at an earlier moment: the question without that moment."""
    for given in node.keywords:
        if given.arg == "known_at":
            yield *place(given.value), "None"
    if getattr(node.func, "attr", "") == "visible" and len(node.args) > 1:
        yield *place(node.args[1]), "None"
