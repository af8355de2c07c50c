"""What a role is not shown of what is drawn from records of some types, and that it is not, in words."""

from dataclasses import replace

from api.doors import Call
from iom.measures import Definition, draws_on

# By part of a record that a role may withhold as a whole, the types of record that hold it. Of reports of one
# handling code alone nothing is left out here: a number of reports does not say what is in one.
RECORDS = {"intelligence": frozenset({"intelligence"})}
_COUNTED = (
    "Values and reasons that count intelligence reports: your role is not shown them. Rules, points and "
    "ranks count them too."
)
_MEASURED = "Measures of intelligence reports: your role is not shown them."


def records_withheld(call: Call) -> frozenset[str]:
    """The record types of which the caller is shown nothing, nor what is drawn from them."""
    return frozenset().union(*(RECORDS.get(part, frozenset()) for part in call.scope.withheld))


def counts_withheld(call: Call) -> list[str]:
    """That what counts such records is not shown, to whom it is not."""
    return [_COUNTED] if records_withheld(call) else []


def shown_of(call: Call, definition: Definition) -> tuple[Definition, list[str]]:
    """What of a measures document is worked out for the caller, and what is left out, in words."""
    records = records_withheld(call)
    shown = tuple(one for one in definition.measures if not draws_on(one) & records)
    left_out = [_MEASURED] if shown != definition.measures else []
    return replace(definition, measures=shown), left_out
