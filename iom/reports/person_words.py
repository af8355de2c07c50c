"""What a person page says in words: how a code resolved, what a sum covers, what is not known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from iom.periods import ONE_DAY, Span, intersection
from iom.reports.person import Attributes, Home, Offence, Sanction, Severity, Supervision

STATUS = {
    "suspect": "suspected",
    "arrested": "arrested",
    "charged": "charged",
    "cautioned": "cautioned",
    "convicted": "convicted",
    "acquitted": "acquitted",
    "no_further_action": "no further action",
}
CODE_KIND = {"recorded": "recorded crime code", "class": "class", "cjs": "PNC code", "local": "local code"}

# Record types that a page rests on, and how a reader knows them.
RECORD_TYPES = {
    "offence": "offences",
    "status": "statuses of offences",
    "absence": "absences",
    "sanction": "sanctions",
}


def weight(severity: Decimal) -> str:
    """A weight or a sum of weights for reading: two decimals, thousands apart."""
    return f"{severity:,.2f}"


def resolved(
    *,
    title: str | None,
    kind: str,
    given: str,
    ho_class: str | None,
    how: str,
    why: str,
    titles: Sequence[str],
    severity: Decimal | None,
) -> str:
    """How a code resolved: "Robbery, class 034/01 → same_weight: A or B, both weigh 799.63"."""
    code = f"{CODE_KIND[kind]} {given}" if given else "no code given"
    if ho_class and kind != "class":
        code += f" (class {ho_class})"
    named = f"{title}, {code}" if title else code
    if how == "same_weight" and severity is not None:
        each = "both weigh" if len(titles) == 2 else "all weigh"
        why = f"{' or '.join(titles)}, {each} {weight(severity)}"
    elif severity is not None:
        why = f"{why}, weighs {weight(severity)}"
    return f"{named} → {how}: {why}"


def summed(offences: Sequence[Offence], vintage: str) -> Severity:
    """The sum of the offences' weights and what it covers."""
    known = [one.severity for one in offences if one.severity is not None]
    left_out = Counter(one.how for one in offences if one.severity is None)
    coverage = f"{len(known)} of {len(offences)} offences weighted"
    if left_out:
        coverage += "; left out: " + ", ".join(
            f"{count} {how.replace('_', ' ')}" for how, count in sorted(left_out.items())
        )
    total = sum(known, Decimal(0))
    return Severity(vintage, total, len(offences), len(known), dict(sorted(left_out.items())), coverage)


def not_known(
    *,
    as_at: date,
    attributes: Attributes,
    ages: Sequence[int],
    homes: Sequence[Home],
    supervision: Sequence[Supervision],
    offences: Sequence[Offence],
    sanctions: Sequence[Sanction],
    covered: Mapping[str, Sequence[Span]],
) -> tuple[str, ...]:
    """What the page cannot say, one sentence each. ages: all that the birth date allows, the least first."""
    said = {
        "birth date": attributes.birth_date,
        "sex": attributes.sex,
        "self-defined ethnicity": attributes.ethnicity_self,
        "home area": homes or None,
        "supervision": supervision or None,
    }
    missing = [f"No system gives the {name}." for name, value in said.items() if value is None]
    if attributes.birth_date and attributes.birth_precision in ("month", "year"):
        about = f": about {' or '.join(str(age) for age in ages)} years old" if len(ages) > 1 else ""
        missing.append(f"The birth date is known to the {attributes.birth_precision} only{about}.")
    for how, count in sorted(Counter(one.how for one in offences if one.severity is None).items()):
        missing.append(f"No severity for {_number(count, 'offence')}: {how.replace('_', ' ')}.")
    if unjudged := sum(one.status is None for one in offences):
        missing.append(f"No status on this day for {_number(unjudged, 'offence')}.")
    if any(one.history == "local" for one in sanctions):
        missing.append("Sanctions are this force's records only, not a complete history.")
    for record_type, words in RECORD_TYPES.items():
        if record_type == "status" and covered.get("status") == covered.get("offence"):
            continue  # said of offences already
        missing += _not_covered(words, covered.get(record_type, ()), as_at)
    return tuple(missing)


def _not_covered(words: str, covered: Sequence[Span], as_at: date) -> list[str]:
    """Of which days up to the one asked about no source holds all records: before, between and after."""
    spans = intersection(covered, [Span(date.min, as_at + ONE_DAY)])
    if not spans:
        return [f"No source says that its {words} are complete up to this day."]
    missing = [f"Earlier {words} than {spans[0].start} may be missing: no source covers them."]
    ends = [span.end - ONE_DAY for span in spans if span.end]
    for last, later in zip(ends, spans[1:], strict=False):
        days = f"{last + ONE_DAY} to {later.start - ONE_DAY}"
        missing.append(f"{words.capitalize()} from {days} may be missing: no source covers them.")
    if ends[-1] < as_at:
        missing.append(f"Later {words} than {ends[-1]} are not loaded.")
    return missing


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
