"""Who asks, what they may do, and whom they may see: decided from an access document and a token's claims."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any

from iom.access.document import Access, Grant, Role, Withdrawn


class Reach(StrEnum):
    """Whom what a route shows is about."""

    NOBODY = "nobody"  # no person's record: any grant of the permission will do
    PEOPLE = "people"  # people: only those that the caller may see are there
    EVERYONE = "everyone"  # all people at once: only for those who may see everyone


@dataclass(frozen=True)
class Sight:
    """What one grant lets a caller see; of the limits that are not None, all must hold."""

    everyone: bool
    areas: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    worker: str | None = None

    @property
    def limits(self) -> bool:
        """Whether it limits at all: a sight of nothing in particular shows nobody."""
        return not (self.areas is None and self.agencies is None and self.worker is None)


@dataclass(frozen=True)
class Scope:
    """Whom a caller may see with one permission, and what of them is withheld.

    Each sight opens people of its own; what is withheld is withheld by every role that has the permission.
    """

    sights: tuple[Sight, ...]
    withheld: frozenset[str]

    @property
    def everyone(self) -> bool:
        """Whether nobody is out of sight."""
        return any(sight.everyone for sight in self.sights)


@dataclass(frozen=True)
class Caller:
    """A signed-in person or program. user: what the audit log names; claims: what their token says."""

    user: str
    claims: Mapping[str, Any]


@dataclass(frozen=True)
class Decision:
    """Whether a caller may use a route, and the rule that says so: for the log and `iom access explain`.

    withdrawn: the entry that refuses the token itself.
    """

    allowed: bool
    rule: str
    scope: Scope
    withdrawn: Withdrawn | None = None


NOTHING = Scope((), frozenset())


def grants_of(access: Access, caller: Caller) -> tuple[Grant, ...]:
    """The grants that a caller's claims meet; of one whose tokens are refused none."""
    if withdrawn_from(access, caller):
        return ()
    return tuple(grant for grant in access.grants if _meets(caller.claims.get(grant.claim), grant.value))


def withdrawn_from(access: Access, caller: Caller) -> Withdrawn | None:
    """The entry that refuses a caller's token: one that refuses all of them goes first."""
    met = [one for one in access.withdrawn if _refuses(one, caller.claims)]
    return min(met, key=lambda one: one.since is not None, default=None)


def scope_for(access: Access, caller: Caller, may: str) -> Scope:
    """Whom a caller may see with one permission."""
    held = [(grant, access.roles[grant.role]) for grant in grants_of(access, caller)]
    using = [(grant, role) for grant, role in held if not may or may in role.may]
    sights = tuple(sight for grant, _ in using if (sight := _sight(grant, caller)) is not None)
    return Scope(sights, _withheld([role for _, role in using])) if sights else NOTHING


def decide(access: Access, caller: Caller, may: str, reach: Reach, shows: Collection[str] = ()) -> Decision:
    """Whether a caller may use a route that asks for a permission and reaches so far.

    may: '' asks for any role at all. shows: parts of records that it cannot leave out for those from whom
    they are withheld.
    """
    withdrawn = withdrawn_from(access, caller)
    if withdrawn:
        return Decision(False, withdrawn.says, NOTHING, withdrawn)
    grants = grants_of(access, caller)
    if not grants:
        return Decision(False, "no grant is met by the token's claims", NOTHING)
    using = [grant for grant in grants if not may or may in access.roles[grant.role].may]
    if not using:
        roles = ", ".join(sorted({grant.role for grant in grants}))
        return Decision(False, f"none of the roles held ({roles}) may {may}", NOTHING)
    scope = scope_for(access, caller, may)
    if not scope.sights:
        return Decision(False, f"{using[0].says}: the token does not hold that claim", NOTHING)
    if reach is Reach.EVERYONE and not scope.everyone:
        return Decision(False, f"{using[0].says}: the route shows everyone", NOTHING)
    if held_back := sorted(scope.withheld & set(shows)):
        return Decision(False, f"it may show what is withheld: {', '.join(held_back)}", NOTHING)
    return Decision(True, "; ".join(grant.says for grant in using), scope)


def _meets(claim: object, wanted: str) -> bool:
    return wanted in claim if isinstance(claim, list | tuple) else claim == wanted


def _refuses(one: Withdrawn, claims: Mapping[str, Any]) -> bool:
    """Whether an entry refuses a token: in doubt it does, as a grant in doubt gives nothing."""
    held = claims.get(one.claim)
    words = held if isinstance(held, list | tuple) else [held]
    if one.value.strip().casefold() not in {str(word).strip().casefold() for word in words}:
        return False
    if one.since is None:
        return True
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float) or not math.isfinite(issued):
        # it does not say that it is a later one
        return True
    return issued < one.since.replace(tzinfo=UTC).timestamp()


def _sight(grant: Grant, caller: Caller) -> Sight | None:
    worker = None
    if grant.caseload is not None:
        worker = caller.claims.get(grant.caseload)
        if not isinstance(worker, str) or not worker:
            # nobody's caseload is not everyone's
            return None
    return Sight(grant.everyone, grant.areas, grant.agencies, worker)


def _withheld(roles: list[Role]) -> frozenset[str]:
    """What every one of the roles withholds; all of intelligence holds that of code C too."""
    each = [
        role.withholds | ({"intelligence.C"} if "intelligence" in role.withholds else set()) for role in roles
    ]
    return frozenset.intersection(*map(frozenset, each)) if each else frozenset()
