"""Trials of a document, worked out anew for each setting and each month end, in plain Python.

Decided here, DOMAIN.md being silent: moved are numbers that a rule compares by size, edges of bands and
windows that decide anything; a whole number is moved by a fifth of it, but by at least one, and half-way
settings are rounded half up; windows go from half to double; an edge that would meet the next one stays
where it is.
At a month end those with most of something are those with the highest known value, then the higher count,
then the higher severity, then the lower person id; by risk nobody chooses where fewer are scored than have a
place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import exp, floor, log, sqrt

from . import selection as twin
from .absence import absent
from .built_in import BUILT_IN
from .days import in_window
from .known import NEEDS, Known
from .status import BASIS, status_as_at

BY_SIZE = ("<", "<=", ">", ">=")
Setting = tuple[str, str, int, int]  # where, what it says, the document's own value, the value tried


@dataclass
class Change:
    """One way in which a document and its measures may be otherwise. listing: whose list it can change."""

    setting: Setting
    listing: str
    document: twin.Document
    measures: list[dict]
    possible: bool = True


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def settings_of(base: int, down: Fraction, up: Fraction) -> list[int]:
    """Two settings below, two above; fewer where they fall together."""
    found = set()
    for sign, reach in ((-1, down), (1, up)):
        furthest = max(1, half_up(reach))
        found |= {base + sign * half_up(Fraction(furthest, 2)), base + sign * furthest}
    return sorted(found - {base})


def comparisons(condition: tuple) -> Iterator[tuple]:
    """Where in a condition numbers are compared by size: the path, the name, the sign, the number."""
    match condition:
        case ("compare", name, sign, value) if sign in BY_SIZE and isinstance(value, int):
            yield (), name, sign, value
        case ("not", one):
            for path, *rest in comparisons(one):
                yield (1, *path), *rest
        case ("and" | "or", one, two):
            for n, part in ((1, one), (2, two)):
                for path, *rest in comparisons(part):
                    yield (n, *path), *rest


def put(condition: tuple, path: tuple[int, ...], value: int) -> tuple:
    """The condition with another number there."""
    if not path:
        return (*condition[:3], value)
    n = path[0]
    return (*condition[:n], put(condition[n], path[1:], value), *condition[n + 1 :])


def names_of(condition: tuple) -> set[str]:
    match condition:
        case ("not", one):
            return names_of(one)
        case ("and" | "or", one, two):
            return names_of(one) | names_of(two)
    return {condition[1]}


def changes(document: twin.Document, measures: list[dict]) -> Iterator[Change]:
    yield from rule_changes(document, measures)
    yield from edge_changes(document, measures)
    yield from window_changes(document, measures)


def rule_changes(document: twin.Document, measures: list[dict]) -> Iterator[Change]:
    def of_rule(where: str, condition: tuple, listing: str, rebuilt: Callable) -> Iterator[Change]:
        for path, name, sign, base in comparisons(condition):
            fifth = Fraction(abs(base), 5)
            for value in settings_of(base, fifth, fifth):
                setting = (where, f"{name} {sign} {base:,}", base, value)
                yield Change(setting, listing, rebuilt(put(condition, path, value)), measures)

    for kind, rules in (("eligibility", document.eligibility), ("cohorts", document.cohorts)):
        for n, (name, condition) in enumerate(rules):

            def rebuilt(new: tuple, kind=kind, rules=rules, n=n, name=name) -> twin.Document:
                return replace(document, **{kind: [*rules[:n], (name, new), *rules[n + 1 :]]})

            yield from of_rule(f"{kind.removesuffix('s')} {name}", condition, "proposed", rebuilt)
    yield from of_rule(
        "harmful", document.harmful, "harmful_outside", lambda new: replace(document, harmful=new)
    )


def edge_changes(document: twin.Document, measures: list[dict]) -> Iterator[Change]:
    edges: dict[str, set[int]] = {}
    for measure, low, below, _ in document.bands:
        edges.setdefault(measure, set()).update({low} | ({below} if below is not None else set()))
    for measure, found in edges.items():
        for base in found:
            fifth = Fraction(abs(base), 5)
            for value in settings_of(base, fifth, fifth):
                others = found - {base}
                crossed = any(min(base, value) <= edge <= max(base, value) for edge in others)
                bands = [
                    (m, value if m == measure and low == base else low,
                     value if m == measure and below == base else below, points)
                    for m, low, below, points in document.bands
                ]  # fmt: skip
                setting = ("points", f"{measure} from {base:,}", base, value)
                yield Change(setting, "proposed", replace(document, bands=bands), measures, not crossed)


def deciding_names(document: twin.Document) -> set[str]:
    """What decides who has a place."""
    rules = (*document.eligibility, *document.cohorts)
    found = {name for _, condition in rules for name in names_of(condition)}
    return found | {band[0] for band in document.bands} | {name for name, _ in document.tie_break}


def window_changes(document: twin.Document, measures: list[dict]) -> Iterator[Change]:
    deciding = deciding_names(document)
    for n, entry in enumerate(measures):
        base = entry.get("months")
        if base is None or entry["name"] not in deciding | names_of(document.harmful):
            continue
        listing = "proposed" if entry["name"] in deciding else "harmful_outside"
        for value in settings_of(base, Fraction(base, 2), Fraction(base)):
            changed = [*measures[:n], entry | {"months": value}, *measures[n + 1 :]]
            setting = ("measure", f"{entry['name']}, window of {base} months", base, value)
            yield Change(setting, listing, document, changed)


def unknown_measures(known: Known, measures: list[dict]) -> set[str]:
    """Measures that nobody can have."""
    return {
        entry["name"]
        for entry in measures
        if not known.covers(NEEDS[entry["what"]], entry.get("months"))
        or not {entry.get("flag")} <= {None, *known.view.flags}
    }


def people_of(known: Known, measures: list[dict]) -> dict[int, dict[str, object]]:
    found = {}
    for number, person in known.view.people.items():
        found[number] = {entry["name"]: known.measured(person, entry).value for entry in measures}
        found[number] |= {name: known.named(person, name) for name in BUILT_IN}
    return found


def listed(document: twin.Document, people: dict[int, dict[str, object]]) -> dict[str, set[int]]:
    """Who has a place, and who is harmful without one."""
    judged, _ = twin.select(document, people)
    placed = {one.person for one in judged if one.cohort and one.has_place}
    return {
        "proposed": placed,
        "harmful_outside": {one.person for one in judged if one.harmful and one.person not in placed},
    }


# What those chosen at a month end went on to do.

WAYS = ("list", "risk", "severity", "count", "random")
OUTCOMES = ("offences", "severity", "people", "inside")


@dataclass
class Person:
    """What one person adds: of each way and outcome, of the chosen and of the whole; and of the list."""

    a: Fraction = Fraction(0)
    t: Fraction = Fraction(0)
    l: Fraction = Fraction(0)  # noqa: E741
    k: Fraction = Fraction(0)


def followed(known: Known, number: int, until: date, status_at: date, basis: str) -> tuple[int, Fraction]:
    """Offences at liberty in (as_at, until], and their severity."""
    person = known.view.people[number]
    cases = [
        case
        for case in person.cases.values()
        if in_window(case.offence.offence_on, known.as_at, until)
        and not absent(person.absences, case.offence.offence_on)
        and status_as_at(case.events, status_at) in BASIS[basis]
    ]
    return len(cases), sum((Fraction(case.code.weight) for case in cases if case.code.weight), Fraction(0))


def chosen(pool: dict[int, dict], places: int, *by: str) -> set[int]:
    """The first of a pool by some facts, the highest first and unknown ones last, then by person id."""

    def key(number: int) -> tuple:
        facts = [pool[number][name] for name in by]
        return (*((fact is None, -(fact or 0)) for fact in facts), number)

    return set(sorted(pool, key=key)[:places])


def ways_of(pool: dict[int, dict], places: set[int]) -> dict[str, dict[int, Fraction]]:
    """By way of choosing, in what part each eligible person is chosen."""
    n = len(places)
    scored = sum(facts["held.ogrs3_2y"] is not None for facts in pool.values())
    whole = {
        "list": places,
        "count": chosen(pool, n, "number", "severity"),
        "severity": chosen(pool, n, "severity", "number"),
    }
    if scored >= n:
        whole["risk"] = chosen(pool, n, "held.ogrs3_2y", "number", "severity")
    found = {way: {one: Fraction(one in members) for one in pool} for way, members in whole.items()}
    found["random"] = {one: Fraction(n, len(pool)) for one in pool}
    return found


def add_month(
    sums: dict[tuple[str, str], dict[int, Person]],
    pool: dict[int, dict],
    places: set[int],
    did: dict[int, dict[str, Fraction]],
) -> None:
    """Add a month end's people to the sums of each way and outcome."""
    for way, parts in ways_of(pool, places).items():
        for outcome in OUTCOMES:
            people = sums.setdefault((way, outcome), {})
            for number, part in parts.items():
                one, on_list = people.setdefault(number, Person()), Fraction(number in places)
                amount = did[number][outcome]
                of_all = outcome in ("offences", "severity")
                one.a += part * amount
                one.t += amount if of_all else part
                one.l += on_list * amount
                one.k += amount if of_all else on_list


