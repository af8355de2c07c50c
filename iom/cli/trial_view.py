"""How trials look on screen and in JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph
from iom.cli.run_view import USUAL, show_absent
from iom.reports import trial_words as words

if TYPE_CHECKING:
    from iom.selection import Criteria
    from iom.selection.trials import Backtest, Outcome, Sensitivity, Standing

_NUMBERS = ("people", "least the same", "came", "went", "settings", "share of settings")
_MOVED = ("what is moved", "from - to", "people", "least the same", "at", "came", "went")
_SETTINGS = ("what is moved", "set to", "people", "the same", "came", "went")
_MONTH_NUMBERS = ("eligible", "places", "offences followed")


def show_sensitivity(
    trial: "Sensitivity", criteria: "Criteria", *, everything: bool, files: Sequence[Path | None]
) -> None:
    """The finding, what moves whom, who is firm and who is not, and what was not tried."""
    from iom.selection.trials.variants import HARMFUL, PROPOSED

    show_absent(trial.absent)
    paragraph(words.about_list(trial, criteria))
    paragraph(f"{words.finding(trial)}.")
    paragraph(words.how_moved(trial))
    for on_list in (PROPOSED, HARMFUL):
        outcomes = [one for one in trial.outcomes if one.part.on_list == on_list]
        if outcomes:
            _show_moves(words.LISTS[on_list].capitalize(), outcomes, everything=everything)
    _show_people(trial, None if everything else USUAL)
    left_out = [one for one in trial.outcomes if one.left_out]
    if left_out:
        output.say("\nSettings not tried")
    for one in left_out:
        paragraph(words.left_out(one), 2, 4)
    output.say("")
    paragraph(words.NOT_MOVED)
    paragraph(words.CLOSING)
    _say_files(files)


def _show_moves(title: str, outcomes: "list[Outcome]", *, everything: bool) -> None:
    """A row a part that moves anybody, the most moving first; or a row a setting."""
    from iom.reports.trial_words import label
    from iom.selection.trials.variants import plain

    if everything:
        rows = [
            (label(one), plain(one.value), one.members, words.per_cent(one.overlap or 0), one.came, one.went)
            for one in outcomes
            if not one.left_out
        ]
        output.table(f"\n{title}, under every setting", _SETTINGS, rows, (*_NUMBERS, "set to", "the same"))
        return
    tried: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if not one.left_out:
            tried.setdefault(label(one), []).append(one)
    worst = {name: min(found, key=lambda one: one.overlap or 0) for name, found in tried.items()}
    moving = sorted((name for name in tried if worst[name].overlap != 1), key=lambda n: worst[n].overlap or 0)
    rows = []
    for name in moving:
        found, most = tried[name], worst[name]
        sizes = [one.members or 0 for one in found]
        rows.append(
            (
                name,
                f"{plain(found[0].value)} - {plain(found[-1].value)}",
                f"{min(sizes)} - {max(sizes)}",
                words.per_cent(most.overlap or 0),
                plain(most.value),
                most.came,
                most.went,
            )
        )
    if rows:
        output.table(f"\n{title}, as each number moves", _MOVED, rows, (*_NUMBERS, "at"))
    still = [name for name in tried if name not in moving]
    if still:
        paragraph(f"Move nobody there: {'; '.join(still)}.", 0, 2)


def _show_people(trial: "Sensitivity", top: int | None) -> None:
    output.say(
        f"\nOf the {trial.proposed:,} with a place, {len(trial.always):,} have one under all {trial.tried} "
        f"settings that can change it, the document as it stands among them."
    )
    shaky = [one for one in reversed(trial.people) if one.in_base and one.settings < trial.tried]
    _people("With a place that hangs on a setting, the least firm first", shaky, trial, top)
    newcomers = [person for person in trial.people if not person.in_base]
    _people("Without a place that some setting gives them, the nearest first", newcomers, trial, top)
    few = sum(person.in_base for person in trial.few)
    paragraph(
        f"Under fewer than {words.plain(trial.few_per_cent)}% of settings: {few:,} of those with a place, "
        f"and {len(trial.few) - few:,} of those without."
    )


def _people(title: str, people: "Sequence[Standing]", trial: "Sensitivity", top: int | None) -> None:
    if not people:
        return
    shown = people[:top]
    left = len(people) - len(shown)
    rest = f"; the first {len(shown)} of {len(people):,} (--all for the rest)" if left else ""
    rows = [(one.person_id, one.settings, words.per_cent(one.settings / trial.tried)) for one in shown]
    output.table(f"\n{title}{rest}", ("person", "settings", "share of settings"), rows, ("person", *_NUMBERS))


def show_backtest(
    trial: "Backtest", criteria: "Criteria", *, everything: bool, files: Sequence[Path | None]
) -> None:
    """The finding, the figures over all month ends, month by month, and what must be known to quote them."""
    ways = words.way_words(trial)
    paragraph(words.about_backtest(trial, criteria))
    paragraph(f"{words.backtest_finding(trial)}.")
    output.table(
        "\nWhat those chosen account for (95% interval)",
        ("chosen", "of the offences", "of the severity", "of them offended", "of them were inside"),
        [
            (
                name,
                *(
                    words.share_words(trial.figure(way, outcome))
                    for outcome in ("offences", "severity", "people", "inside")
                ),
            )
            for way, name in ways.items()
        ],
    )
    output.table(
        "\nThe list against as many others: percentage points more, and times as much (95% interval)",
        ("chosen", "offences, points", "times", "severity, points", "times"),
        [
            (name, *_against(trial, way, "offences"), *_against(trial, way, "severity"))
            for way, name in ways.items()
            if way != "list"
        ],
    )
    for said in (*words.some_closed(trial, ways), *filter(None, [words.no_risk(trial)])):
        paragraph(said)
    output.table(
        "\nOffences of the year that followed, share of those chosen at each month end",
        ("month end", "eligible", "places", "offences followed", *ways),
        [
            (
                month.as_at,
                month.pool.eligible,
                month.pool.places,
                month.pool.offences,
                *(_monthly(trial, way, month.as_at) for way in ways),
            )
            for month in trial.used
            if month.pool
        ],
        (*_MONTH_NUMBERS, *ways),
    )
    _show_left_out(trial, everything=everything)
    output.say("\nBefore quoting this")
    for said in words.caveats(trial):
        paragraph(f"- {said}", 0, 2)
    _say_files(files)


def _against(trial: "Backtest", way: str, outcome: str) -> tuple[str, str]:
    figure = trial.figure(way, outcome)
    if figure is None:
        return "", ""
    return words.points_words(figure.difference), words.times_words(figure.ratio)


def _monthly(trial: "Backtest", way: str, as_at) -> str:
    figure = trial.figure(way, "offences", as_at)
    return "" if figure is None or figure.share is None else f"{100 * figure.share.value:.1f}%"


def _show_left_out(trial: "Backtest", *, everything: bool) -> None:
    left_out = [month for month in trial.months if month.left_out]
    if not left_out:
        return
    shown = left_out if everything else [left_out[0], left_out[-1]][: len(left_out)]
    rest = "" if len(shown) == len(left_out) else ", the first and the last of them (--all for the rest)"
    output.say(f"\nMonth ends left out: {len(left_out)}{rest}")
    for month in shown:
        paragraph(f"{words.day(month.as_at)}: {month.left_out}", 2, 4)


def _say_files(files: Sequence[Path | None]) -> None:
    for file in files:
        if file:
            output.say(f"Written: {file}")
