"""What people of other languages write in a condition, and what is written here instead."""


class ConditionError(Exception):
    """A condition that is refused: why, what was probably meant, and where it stands (from 1)."""

    def __init__(self, message: str, column: int = 1, line: int = 1):
        super().__init__(message)
        self.message, self.column, self.line = message, column, line


# Signs of other languages, and what is written here instead. Looked for outside quoted text only.
_FOREIGN = {
    "&&": "and",
    "||": "or",
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


def foreign_sign(text: str) -> ConditionError | None:
    """The first sign that is not written here, outside quoted text; None when there is none."""
    bare = _without_quoted(text)
    for sign, instead in _FOREIGN.items():
        at = bare.find(sign)
        if at >= 0:
            return error_at(text, at, f'"{sign}" is not written here. Did you mean {instead}?')
    for at, sign in enumerate(bare):
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
    offset = 0
    for word in bare.replace("(", " ").replace(")", " ").split():
        at = bare.index(word, offset)
        offset = at + len(word)
        if word in ("AND", "OR", "NOT", "IN", "And", "Or", "Not", "In"):
            return error_at(text, at, f"{word} is written in small letters. Did you mean {word.lower()}?")
        if word.lower() in ("is", "between", "like"):
            return error_at(text, at, f'"{word}" is not a comparison. Use == != < <= > >= in not in.')
    return error_at(
        text,
        min(start + max((error.offset or 1) - 1, 0), max(len(text) - 1, 0)),
        "this is not a condition. Write comparisons joined with and, or, not: age >= 18 and supervised",
    )


def error_at(text: str, at: int, message: str) -> ConditionError:
    """An error about the character at an offset."""
    before = text[:at]
    return ConditionError(message, at - (before.rfind("\n") + 1) + 1, before.count("\n") + 1)
