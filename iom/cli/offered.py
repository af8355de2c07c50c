"""Which commands may be given through a running service: what each asks for, and which options are files."""

from dataclasses import dataclass

INTELLIGENCE = frozenset({"intelligence"})
POLICE = frozenset({"police"})
EVERY_PART = frozenset({"intelligence", "intelligence.C", "police"})


@dataclass(frozen=True)
class Offer:
    """What a command comes to when it is given through a service.

    may: the permission that it asks for, over everyone. changes: whether it changes what the store holds.
    shows: parts of records that its answer may hold and cannot leave out, as the access document calls them.
    Names of options: sends, of files that it reads; documents, of shipped names or such files; brings, of
    files that it writes; folders, those of them that are folders, there already or new; unless_zip, those
    that are new folders unless the name ends in .zip; not_here, of what means a place on the service's
    machine. beside: with an option that makes it write a second file, the ending of that one's name.
    """

    may: str
    changes: bool = False
    shows: frozenset[str] = frozenset()
    sends: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    unless_zip: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    not_here: tuple[str, ...] = ()


OFFERED = {
    "audit verify": Offer("audit.look"),
    "audit show": Offer("audit.look"),
    "audit search": Offer("audit.look"),
    "backup": Offer("store.keep", changes=True, not_here=("out",)),
    "backup list": Offer("store.keep"),
    "doctor": Offer("store.keep"),
    "reference list": Offer("reference.look"),
    "reference show": Offer("reference.look", brings=("csv",)),
    "reference history": Offer("reference.look"),
    "reference load": Offer("reference.change", changes=True, sends=("file",)),
    "reference load-severity": Offer("reference.change", changes=True, sends=("file",)),
    "reference use-vintage": Offer("reference.change", changes=True),
    "reference use-shipped": Offer("reference.change", changes=True),
    "severity area": Offer("reference.look", sends=("file",), brings=("csv",)),
    "import": Offer("imports.make", changes=True, sends=("mapping", "file")),
    "coverage": Offer("imports.look"),
    "quarantine list": Offer("refused.look"),
    "quarantine show": Offer("refused.look", shows=EVERY_PART),
    "quarantine export": Offer("refused.change", shows=EVERY_PART, brings=("out",)),
    "quarantine drop": Offer("refused.change", changes=True),
    "person find": Offer("people.find"),
    "person show": Offer("people.look"),
    "people matches": Offer("people.decide", shows=POLICE),
    "people merge": Offer("people.decide", changes=True),
    "people split": Offer("people.decide", changes=True),
    "people keep-apart": Offer("people.decide", changes=True),
    "people undo": Offer("people.decide", changes=True),
    "people decisions": Offer("people.look"),
    "measures": Offer("measures.export", shows=INTELLIGENCE, documents=("definition",), brings=("out",)),
    "run list": Offer("runs.look"),
    "run show": Offer("runs.look", shows=INTELLIGENCE, brings=("csv",)),
    "run explain": Offer("runs.look", shows=INTELLIGENCE),
    "run repeat": Offer("runs.make"),
    "select": Offer("runs.make", changes=True, shows=INTELLIGENCE, documents=("criteria",), brings=("csv",)),
    "select diff": Offer("runs.look", shows=INTELLIGENCE, brings=("csv",)),
    "criteria check": Offer("criteria.try", documents=("file",)),
    "criteria sensitivity": Offer("criteria.try", documents=("file",), brings=("csv", "svg")),
    "criteria backtest": Offer("criteria.try", documents=("file",), brings=("csv", "svg")),
    "risk show": Offer("risk.look"),
    "risk export": Offer("risk.export", brings=("out",), beside=(("terms", "-terms"),)),
    "risk calibration": Offer("risk.export", brings=("out",), folders=("out",)),
    "risk recalibrate": Offer("risk.export"),
    "rights access": Offer("people.rights", shows=EVERY_PART, brings=("out",), unless_zip=("out",)),
    "rights restrict": Offer("people.rights", changes=True),
    "rights lift": Offer("people.rights", changes=True),
    "rights review": Offer("people.rights"),
    "rights list": Offer("people.rights"),
    "rights erase": Offer("people.rights", changes=True),
}
ERASES = "rights erase"
# After which a person is out of sight: what was said before may speak of them.
HIDES = (ERASES, "rights restrict")
# What says counts and rules, and of people nothing but numbers of those in sight: it may itself join somebody
# to a person who is out of sight.
OF_NOBODY = ("import",)
# What makes a store, puts one in another's place or holds one: it has no service to go through.
WITHOUT_SERVICE = ("init", "restore", "serve", "demo")
