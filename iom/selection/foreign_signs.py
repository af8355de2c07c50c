"""What people write in a condition who know other languages, or none, and what is written here instead."""

import re


class ConditionError(Exception):
    """A condition that is refused: why, what was probably meant, and where it stands (from 1)."""

    def __init__(self, message: str, column: int = 1, line: int = 1):
        super().__init__(message)
        self.message, self.column, self.line = message, column, line


# Signs of other languages, and what is written here instead. Looked for outside quoted text only.
_FOREIGN = {
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "===": "==",
    "!==": "!=",
    "<>": "!=",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "=>": ">=",
    "=<": "<=",
    "“": 'plain quotes "',
    "”": 'plain quotes "',
    "‘": "plain quotes '",
    "’": "plain quotes '",
    ";": "and",
    "--": "nothing: a condition has no comments",
    "#": "nothing: a condition has no comments",
}
_CAPITALS = re.compile(r"\b(?:AND|OR|NOT|IN|And|Or|Not|In)\b")
# A number beside a comparison: in a list, (1,500) is two numbers.
_COMMA_IN_NUMBER = re.compile(r"(?<=[<>=])\s*(\d{1,3}(?:,\d{3})+)\b|\b(\d{1,3}(?:,\d{3})+)(?=\s*[<>=!])")
# Comparisons in words.
_IN_WORDS = {
    "at least": ">=",
    "no less than": ">=",
    "not less than": ">=",
    "at most": "<=",
    "no more than": "<=",
    "not more than": "<=",
    "more than": ">",
    "greater than": ">",
    "older than": ">",
    "over": ">",
    "above": ">",
    "less than": "<",
    "fewer than": "<",
    "younger than": "<",
    "under": "<",
    "below": "<",
    "equal to": "==",
    "equals": "==",
}
_WORDED = re.compile(r"\b(?:" + "|".join(_IN_WORDS).replace(" ", r"\s+") + r")\b", re.IGNORECASE)
_NO_JOINING_WORD = r"(?!(?:and|or|not|in|if|else|is)\b)[^\W\d]\w*"
_TWO_WORDS = re.compile(rf"\b{_NO_JOINING_WORD}\s+{_NO_JOINING_WORD}")
_UNIT = re.compile(rf"\b\d+\s*({_NO_JOINING_WORD})")


def foreign_sign(text: str) -> ConditionError | None:
    """The first sign that is not written here, outside quoted text; None when there is none."""
    bare = _without_quoted(text)
    for sign, instead in _FOREIGN.items():
        at = bare.find(sign)
        if at >= 0:
            return error_at(text, at, f'"{sign}" is not written here. Did you mean {instead}?')
    capitals = _CAPITALS.search(bare)
    if capitals:
        word = capitals[0]
        return error_at(
            text, capitals.start(), f"{word} is written in small letters. Did you mean {word.lower()}?"
        )
    comma = _COMMA_IN_NUMBER.search(bare)
    if comma:
        group = 1 if comma[1] else 2
        plain = comma[group].replace(",", "")
        return error_at(text, comma.start(group), f"a number has no comma. Did you mean {plain}?")
    for at, sign in enumerate(bare):
        if sign in "%£":
            return error_at(text, at, f"a number has no {sign} sign: write >= 75, with nothing beside it.")
        if sign == "!" and bare[at + 1 : at + 2] != "=":
            return error_at(text, at, '"!" is not written here. Did you mean not?')
        single = (
            sign == "=" and bare[at - 1 : at] not in ("=", "!", "<", ">") and bare[at + 1 : at + 2] != "="
        )
        if single:
            return error_at(text, at, '"=" compares nothing. Did you mean ==?')
        if ord(sign) < 32 and sign not in "\n\t":
            return error_at(text, at, "the condition holds a control character.")
    return None


def _without_quoted(text: str) -> str:
    """The text with what stands in quotes blanked out, every other character in its place."""
    kept, quote = [], ""
    for sign in text:
        if quote:
            kept.append(" ")
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            kept.append(" ")
            quote = sign
        else:
            kept.append(sign)
    return "".join(kept)


def not_understood(text: str, start: int, error: SyntaxError) -> ConditionError:
    """What Python's parser could not read, in our words. start: how far in the parsed text begins."""
    bare = _without_quoted(text)
    unclosed = _unclosed_quote(text) or _unclosed_bracket(text, bare)
    if unclosed:
        return unclosed
    worded = _WORDED.search(bare)
    if worded:
        instead = _IN_WORDS[" ".join(worded[0].lower().split())]
        return error_at(text, worded.start(), f'"{worded[0]}" is not written here. Did you mean {instead}?')
    other = re.search(r"\b(?:is|between|like)\b", bare, re.IGNORECASE)
    if other:
        return error_at(
            text, other.start(), f'"{other[0]}" is not a comparison. Use == != < <= > >= in not in.'
        )
    unit = _UNIT.search(bare)
    if unit:
        return error_at(
            text, unit.start(1), f'"{unit[1]}" means nothing after a number: write the number alone.'
        )
    two = _TWO_WORDS.search(bare)
    if two:
        return error_at(
            text,
            two.start(),
            'there is nothing between these two words. Text stands in quotes ("Central Bedfordshire"), '
            "comparisons are joined with and, or.",
        )
    return error_at(
        text,
        min(start + max((error.offset or 1) - 1, 0), max(len(text) - 1, 0)),
        "this is not a condition. Write comparisons joined with and, or, not: age >= 18 and supervised",
    )


def _unclosed_quote(text: str) -> ConditionError | None:
    quote, opened = "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote, opened = sign, at
    if not quote:
        return None
    other = "; text with an apostrophe stands in double quotes" if quote == "'" else ""
    return error_at(text, opened, f"the quote opened here is not closed{other}.")


def _unclosed_bracket(text: str, bare: str) -> ConditionError | None:
    opened: list[int] = []
    for at, sign in enumerate(bare):
        if sign in "([{":
            opened.append(at)
        elif sign in ")]}":
            if not opened:
                return error_at(text, at, "this bracket closes none that was opened.")
            opened.pop()
    return error_at(text, opened[-1], "the bracket opened here is not closed.") if opened else None


def error_at(text: str, at: int, message: str) -> ConditionError:
    """An error about the character at an offset."""
    before = text[:at]
    return ConditionError(message, at - (before.rfind("\n") + 1) + 1, before.count("\n") + 1)
