"""The access document: roles with what each may do, grants of roles, and whose tokens are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from iom.documents import Document, parse_document, read_document
from iom.moments import naive_utc

# What a role may be allowed; each route of the service asks for one.
MAY = (
    "people.find",
    "people.look",
    "people.decide",
    "people.rights",
    "risk.look",
    "risk.export",
    "measures.export",
    "runs.look",
    "runs.make",
    "criteria.read",
    "criteria.try",
    "imports.look",
    "imports.make",
    "refused.look",
    "refused.change",
    "reference.look",
    "reference.change",
    "audit.look",
    "store.keep",
)
# Parts of a person's record that a role may not be shown.
WITHHELD = ("intelligence", "intelligence.C", "police")
_ROLE = {"says", "may", "withholds"}
_GRANT = {"role", "claim", "is", "everyone", "areas", "agencies", "caseload"}
_WITHDRAWN = {"claim", "is", "since"}


@dataclass(frozen=True)
class Role:
    """A role. may: what it is allowed; withholds: parts of a person's record that it is not shown."""

    name: str
    says: str
    may: frozenset[str]
    withholds: frozenset[str]


@dataclass(frozen=True)
class Grant:
    """A role given to those whose token has a claim. caseload: the claim that names them as lead worker.

    Of areas, agencies and caseload those that are given must all hold; everyone: none is asked.
    """

    number: int
    role: str
    claim: str
    value: str
    everyone: bool
    areas: tuple[str, ...] | None
    agencies: tuple[str, ...] | None
    caseload: str | None

    @property
    def says(self) -> str:
        """The grant in words."""
        whom = [
            f"homes in {', '.join(self.areas)}" if self.areas else "",
            f"led by {', '.join(self.agencies)}" if self.agencies else "",
            f"whose lead worker is the token's {self.caseload}" if self.caseload else "",
        ]
        seen = "everyone" if self.everyone else " and ".join(part for part in whom if part)
        return f"grant {self.number}: {self.role} if {self.claim} is {self.value}, for {seen}"


@dataclass(frozen=True)
class Withdrawn:
    """Whose tokens are refused, whatever is granted. since: those issued before it (UTC); None: all."""

    number: int
    claim: str
    value: str
    since: datetime | None

    @property
    def says(self) -> str:
        """The entry in words."""
        which = f" and they were not issued at or after {self.since} UTC" if self.since else ""
        return f"withdrawn {self.number}: tokens are refused if {self.claim} is {self.value}{which}"


@dataclass(frozen=True)
class Access:
    """An access document, read and checked."""

    name: str
    roles: Mapping[str, Role]
    grants: tuple[Grant, ...]
    withdrawn: tuple[Withdrawn, ...] = ()


def shipped() -> str:
    """The text of the access document that comes with the software: roles, and no grants."""
    return (files("iom.access") / "access.toml").read_text(encoding="utf-8")


def read_access(path: Path | None) -> Access:
    """Read the access document of a deployment; None: the shipped one. Raises DocumentError."""
    return parse_access(
        read_document(path, "access document") if path else parse_document("access.toml", shipped())
    )


def parse_access(document: Document) -> Access:
    """Check an access document. Raises DocumentError for a word that it does not know, naming the line."""
    _refuse_unknown(document, "", document.data, {"roles", "grants", "withdrawn"})
    roles = {
        name: _role(document, name, table) for name, table in _table(document, "roles", document.data).items()
    }
    grants, withdrawn = (_tables(document, name) for name in ("grants", "withdrawn"))
    return Access(
        document.name,
        roles,
        tuple(_grant(document, number, table, roles) for number, table in enumerate(grants, 1)),
        tuple(_withdrawn(document, number, table) for number, table in enumerate(withdrawn, 1)),
    )


def _tables(document: Document, name: str) -> list[Any]:
    given = document.data.get(name, [])
    if not isinstance(given, list):
        raise document.error(name, f"{name} are written as [[{name}]], one after another.")
    return given


