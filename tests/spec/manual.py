"""The manual, written from the rules: python -m tests.spec.manual writes docs/manual anew."""

from pathlib import Path

from .chapters import CHAPTERS
from .kinds import Chapter, Rule
from .tables import markdown

FOLDER = Path(__file__).parents[2] / "docs" / "manual"
_WRITTEN = "<!-- Written by python -m tests.spec.manual from tests/spec/chapters: change it there. -->"
_INDEX = f"""{_WRITTEN}

# The definitions by example

What is given, one rule, what comes of it. Every table here is run by `pytest tests/spec`, and a page that
no longer says what the software does fails the tests. Dates are written year-month-day; – is nothing.
Unless a table says otherwise, one source covers all records from 2015 to 2026. What a person's row does
not say is not known.

"""


def pages() -> dict[str, str]:
    """The manual's pages by file name."""
    listed = "\n".join(
        f"{number}. [{chapter.title}]({_file(chapter)})" for number, chapter in enumerate(CHAPTERS, start=1)
    )
    return {"README.md": _INDEX + listed + "\n"} | {_file(chapter): _page(chapter) for chapter in CHAPTERS}


def _file(chapter: Chapter) -> str:
    return f"{chapter.name}.md"


def _page(chapter: Chapter) -> str:
    return "\n\n".join([_WRITTEN, f"# {chapter.title}", chapter.says, *map(_rule, chapter.rules)]) + "\n"


def _rule(rule: Rule) -> str:
    parts = [f"## {rule.title}"]
    if rule.says:
        parts.append(rule.says)
    parts += [f"Given {name}:\n\n{markdown(table)}" for name, table in rule.given.items()]
    if rule.covers:
        parts.append(f"Covered:\n\n{markdown(rule.covers)}")
    for words, text in rule.asked():
        language = "" if words == "the file" else "toml"
        parts.append(
            f"{_capital(words)}:\n\n```{language}\n{text.strip()}\n```" if text else f"{_capital(words)}."
        )
    parts.append(f"Comes out:\n\n{markdown(rule.expect)}")
    return "\n\n".join(parts)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
