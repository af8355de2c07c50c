"""The command that makes the demonstration and shows the way round it."""

import os
import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iom.cli.options import JsonOption, PurposeOption, UserOption

if TYPE_CHECKING:
    from iom.demo.tour import Tour
    from iom.selection import Listed, RunResult
    from iom.selection.sentences import Counted

app = typer.Typer()
_SHOWN = 10
_EXPLAINED = 2
_HEAVIEST = 4
_STEPS = ("considered", "eligible", "in a cohort", "proposed")


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where to make it; a new or empty folder.")
    ] = Path("iom-demo"),
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, other people.")] = 2026,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete and remake the demonstration that the folder holds.")
    ] = False,
    as_json: JsonOption = False,
    user: UserOption = "demo",
    purpose: PurposeOption = "demonstration",
) -> None:
    """Make a synthetic Bedfordshire partnership, import its exports, run a selection, and say what to try.

    About 4,000 invented people and 40,000 offences over nine years to 31 October 2026, written as a force,
    the national computer, probation and prisons would export them, faults included.
    """
    from iom.cli import output
    from iom.cli.session import opened
    from iom.demo import read_parameters
    from iom.demo.folder import finish, prepare
    from iom.demo.tour import exported, load, write

    prepare(folder, fresh=fresh)
    parameters = read_parameters()
    made = write(folder, seed, parameters, output.progress)
    with opened("demo", folder / "store", user, purpose, create=True) as session:
        now = exported(session.now, parameters)
        tour = load(folder, made, session.store, now=now, parameters=parameters, progress=output.progress)
        if now > session.now:
            output.warn(
                f"The clock of this machine says {session.now:%d %B %Y}, before the exports were made: all "
                f"of this is as on {now:%d %B %Y}."
            )
    finish(folder)
    output.emit(as_json, _facts(tour), lambda: _tell(tour, folder))


def _facts(tour: "Tour") -> dict[str, object]:
    run = tour.run
    return {
        "people": tour.made.people,
        "crimes": tour.made.crimes,
        "offences": tour.made.offences,
        "seed": tour.made.seed,
        "imports": [
            {
                "file": report.file_name,
                "rows": report.rows_total,
                "loaded": report.rows_loaded,
                "updated": report.rows_updated,
                "unchanged": report.rows_unchanged,
                "quarantined": report.rows_quarantined,
            }
            for report in tour.imports
        ],
        "quarantined_by_rule": dict(tour.quarantined),
        "run": run.run_id,
        "as_at": run.as_at,
        "attrition": [{"step": step.says, "remaining": step.remaining} for step in run.steps],
        "proposed": [person.person_id for person in run.proposed],
        "canonical_sha256": run.canonical_sha256,
        "other_runs": [
            dict(zip(("run", "criteria", *_STEPS), _other(title, other), strict=True))
            for title, other in tour.others
        ],
    }


def _tell(tour: "Tour", folder: Path) -> None:
    from iom.cli import output

    made = tour.made
    output.say(
        f"\nAn invented partnership (seed {made.seed}): {made.people:,} people in three districts, "
        f"{made.crimes:,} crimes, {made.offences:,} offences counting each suspect, "
        f"{len(made.exports)} files in {folder / 'exports'}.\n"
    )
    output.table(
        "What the imports did, rows by fate",
        ("file", "rows", "loaded", "updated", "unchanged", "quarantined"),
        [
            (r.file_name, r.rows_total, r.rows_loaded, r.rows_updated, r.rows_unchanged, r.rows_quarantined)
            for r in tour.imports
        ],
        right={"rows", "loaded", "updated", "unchanged", "quarantined"},
    )
    joined = sum(report.joined_subjects for report in tour.imports)
    output.say(
        f"{joined:,} records of other systems joined by identifier; "
        f"{tour.run.considered:,} people in the store.\n"
    )
    output.table("Quarantined rows by rule", ("rule", "rows"), tour.quarantined, right={"rows"})
    output.say("")
    _tell_run(tour)
    output.table(
        "The same records by other published rules",
        ("run", "criteria", *_STEPS),
        [_other(title, other) for title, other in tour.others],
        right={"run", *_STEPS},
    )
    output.say("")
    _tell_next(tour, folder)


