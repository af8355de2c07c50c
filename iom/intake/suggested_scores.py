"""Scores that stand in columns of their own, called after their tools, with the date of each."""

from collections.abc import Mapping

from iom.intake.guesses import HALF, Guess, Taken
from iom.intake.recognising import Column
from iom.intake.vocabulary import fits, plain, vocabulary


def score_columns(held: Mapping[str, Column]) -> dict[str, str]:
    """Columns that are a score each, with the tool."""
    found = {}
    for tool, names in vocabulary()["score"].items():
        best = max(held.values(), key=lambda column: fits(column.name, names), default=None)
        if best and fits(best.name, names) >= HALF and best.decimal >= HALF and best.name not in found:
            found[best.name] = tool
    return found


def scores_of(event: Guess, held: Mapping[str, Column]) -> list[Guess]:
    """One record for each column that is a score; or the one that names its tool in a column."""
    if "tool" in event.fields:
        return [event]
    score = next(f for f in event.type.fields if f.name == "score")
    records = []
    for name, tool in score_columns(held).items():
        others = {f: t for f, t in event.fields.items() if f not in ("score", "on_date")}
        kept = {f: t for f, t in others.items() if name not in t.columns}
        kept["score"] = Taken(score, (name,), 1.0, "its name and values")
        when = name
        if (on := _date_of(tool, event, held)) is not None:
            kept["on_date"] = on
            # a row holds the score where it has both: what is there less often says so
            when = min(name, on.columns[0], key=lambda column: held[column].filled)
        records.append(Guess(event.type, event.subject, event.unsure, fields=kept, when=when, tool=tool))
    return records


def scores_beside(guess: Guess, held: Mapping[str, Column]) -> list[Guess]:
    """Scores in a file of something else, as an extract of orders has them: columns named by their tool."""
    if "on_date" not in guess.fields or not score_columns(held):
        return []
    only = {"on_date": guess.fields["on_date"]}
    return scores_of(Guess(guess.type, guess.subject, guess.unsure, fields=only), held)


def _date_of(tool: str, event: Guess, held: Mapping[str, Column]) -> Taken | None:
    """The date called after a tool, else one called after none: OGRS Date is not the date of an RSR."""
    for column in held.values():
        if column.fit_of_dates >= HALF and _called_after(tool, column.name):
            on = next(f for f in event.type.fields if f.name == "on_date")
            return Taken(on, (column.name,), 1.0, "its name and values")
    on = event.fields["on_date"]
    others = vocabulary()["score"]
    return None if any(_called_after(other, on.columns[0]) for other in others) else on


def _called_after(tool: str, column: str) -> bool:
    # ogrs3_2y is an OGRS
    family = tool.partition("_")[0].rstrip("0123456789")
    return any(word.startswith(family) for word in plain(column).split())