def total(people: dict[int, Person], name: str) -> float:
    return float(sum(getattr(one, name) for one in people.values()))


def spread(parts: list[float]) -> float:
    """The standard error of a number to which each person adds a small part."""
    n = len(parts)
    return sqrt(sum(part * part for part in parts) * n / max(n - 1, 1))


Z = 1.959963984540054


def share(people: dict[int, Person]) -> tuple[float, float | None, float | None] | None:
    """a of t, between 0 and 1: the interval is even in its log odds."""
    a, t = total(people, "a"), total(people, "t")
    if not t:
        return None
    r = a / t
    if r in (0, 1):
        return r, None, None
    error = spread([(float(one.a) - r * float(one.t)) / t for one in people.values()]) / (r * (1 - r))
    odds = log(r / (1 - r))
    low, high = odds - Z * error, odds + Z * error
    return r, 1 / (1 + exp(-low)), 1 / (1 + exp(-high))


def difference(people: dict[int, Person]) -> tuple[float, float, float] | None:
    """The list's share less the other."""
    a, t, ell, k = (total(people, name) for name in "atlk")
    if not t or not k:
        return None
    parts = [
        (float(one.l) - ell / k * float(one.k)) / k - (float(one.a) - a / t * float(one.t)) / t
        for one in people.values()
    ]
    value, error = ell / k - a / t, spread(parts)
    return value, value - Z * error, value + Z * error


def ratio(people: dict[int, Person]) -> tuple[float, float, float] | None:
    """The list's share over the other: the interval is even in its logarithm."""
    a, t, ell, k = (total(people, name) for name in "atlk")
    if not min(a, t, ell, k):
        return None
    parts = [
        float(one.l) / ell - float(one.k) / k - float(one.a) / a + float(one.t) / t for one in people.values()
    ]
    value, error = (ell / k) / (a / t), spread(parts)
    return value, value * exp(-Z * error), value * exp(Z * error)
