"""Why a column was taken for what: its name, and which share of its values fits. Numbers, and no value."""

from iom.intake.guesses import Suggestion
from iom.intake.recognising import Column


def evidence(suggestion: Suggestion) -> dict[str, str]:
    """What each column was taken for and why, in numbers and never in values."""
    uses = suggestion.uses()
    by = {
        (column, f"{guess.type.name}.{name}"): taken.by
        for guess in suggestion.records
        for name, taken in guess.fields.items()
        for column in taken.columns
    }
    unsure = {guess.subject for guess in suggestion.records if guess.unsure}
    by |= {(name, "the person's key"): "it numbers something: is it?" for name in unsure if name}
    told = {}
    for name, column in suggestion.columns.items():
        reasons = [f"{use} ({by[name, use]})" if by.get((name, use)) else use for use in uses.get(name, [])]
        taken = ", ".join(reasons) if reasons else "not recognised: map it or leave it out"
        told[name] = f"{taken}. {_seen(column, suggestion.sample.rows, uses.get(name, []))}"
    return told


def _seen(column: Column, rows: int, uses: list[str]) -> str:
    if not column.filled:
        return "No value."
    parts = [f"{column.filled:,} of {rows:,} rows have a value, {column.different:,} different"]
    if column.dates and column.dates.fit >= 0.5:
        parts.append(_seen_dates(column))
    elif column.date_like >= 0.5:
        parts.append(
            f"{_percent(column.date_like)} look like dates, in a form that no format can name: have them "
            "written as dd/mm/yyyy or 2026-10-31"
        )
    else:
        kinds = {
            **{kind.replace("_", " "): share for kind, share in column.identifiers.items()},
            "postcodes": column.postcode,
            "self-defined ethnicity codes": column.ethnicity_self,
            "officer-defined ethnicity codes": column.ethnicity_officer,
            **{f"words of {kind.replace('_', ' ')}": share for kind, share in column.words.items()},
            "offence codes in the tables": column.resolved,
        }
        # a small number could be a code or a yes as well: what it was taken for says which
        if column.decimal >= 0.5 and not any("code" in use or use.endswith(".sex") for use in uses):
            kinds = {"numbers": column.decimal}
        best = max(kinds, key=lambda kind: kinds[kind])
        parts += [f"{_percent(kinds[best])} {best}"] if kinds[best] >= 0.5 else []
    return "; ".join(parts) + "."


def _seen_dates(column: Column) -> str:
    dates = column.dates
    assert dates is not None
    written = " or ".join([*(["date cells"] if dates.cells else []), *dates.formats])
    said = f"{_percent(dates.fit)} dates as {written}"
    if dates.undecided:
        said += ", and no value tells day from month"
    elif dates.day_first or dates.month_first:
        said += f" ({dates.day_first:,} can only be day first, {dates.month_first:,} only month first)"
    if column.undated:
        rows = sum(column.listed[value] for value in column.undated)
        said += f"; {rows:,} more say that none is known"
    if dates.far:
        said += f"; {dates.far:,} lie in or after 2099, which may mean no end"
    return said


def _percent(share: float) -> str:
    # all but a few are not all
    return "100%" if share == 1 else f"{min(share, 0.999):.1%}"