def _tell_run(tour: "Tour") -> None:
    from iom.cli import output
    from iom.selection.words import CLOSING

    run = tour.run
    output.table(
        f"Run {run.run_id}, as at {run.as_at:%d %B %Y}: from everyone to the list",
        ("step", "remaining"),
        [(step.says, step.remaining) for step in run.steps],
        right={"remaining"},
    )
    output.say("")
    output.table(
        f"The first {min(_SHOWN, len(run.proposed))} of {len(run.proposed)} proposed",
        ("rank", "person", "cohort", "area", "points", "place"),
        [_line(person) for person in run.proposed[:_SHOWN]],
        right={"rank", "person", "points"},
    )
    output.say(f"{_others(run.listed)}\n")
    for person in run.proposed[:_EXPLAINED]:
        output.say(f"Person {person.person_id}: {person.reasons.summary}")
        for reason in person.reasons.reasons:
            output.say(f"  {reason.points:>2}  {reason.sentence}")
        for unknown in person.reasons.unknown:
            output.say(f"      {unknown}")
        for row in _heaviest(person):
            output.say(
                f"      {row.offences} × {row.title or row.code}, {row.arrived_as} {row.code}: {row.how}"
            )
        output.say("")
    output.say(f"{CLOSING}\n")


def _other(title: str, run: "RunResult") -> tuple[object, ...]:
    """Run, document, and how many were considered, eligible, in a cohort and proposed."""
    remaining = [step.remaining for step in run.steps]
    # everyone, then the steps of eligibility, then who has a cohort, then who has a place
    return run.run_id, title, run.considered, remaining[-3], remaining[-2], remaining[-1]


def _others(listed: "Sequence[Listed]") -> str:
    """How many have no place, and how many harmful people are not proposed: some of them for that reason."""
    over = sum(person.standing.list == "over_capacity" for person in listed)
    harmful = [person for person in listed if person.harmful_place is not None]
    among = sum(person.standing.list == "over_capacity" for person in harmful)
    return (
        f"{over} more meet a rule but find no place. {len(harmful)} harmful people are not proposed, {among} "
        "of them for want of a place: for problem-solving plans. Offences that count as harmful may be only "
        "suspected."
    )


def _heaviest(person: "Listed") -> "list[Counted]":
    """The codes that weigh most in the measure that counted most of the person's offences."""
    totals: Counter[str] = Counter()
    for row in person.reasons.counted:
        totals[row.measure] += row.offences
    widest = totals.most_common(1)[0][0] if totals else None
    rows = [row for row in person.reasons.counted if row.measure == widest]
    return sorted(rows, key=lambda row: row.severity or 0, reverse=True)[:_HEAVIEST]


def _line(person: "Listed") -> tuple[object, ...]:
    place = person.standing
    return (
        place.rank,
        person.person_id,
        place.cohort,
        place.capacity_area,
        place.points,
        f"{place.place} of {place.places}",
    )


def _remember(store: Path) -> str:
    """How this platform's command line sets the store and purpose for the commands that follow."""
    if os.name == "nt":
        return f'$env:IOM_STORE = "{store}"; $env:IOM_PURPOSE = "demonstration"'
    return f"export IOM_STORE={shlex.quote(str(store))} IOM_PURPOSE=demonstration"


def _tell_next(tour: "Tour", folder: Path) -> None:
    from iom.cli import output

    store, documents, run = folder / "store", folder / "documents", tour.run
    first = run.proposed[0].person_id if run.proposed else 1
    corrected = folder / "exports" / "corrected.csv"
    offences = next(r.batch_id for r in tour.imports if r.file_name == "niche_offences.csv")
    tries = (
        ("use this store in what follows", _remember(store)),
        ("everything held of the first on the list", f"iom person {first}"),
        ("why they are on it, each code and how it resolved", f"iom run explain {run.run_id} {first}"),
        ("what was refused, and why", "iom quarantine list"),
        ("take the refused offences out", f"iom quarantine export --batch {offences} --out {corrected}"),
        (
            "open that file in a spreadsheet, make every 31/02 into 28/02, save, and read it back: "
            "what is still wrong stays out",
            f"iom import {corrected} --quarantine",
        ),
        (
            "run again with a rule of your own",
            f"iom select --criteria {documents / 'bedfordshire.toml'} --as-at {run.as_at}",
        ),
        (
            "what the document asks, in plain English; and whether it is sound",
            f"iom criteria explain {documents / 'bedfordshire.toml'}",
        ),
        ("", f"iom criteria check {documents / 'bedfordshire.toml'}"),
        ("the first run once more, to the byte", f"iom run repeat {run.run_id}"),
        ("how severe crime is in an area", f"iom severity area {documents / 'area_counts.csv'}"),
        ("who looked at what, and that nobody changed it", "iom audit verify"),
    )
    output.say("What to try next (copy and paste):\n")
    for what, command in tries:
        output.say(f"  # {what}\n  {command}" if what else f"  {command}")
    output.say(f"\nEveryone is invented. To be rid of it all, delete {folder}.")
