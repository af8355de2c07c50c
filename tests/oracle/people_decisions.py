"""What people are after a sequence of decisions: as if those that were undone had never been made.

The slow way: keep every decision, and after each one start again from the beginning with those that stand.
"""

from dataclasses import dataclass, field, replace

Pair = frozenset[int]


@dataclass(frozen=True)
class Made:
    """One decision: the persons it named, or the subjects that it took out and the person it founded.

    concerned: every subject of those persons, as it was then. asked: every subject of the persons in a
    question that it opened, answered or handed on.
    """

    number: int
    kind: str
    people: frozenset[int] = frozenset()
    subjects: frozenset[int] = frozenset()
    founded: int = 0
    undoes: int = 0
    concerned: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()


@dataclass
class People:
    """Person of each subject, and the pairs of persons that are open questions or kept apart."""

    person_of: dict[int, int]
    questions: dict[Pair, str]

    def subjects_of(self, people: frozenset[int]) -> frozenset[int]:
        return frozenset(subject for subject, person in self.person_of.items() if person in people)


@dataclass
class Decided:
    """A beginning, and what was decided since."""

    beginning: People
    made: list[Made] = field(default_factory=list)

    def stands(self, number: int) -> bool:
        return not any(one.undoes == number and self.stands(one.number) for one in self.made)

    def people(self) -> People:
        """Everything from the beginning, with the decisions that stand and no others."""
        now = People(dict(self.beginning.person_of), dict(self.beginning.questions))
        for one in self.made:
            if one.kind != "undo" and self.stands(one.number):
                _apply(now, one)
        return now

    def make(self, one: Made) -> None:
        """Add a decision, and note in whose questions it changed anything."""
        before = self.people()
        self.made.append(one)
        after = self.people().questions
        pairs = [
            pair for pair in before.questions.keys() | after if before.questions.get(pair) != after.get(pair)
        ]
        asked = before.subjects_of(frozenset().union(*pairs))
        self.made[-1] = replace(one, asked=asked)

    def may_undo(self, number: int) -> bool:
        """Not what was undone already; not what a later decision that stands has built upon.

        One that takes back only something later still has built upon nothing.
        """
        this = self.made[number - 1]
        return self.stands(number) and not any(
            one.concerned & (this.concerned | this.asked)
            and self.stands(one.number)
            and (one.kind != "undo" or one.undoes <= number)
            for one in self.made[number:]
        )


def _apply(now: People, one: Made) -> None:
    if one.kind == "merge":
        staying = min(one.people)
        for subject in now.subjects_of(one.people):
            now.person_of[subject] = staying
        carried: dict[Pair, str] = {}
        for pair, state in now.questions.items():
            renamed = frozenset(staying if person in one.people else person for person in pair)
            if len(renamed) == 2 and carried.get(renamed) != "kept_apart":
                carried[renamed] = state
        now.questions = carried
    elif one.kind == "split":
        (owner,) = {now.person_of[subject] for subject in one.subjects}
        for subject in one.subjects:
            now.person_of[subject] = one.founded
        now.questions[frozenset({owner, one.founded})] = "kept_apart"
    else:
        now.questions[one.people] = "kept_apart"
