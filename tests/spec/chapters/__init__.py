"""The chapters of the manual, in order."""

from . import (
    codes,
    coverage,
    imports,
    liberty,
    measures,
    people,
    persons,
    selection,
    status,
    times,
    windows,
)

CHAPTERS = (
    windows.CHAPTER,
    status.CHAPTER,
    liberty.CHAPTER,
    measures.CHAPTER,
    codes.CHAPTER,
    persons.CHAPTER,
    coverage.CHAPTER,
    people.CHAPTER,
    times.CHAPTER,
    selection.CHAPTER,
    imports.CHAPTER,
)
