"""The synthetic partnership as files such as a force, the national computer, probation and prisons export."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from iom.demo import force, partners
from iom.demo.dirt import Dirt, Fault
from iom.demo.parameters import Parameters
from iom.demo.partnership import Partnership, make
from iom.demo.tables import Table

Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Export:
    """One file written, in the order of import; mapping names its document in fixtures/mappings/demo."""

    file: str
    mapping: str
    rows: int


@dataclass(frozen=True)
class Made:
    """What was written: people, their offences in the window (one per suspect), files, faults put in."""

    seed: int
    people: int
    crimes: int
    offences: int
    exports: tuple[Export, ...]
    faults: tuple[Fault, ...]


def write_exports(folder: Path, seed: int, parameters: Parameters, progress: Advance | None = None) -> Made:
    """Make the partnership and write its exports into a folder, which is made if need be.

    The same seed and parameters give the same bytes on every platform. Everyone is invented.
    """
    partnership = make(parameters, seed, progress)
    tables = export_tables(partnership, parameters, seed)
    dirt = Dirt(parameters, seed)
    dirt.soil(tables)
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        table.write(folder)
    start = parameters["made.from"].toordinal()
    offences = [o for person in partnership.people for o in person.life.offences if o.committed >= start]
    return Made(
        seed=seed,
        people=len(partnership.people),
        crimes=len({offence.reference for offence in offences}),
        offences=len(offences),
        exports=tuple(Export(table.file, table.mapping, len(table.rows)) for table in tables),
        faults=tuple(dirt.faults),
    )


def export_tables(partnership: Partnership, parameters: Parameters, seed: int) -> list[Table]:
    """The files before the dirt, in the order of import: people first, each system's latest month last."""
    history, latest = force.offences(partnership, parameters)
    return [
        force.nominals(partnership, parameters, seed),
        force.addresses(partnership, parameters),
        partners.pnc_people(partnership),
        partners.pnc_sanctions(partnership, parameters),
        partners.probation_people(partnership, parameters, seed),
        partners.supervision(partnership, parameters),
        partners.assessments(partnership),
        partners.prison_people(partnership),
        partners.custody(partnership, parameters, seed),
        force.intelligence(partnership),
        history,
        latest,
    ]
