"""Fields read once for each different content of their columns, not once for each row of the file.

A column of dates or of flags has few different values, and reading one (form, list, code table) costs far
more than finding it among those already read. Where most rows differ, each row is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from iom.intake.columns import Column

# A blank among values as text; digests of equal values are equal wherever they are made.
BLANK = "\x1e"


@dataclass(frozen=True)
class Fields:
    """What is made of some columns of a frame: by stages, each of which may read what those before made.

    gives: what the frame gets. checks: numbers and marks of what is wrong, given only where some value is.
    """

    keys: tuple[str, ...]
    stages: tuple[list[pl.Expr], ...]
    gives: tuple[str, ...]
    checks: tuple[tuple[int, pl.Expr], ...] = ()

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with what is made of its columns; its rows stay in order."""
        told = frame.select(self.keys)
        different = told.unique(maintain_order=False) if self.keys else told
        once = bool(self.keys) and 2 * len(different) < len(frame)
        # without columns of the file every row has the same constants
        made = different if once else told if self.keys else frame
        for stage in self.stages:
            made = made.with_columns(stage)
        gives = [*self.gives, *self._broken(made)]
        if once:
            return frame.join(
                made.with_columns(gives).select(*self.keys, *_named(gives)),
                on=self.keys,
                how="left",
                nulls_equal=True,
                maintain_order="left",
            )
        return frame.with_columns(made.select(gives).get_columns())

    def _broken(self, made: pl.DataFrame) -> list[pl.Expr]:
        if not self.checks:
            return []
        marks = {number: mark.alias(f"broken {number}") for number, mark in self.checks}
        some = made.select(mark.any() for mark in marks.values()).row(0)
        return [mark for mark, is_some in zip(marks.values(), some, strict=True) if is_some]


def _named(gives: list[str | pl.Expr]) -> list[str]:
    return [one if isinstance(one, str) else one.meta.output_name() for one in gives]


def grouped(fields: Iterable[Column], numbers: dict[int, int]) -> list[Fields]:
    """Fields by the columns that they are read from. numbers: of each check, by its identity."""
    by_keys: dict[tuple[str, ...], list[Column]] = {}
    for one in fields:
        by_keys.setdefault(tuple(f"column {name}" for name in one.columns), []).append(one)
    return [
        Fields(
            keys,
            (
                [one.raw.alias(f"raw {one.name}") for one in of_keys],
                [one.value.alias(one.name) for one in of_keys],
                [pl.col(one.name).alias(f"read {one.name}") for one in of_keys]
                + [spelt(one.name) for one in of_keys],
            ),
            tuple(name for one in of_keys for name in _given(one.name)),
            tuple(
                (numbers[id(check)], check.broken)
                for one in of_keys
                for check in one.checks
                if check.broken is not None
            ),
        )
        for keys, of_keys in by_keys.items()
    ]


def _given(name: str) -> list[str]:
    # the text is asked for again where a status needs its date, and where a birth date tells its precision
    raw = [f"raw {name}"] if name == "birth_date" or name.startswith("on ") else []
    return [*raw, name, f"spelt {name}"]


def spelt(name: str) -> pl.Expr:
    """A value as text."""
    return pl.col(name).cast(pl.String).fill_null(BLANK).alias(f"spelt {name}")
