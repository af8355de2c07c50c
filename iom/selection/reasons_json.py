"""The reasons of one person as canonical JSON, quickly: what was counted is most of it, and most of that is said often."""

from decimal import Decimal
from functools import lru_cache

from iom.selection import canonical
from iom.selection.sentences import Counted
from iom.selection.words import Reasons


def reasons_as_json(reasons: Reasons) -> str:
    """The same bytes as canonical.as_json gives."""
    facts = {name: value for name, value in vars(reasons).items() if name != "counted"}
    parts = {name: canonical.as_json(value) for name, value in facts.items()}
    return canonical.joined({**parts, "counted": f"[{','.join(map(_counted, reasons.counted))}]"})


def _counted(row: Counted) -> str:
    return (
        f'{{"arrived_as":{_text(row.arrived_as)},"code":{_text(row.code)},"dated_inside":{row.dated_inside}'
        f',"how":{_text(row.how)},"measure":{_text(row.measure)},"offences":{row.offences}'
        f',"severity":{_number(row.severity)},"title":{_text(row.title)},"weight":{_number(row.weight)}'
        f',"why":{_text(row.why)}}}'
    )


@lru_cache(maxsize=4096)
def _text(text: str | None) -> str:
    return canonical.as_json(text)


def _number(number: Decimal | None) -> str:
    return "null" if number is None else f'"{number:f}"'
