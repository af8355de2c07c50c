"""What of someone's records is reviewed before it is given to them: of intelligence, of victims, of others.

Each function gives, for a row of a table, why it is held back, in words; None: it is given.
"""

from collections.abc import Iterator

from iom.documents import parse_document
from iom.rights.refused import Row
from iom.selection import compile as compiler
from iom.selection.conditions import names
from iom.selection.criteria import Criteria, Rule
from iom.selection.criteria_reader import parse_criteria
from iom.selection.reasons_json import reasons_of_json
from iom.selection.withheld import names_withheld, reasons_without

INTELLIGENCE = "intelligence"
VICTIMS = "victims"
IN_ONE = "not told apart, so other people may be in it"
NOT_READ = "columns that are not read as yours"
_WHOLE = "The whole row"


def of_refused(row: Row) -> Iterator[tuple[str, str, str | None]]:
    """A refused row as (column, value, why held back): in one where its fields could not be told apart."""
    if row.in_one is not None:
        yield _WHOLE, row.in_one, IN_ONE
        return
    for column, value in row.given.items():
        if INTELLIGENCE in row.types:
            why = INTELLIGENCE
        elif not value.strip():
            why = None
        elif column in row.victims:
            why = VICTIMS
        else:
            why = None if column in row.own else NOT_READ
        yield column, value, why


class OfRun:
    """What a run says of someone, by the run's criteria document: which of it is drawn from intelligence."""

    def __init__(self, criteria_text: str):
        self._criteria: Criteria = parse_criteria(parse_document("criteria of a run", criteria_text))
        self._withheld = names_withheld(self._criteria, {INTELLIGENCE})
        self._said = tuple(rule.says for rule in self._criteria.rules if self._reads(rule))

    def _reads(self, rule: Rule) -> bool:
        return bool(names(rule.condition) & self._withheld)

    def reasons(self, text: str | None) -> Iterator[tuple[str, str | None]]:
        """The sentences of kept reasons, each with why it is held back.

        Also what says that a rule was met, or not, that reads intelligence: the person would learn of it.
        """
        if not text:
            return
        said = reasons_of_json(text)
        left = reasons_without(said, self._criteria, self._withheld)
        given = {*(one.sentence for one in left.reasons), *left.unknown}
        yield said.summary, self._of(said.summary)
        for sentence in (*(one.sentence for one in said.reasons), *said.unknown):
            yield sentence, self._of(sentence) if sentence in given else INTELLIGENCE

    def _of(self, sentence: str) -> str | None:
        # the word too: a document's own sentences may speak of reports that no measure of it counts
        speaks = INTELLIGENCE in sentence.casefold() or any(says in sentence for says in self._said)
        return INTELLIGENCE if speaks else None

    def rule(self, rule_no: int) -> str:
        """The rule of that number in words: its name and what it says."""
        rule = compiler.asked_rules(self._criteria)[rule_no]
        return f"{rule.name}: {rule.says}"

    def near_miss(self, rule_no: int, words: str) -> str | None:
        """Of a near miss: whoever lacks one comparison of a rule meets all others of it."""
        rules = compiler.asked_rules(self._criteria)
        return INTELLIGENCE if self._reads(rules[rule_no]) else self._of(words)

    def measure(self, column: str) -> str | None:
        """Of a column that the run measured; a measure's further columns are called by its name and __."""
        return INTELLIGENCE if column.partition("__")[0] in self._withheld else None