def _withdrawn(document: Document, number: int, table: Any) -> Withdrawn:
    place = f"withdrawn[{number - 1}]"
    _refuse_unknown(document, place, table, _WITHDRAWN)
    for needed in ("claim", "is"):
        if not isinstance(table.get(needed), str) or not table[needed].strip():
            raise document.error(place, f'what is withdrawn needs {needed} = "...".')
    since = None
    if "since" in table:
        try:
            # a day, or a time of no zone: some hours of tokens would be in doubt
            if not isinstance(table["since"], datetime) or table["since"].tzinfo is None:
                raise ValueError
            since = naive_utc(table["since"])
        except (ValueError, OverflowError):
            says = "since is a moment with its zone, without quotes: since = 2026-11-23T09:00:00Z."
            raise document.error(f"{place}.since", says) from None
    return Withdrawn(number, table["claim"], table["is"], since)


def _role(document: Document, name: str, table: Any) -> Role:
    place = f"roles.{name}"
    if not isinstance(table, dict):
        raise document.error(place, f"a role is a table: [roles.{name}].")
    _refuse_unknown(document, place, table, _ROLE)
    may = _words(document, place, table, "may") or ()
    withholds = _words(document, place, table, "withholds") or ()
    for words, known, what in ((may, MAY, "may"), (withholds, WITHHELD, "withholds")):
        for word in words:
            if word not in known:
                raise document.error(f"{place}.{what}", f'"{word}" is not one of: {", ".join(known)}.')
    says = table.get("says", "")
    if not isinstance(says, str):
        raise document.error(f"{place}.says", 'says is a sentence: says = "...".')
    return Role(name, says, frozenset(may), frozenset(withholds))


def _grant(document: Document, number: int, table: Any, roles: Mapping[str, Role]) -> Grant:
    place = f"grants[{number - 1}]"
    _refuse_unknown(document, place, table, _GRANT)
    for needed in ("role", "claim", "is"):
        if not isinstance(table.get(needed), str) or not table[needed]:
            raise document.error(place, f'a grant needs {needed} = "...".')
    if table["role"] not in roles:
        raise document.error(
            f"{place}.role", f'there is no role "{table["role"]}". Roles: {", ".join(roles)}.'
        )
    everyone = table.get("everyone", False)
    if not isinstance(everyone, bool):
        raise document.error(f"{place}.everyone", "everyone is true or false.")
    limits = {name: _words(document, place, table, name) for name in ("areas", "agencies")}
    caseload = table.get("caseload")
    if caseload is not None and (not isinstance(caseload, str) or not caseload):
        raise document.error(f"{place}.caseload", "caseload names a claim of the access token.")
    limited = any(value is not None for value in (*limits.values(), caseload))
    if everyone == limited:
        # a grant that forgets its limit must not open everything
        raise document.error(
            place, "a grant says whom it is for: everyone = true, or areas, agencies or caseload; not both."
        )
    return Grant(
        number,
        table["role"],
        table["claim"],
        table["is"],
        everyone,
        limits["areas"],
        limits["agencies"],
        caseload,
    )


def _words(document: Document, place: str, table: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    words = table.get(name)
    if words is None:
        return None
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise document.error(f"{place}.{name}", f'{name} is a list of words: {name} = ["...", "..."].')
    if name in ("areas", "agencies") and not words:
        raise document.error(f"{place}.{name}", f"{name} is empty: name at least one.")
    return tuple(words)


def _table(document: Document, name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    table = data.get(name)
    if not isinstance(table, dict) or not table:
        raise document.error(name, f"an access document needs [{name}.NAME] tables.")
    return table


def _refuse_unknown(document: Document, place: str, table: Any, known: set[str]) -> None:
    if not isinstance(table, dict):
        raise document.error(place, "a table is expected here.")
    for key in table:
        if key not in known:
            raise document.error(
                f"{place}.{key}".lstrip("."), f'"{key}" is not one of: {", ".join(sorted(known))}.'
            )
