"""What an access document comes to for one user and one route, in words, rule by rule."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from iom.access.caller import Caller, Reach, decide, grants_of
from iom.access.document import Access

# What a route asks for that stands open to everyone, signed in or not.
OPEN = "open"


@dataclass(frozen=True)
class Explanation:
    """Whether a user may use a route, by which rule, whom they see there and what is withheld."""

    route: str
    may: str
    reach: str
    allowed: bool
    rule: str
    grants: tuple[str, ...]
    sees: str
    withheld: tuple[str, ...]


def explain(
    access: Access,
    claims: Mapping[str, Any],
    route: str,
    asked: tuple[str, str],
    shows: Collection[str] = (),
) -> Explanation:
    """The decision of the service itself. asked: the permission that the route asks for, and its reach.

    shows: as for decide(), of a command that is given through the service.
    """
    may, reach = asked
    caller = Caller("", claims)
    if may == OPEN:
        return Explanation(
            route, may, reach, True, "the route stands open", (), _sees(True, reach, allowed=True), ()
        )
    decision = decide(access, caller, may, Reach(reach), shows)
    return Explanation(
        route=route,
        may=may,
        reach=reach,
        allowed=decision.allowed,
        rule=decision.rule,
        grants=tuple(grant.says for grant in grants_of(access, caller)),
        sees=_sees(decision.scope.everyone, reach, allowed=decision.allowed),
        withheld=tuple(sorted(decision.scope.withheld)),
    )


def decides_blindly(access: Access, claims: Mapping[str, Any]) -> bool:
    """Whether a user may decide who is who and look at nobody: a decision is made on pages that were seen."""
    caller = Caller("", claims)
    decides, looks = (
        decide(access, caller, may, Reach.PEOPLE).allowed for may in ("people.decide", "people.look")
    )
    return decides and not looks


def _sees(everyone: bool, reach: str, *, allowed: bool) -> str:
    if not allowed:
        return "nothing"
    if reach == Reach.NOBODY:
        return "no person's record is shown"
    return (
        "everyone" if everyone else "the people of the grants alone; others answer as if they did not exist"
    )
