"""Commands of selection: run one, look at those that are kept."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from iom.cli.moments import KnownAtOption, OptionalAsAtOption
from iom.cli.options import AreaOption, JsonOption, PurposeOption, StoreOption, UserOption
from iom.moments import spelt


class _OfRuns(TyperGroup):
    """The commands of runs, which know where the one is that is often looked for among them."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name == "diff":
            raise typer.BadParameter("Two runs are compared by: iom select diff RUN RUN")
        return super().get_command(ctx, cmd_name)


app = typer.Typer()
run = typer.Typer(cls=_OfRuns, no_args_is_help=True, help="The selection runs that the store keeps.")
app.add_typer(run, name="run")
selecting = typer.Typer(invoke_without_command=True)
app.add_typer(selecting, name="select")

MOST = 2**31 - 1  # numbers of runs and persons
RunArgument = Annotated[int, typer.Argument(metavar="RUN", min=1, max=MOST, help="The run's number.")]
CsvOption = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Also write the lists to a CSV file.")
]
TopOption = Annotated[
    int,
    typer.Option("--top", metavar="N", min=0, help="Show reasons of the first N, and N of the other lists."),
]
NearOption = Annotated[
    int,
    typer.Option(
        "--near", metavar="N", min=0, help="Show the N nearest of each rule's one short, at most 20."
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Show everyone on a list with their reasons.")]


@selecting.callback()
def select(
    context: typer.Context,
    criteria: Annotated[
        str | None,
        typer.Option(
            "--criteria", metavar="FILE", help="A criteria document (TOML), or a shipped one: bedfordshire."
        ),
    ] = None,
    as_at: OptionalAsAtOption = None,
    known_at: KnownAtOption = None,
    area: AreaOption = None,
    csv: CsvOption = None,
    top: TopOption = 10,
    near: NearOption = 3,
    everyone: AllOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Run a selection and keep it: ranked proposals with reasons, attrition, harmful people left outside.

    --criteria and --as-at are needed, unless two runs that are kept are compared: iom select diff RUN RUN.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return
    if criteria is None or as_at is None:
        raise typer.BadParameter(
            f"Missing option '{'--as-at' if criteria else '--criteria'}'. "
            "Or compare two runs that are kept: iom select diff RUN RUN"
        )
    from iom.cli import output, run_view, written
    from iom.cli.moments import parse_as_at, parse_known_at
    from iom.cli.paragraphs import paragraph
    from iom.cli.session import opened
    from iom.intake import quarantine_waiting
    from iom.selection import as_csv, read_criteria
    from iom.selection import select as run_selection
    from iom.selection.hidden import not_considered

    document = read_criteria(criteria)
    day, moment = parse_as_at(as_at), parse_known_at(known_at)
    # before the run: none is kept whose list cannot be written
    out = written.claim(csv, away_from=[store] if store else []) if csv else None
    with opened("select", store, user, purpose) as session, output.progress("Selecting") as advance:
        result = run_selection(
            session.store,
            document,
            as_at=day,
            known_at=moment,
            area=area,
            now=session.now,
            advance=advance,
        )
        if out:
            written.write(out, as_csv(result.listed))
        waiting = quarantine_waiting(session.store)

    def human() -> None:
        paragraph(
            f"Run {result.run_id}: {document.title}, version {document.version}, as at {result.as_at}"
            f"{f', {result.area}' if result.area else ''}, known at {spelt(result.known_at)}"
        )
        for says in not_considered(result.restricted):
            paragraph(says)
        run_view.show(
            result.steps,
            result.listed,
            result.absent,
            result.alone,
            top=None if everyone else top,
            near=None if everyone else near,
        )
        output.say(f"SHA-256 {result.canonical_sha256}")
        run_view.show_waiting(*waiting)
        run_view.where_the_rest_is(result.run_id)

    def data() -> dict[str, object]:
        return {
            "run_id": result.run_id,
            "as_at": result.as_at,
            "known_at": result.known_at,
            "area": result.area,
            "considered": result.considered,
            "restricted": result.restricted,
            "canonical_sha256": result.canonical_sha256,
            **run_view.data(result.steps, result.listed, result.absent, result.alone),
        }

    output.emit(as_json, data, human)


def _refuse_options(context: typer.Context) -> None:
    """Refuse options given before the word of a further command: it has its own."""
    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name
        and (source := context.get_parameter_source(parameter.name)) is not None
        and source.name == "COMMANDLINE"
    ]
    if given:
        raise typer.BadParameter(
            f"{', '.join(given)} before {context.invoked_subcommand}: give what belongs to it after it."
        )


@selecting.command()
def diff(
    first: Annotated[int, typer.Argument(metavar="RUN", min=1, max=MOST, help="The earlier run's number.")],
    second: Annotated[int, typer.Argument(metavar="RUN", min=1, max=MOST, help="The later run's number.")],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Also write who changed to a CSV file.")
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=0, help="Show the first N who came, went, moved.")
    ] = 10,
    everyone: Annotated[bool, typer.Option("--all", help="Show everyone who changed.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Compare two runs: who came, went and moved, and why: time, data, reference, criteria or software."""
    from iom.cli import diff_view, output, written
    from iom.cli.session import opened
    from iom.selection import difference

    out = written.claim(csv, away_from=[store] if store else []) if csv else None
    with opened("select diff", store, user, purpose) as session, output.progress("Comparing") as advance:
        found = difference(session.store, first, second, now=session.now, advance=advance)
    if out:
        written.write(out, diff_view.as_csv(found))
    output.emit(as_json, diff_view.data(found), lambda: diff_view.show(found, None if everyone else top))


@run.command("list")
def list_runs(
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """List the runs that are kept, the latest first."""
    from dataclasses import asdict

    from iom.cli import output
    from iom.cli.session import opened
    from iom.selection import kept_runs

    with opened("run list", store, user, purpose) as session:
        heads = kept_runs(session.store)

    def human() -> None:
        if not heads:
            output.say("No runs yet. Make one: iom select --criteria bedfordshire --as-at DATE")
            return
        rows = [
            (
                head.run_id,
                head.made_at.strftime("%Y-%m-%d %H:%M"),
                head.by_user,
                head.as_at,
                head.area or "all",
                f"{head.criteria_title}, {head.criteria_version}",
                # an edited document keeps its title: its digest tells it apart
                head.criteria_sha256[:8],
                head.considered,
                head.proposed,
                head.canonical_sha256[:12],
            )
            for head in heads
        ]
        columns = (
            "run",
            "made (UTC)",
            "by",
            "as at",
            "area",
            "criteria",
            "document",
            "considered",
            "proposed",
            "SHA-256",
        )
        # what run show tells of each
        spare = ("SHA-256", "document", "considered", "by")
        output.table("", columns, rows, right=("run", "considered", "proposed"), spare=spare)

    output.emit(as_json, [asdict(head) for head in heads], human)


@run.command()
def show(
    run_id: RunArgument,
    csv: CsvOption = None,
    top: TopOption = 10,
    near: NearOption = 3,
    everyone: AllOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Show a run again as it was kept: proposals, attrition, harmful people outside."""
    from dataclasses import asdict

    from iom.cli import output, run_view, written
    from iom.cli.paragraphs import paragraph
    from iom.cli.session import opened
    from iom.selection import as_csv, kept_run

    out = written.claim(csv, away_from=[store] if store else []) if csv else None
    with opened("run show", store, user, purpose) as session:
        kept = kept_run(session.store, run_id, now=session.now)
    if out:
        written.write(out, as_csv(kept.listed))

    def human() -> None:
        about = kept.particulars
        where = f", {about['area']}" if about["area"] else ""
        paragraph(
            f"Run {run_id}: {about['criteria_title']}, version {about['criteria_version']}, "
            f"as at {about['as_at']}{where}, known at {spelt(kept.known_at)}, made by {about['by_user']}"
        )
        for says in kept.hidden_count.says():
            paragraph(says)
        run_view.show(
            kept.steps,
            kept.listed,
            kept.absent,
            kept.alone,
            top=None if everyone else top,
            near=None if everyone else near,
        )
        output.say(f"SHA-256 {about['canonical_sha256']}, document {about['criteria_sha256']:.8}")
        run_view.where_the_rest_is(run_id)

    def data() -> dict[str, object]:
        return {
            **kept.particulars,
            **asdict(kept.hidden_count),
            **run_view.data(kept.steps, kept.listed, kept.absent, kept.alone),
        }

    output.emit(as_json, data, human)


@run.command()
def explain(
    run_id: RunArgument,
    person_id: Annotated[int, typer.Argument(metavar="PERSON", min=1, max=MOST, help="The person's number.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Why someone is in or out: rules met, failed or not known; points, reasons, offences counted."""
    from dataclasses import asdict

    from iom.cli import explanation_view, output
    from iom.cli.session import opened
    from iom.selection import explained

    with opened("run explain", store, user, purpose) as session:
        answer = explained(session.store, run_id, person_id, now=session.now)
    output.emit(as_json, asdict(answer), lambda: explanation_view.show(answer))


@run.command()
def repeat(
    run_id: RunArgument,
    store: StoreOption = None,
    as_json: JsonOption = False,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Do a run again on exactly what it saw; say whether the bytes are the same (exit 1 if not).

    Of a run with people who were erased since, or are restricted, it says how many, and whether the totals
    still add up without them.
    """
    from dataclasses import asdict

    from iom.cli import output, run_view
    from iom.cli.session import opened
    from iom.selection import repeat as repeat_run

    with opened("run repeat", store, user, purpose) as session:
        answer = repeat_run(session.store, run_id, now=session.now)

    def human() -> None:
        if answer.same:
            output.say(f"Run {run_id} gives the same bytes again: SHA-256 {answer.was}")
            return
        if answer.totals:
            run_view.show_reconciled(answer)
        else:
            output.say(f"Run {run_id} gives other bytes: was {answer.was}, is {answer.now}.")
        if answer.code_version_was != answer.code_version_now:
            output.say(
                f"It was made by iom {answer.code_version_was}; this is iom {answer.code_version_now}, "
                "and the version is one of a run's inputs."
            )

    output.emit(as_json, {**asdict(answer), "reconciles": answer.reconciles}, human)
    if not answer.reconciles:
        raise typer.Exit(1)
