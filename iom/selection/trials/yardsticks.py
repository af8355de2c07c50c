"""The measures by which a back-test chooses people without the document: how many, how severe, how likely."""

from dataclasses import dataclass

from iom.errors import IomError
from iom.measures.definition import Measure
from iom.measures.names import held_parts, risk_parts
from iom.selection.conditions import names
from iom.selection.criteria import Criteria

# The score that is computed of everyone with a sanction.
COMPUTED = "risk.ogrs3_2y"
# No name of a document has two underscores together, so these are nobody's.
_OWN_COUNT, _OWN_SEVERITY = "trial__count", "trial__severity"


@dataclass(frozen=True)
class Yardsticks:
    """Names of the measures that choose alone. risk: None where no score is held, or several could be meant.

    added: those that the document has not, to be measured beside its own. tools: of held scores.
    """

    count: str
    severity: str
    risk: str | None
    added: tuple[Measure, ...]
    tools: tuple[str, ...]


def yardsticks(
    criteria: Criteria, basis: str, months: int, tools: frozenset[str], risk: str | None = None
) -> Yardsticks:
    """The document's first measure over offences of any class of each kind, else one over so many months.

    risk: the held score to choose by, such as held.ogrs3_2y; default: the first that the document reads, else
    that of the only tool in the store. Raises IomError when it names none that the store holds.
    """
    if risk is not None and _tool(risk) not in tools:
        held = ", ".join(f"held.{tool}" for tool in sorted(tools)) or "none"
        told = f"nobody in the store has such a held score. Held are: {held}. Computed risk is tried anyhow."
        raise IomError(f"--risk {risk}: {told}").of("risk", unsaid=f"--risk: {told}")
    added = []

    def first(what: str, own: str) -> str:
        for measure in criteria.measures:
            if measure.what == what and measure.counts == ("any",) and not measure.flag and measure.months:
                return measure.name
        added.append(Measure(own, what, months=months, status=basis))
        return own

    count, severity = first("offences", _OWN_COUNT), first("severity", _OWN_SEVERITY)
    risk = risk or _held_score(criteria) or (f"held.{next(iter(tools))}" if len(tools) == 1 else None)
    if risk and _tool(risk) not in tools:
        risk = None
    return Yardsticks(count, severity, risk, tuple(added), tuple(sorted(tools)))


def _held_score(criteria: Criteria) -> str | None:
    """The held score that the document reads first, or may fall back on: in a band, else in a rule."""
    read = [*criteria.banded]
    for rule in criteria.rules:
        read += sorted(names(rule.condition))
    for name in read:
        if _tool(name):
            return name
        of_risk = risk_parts(name)
        if of_risk and of_risk[0] == "score":
            return f"held.{of_risk[1]}"
    return None


def _tool(name: str) -> str | None:
    """The tool whose score a name means, if it means one."""
    parts = held_parts(name) if name.startswith("held.") else None
    return parts[0] if parts and parts[1] == "score" else None
