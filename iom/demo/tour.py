"""The demonstration from end to end: exports written, imported in order, selections run for the meeting."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from iom.demo.exports import Made, write_exports
from iom.demo.folder import copy_documents
from iom.demo.parameters import Parameters
from iom.intake import ImportReport, import_file, load_mapping
from iom.selection import RunResult, read_criteria, select
from iom.store import Store, data_folder, sql

CRITERIA = "bedfordshire.toml"
# The other published rules, run after it on the same records.
OTHERS = ("fixed-flex-free.toml", "eight-in-twelve.toml", "serial-domestic-abuse.toml")
AREA_COUNTS = "area_counts.csv"

# progress("words") gives advance(done, total) for as long as it lasts
Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


@dataclass(frozen=True)
class Tour:
    """What was made, what each import said, the run, and those by the other documents, with their titles."""

    made: Made
    imports: tuple[ImportReport, ...]
    quarantined: tuple[tuple[str, int], ...]  # (rule, rows)
    run: RunResult
    others: tuple[tuple[str, RunResult], ...]


def write(folder: Path, seed: int, parameters: Parameters, progress: Progress) -> Made:
    """Write exports/ and documents/ of a demonstration into its folder."""
    with progress("Making people and their records") as advance:
        made = write_exports(folder / "exports", seed, parameters, advance)
    copy_documents(folder, [export.mapping for export in made.exports], [CRITERIA, *OTHERS])
    counts = (data_folder("fixtures") / "partnership" / AREA_COUNTS).read_text(encoding="utf-8")
    (folder / "documents" / AREA_COUNTS).write_text(counts, encoding="utf-8", newline="\n")
    return made


def exported(now: datetime, parameters: Parameters) -> datetime:
    """When the exports are imported: now, but not before the day of the extract, whatever a clock says."""
    return max(now, datetime.combine(parameters["made.extract"], time(), UTC))


def load(
    folder: Path, made: Made, store: Store, *, now: datetime, parameters: Parameters, progress: Progress
) -> Tour:
    """Import what was written through the documents beside it, and select as at the day of the extract."""
    as_at = parameters["made.extract"]
    imports = []
    for export in made.exports:
        with progress(f"Importing {export.file}") as advance:
            mapping = load_mapping(folder / "documents" / export.mapping)
            imports.append(
                import_file(store, folder / "exports" / export.file, mapping, now=now, progress=advance)
            )
    with progress("Selecting") as advance:
        criteria = read_criteria(str(folder / "documents" / CRITERIA))
        run = select(store, criteria, as_at=as_at, now=now, advance=advance)
    others = []
    for name in OTHERS:
        with progress(f"Selecting by {name}") as advance:
            criteria = read_criteria(str(folder / "documents" / name))
            others.append((criteria.title, select(store, criteria, as_at=as_at, now=now, advance=advance)))
    with store.cursor() as cursor:
        quarantined = cursor.execute(sql("demo/quarantined_by_rule")).fetchall()
    return Tour(made, tuple(imports), tuple(quarantined), run, tuple(others))
