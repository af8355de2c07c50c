"""The whole partnership: people with their lives, before any agency has written them down."""

from collections.abc import Callable
from dataclasses import dataclass

from iom.demo.company import offend_together
from iom.demo.intelligence import Intelligence, Report
from iom.demo.life import Life
from iom.demo.lives import Lives
from iom.demo.parameters import Parameters
from iom.demo.people import People, Person
from iom.demo.scores import Assessed, Scores

Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Partnership:
    """Everyone, with what the agencies assessed and heard; the truth that the exports show parts of."""

    people: tuple[Person, ...]
    assessed: tuple[tuple[Person, Assessed], ...]
    reports: tuple[tuple[Person, Report], ...]


def make(parameters: Parameters, seed: int, progress: Advance | None = None) -> Partnership:
    """Draw the partnership; the same seed and parameters give the same one on every platform."""
    maker = Lives(parameters, seed)
    wanted = parameters["made.people"]
    lives: list[Life] = []
    candidate = 0
    while len(lives) < wanted:
        candidate += 1
        life = maker.draw(candidate)
        if life is not None:
            lives.append(life)
            if progress is not None and len(lives) % 50 == 0:
                progress(len(lives), wanted)
    offend_together(lives, maker, parameters, seed)
    faces = People(parameters, seed)
    people = tuple(faces.draw(number, life) for number, life in enumerate(lives, start=1))
    scores = Scores(parameters, seed, maker.careers)
    intelligence = Intelligence(parameters, seed, maker.careers)
    return Partnership(
        people,
        tuple((person, assessed) for person in people for assessed in scores.draw(person)),
        tuple((person, report) for person in people for report in intelligence.draw(person)),
    )
