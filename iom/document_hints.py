"""What was probably meant by a line that is not TOML, in words for someone who does not write programs.

Of a line only its key is ever repeated: a file of people given by mistake must not reach a screen.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"\s*([A-Za-z0-9_.-]{1,40}|\"[^\"]{1,40}\"|'[^']{1,40}')\s*=\s*")
_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]{1,60})\s*\]?\]?")
_CURLY = re.compile("[“”„‟‘’‚]")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DELIMITERS = ",;\t|"

_DATES = "a date is written as year, month, day: 2022-11-01"
# What a value without quotes looks like, and what to say of it; the first that fits.
_BARE = (
    (re.compile(r"$"), "there is no value after the ="),
    (re.compile(r"="), "a key and its value are joined by one =; a comparison stands in quotes"),
    (re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?\s*$"), "a number has no comma: 2500, not 2,500"),
    (
        _ISO_DAY,
        "there is no such day in the calendar, or more than a date stands here. " + _DATES.capitalize(),
    ),
    (re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\s*$"), _DATES),
    (re.compile(r"\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}\s*$"), _DATES),
    (re.compile(r"[-+]?\d+(\.\d+)?\s*%"), "a number has no % sign: 75"),
    (re.compile(r"[-+]?0\d+\s*$"), "a number does not begin with 0; as text it stands in quotes"),
    (re.compile(r"[-+]?\.\d"), "a number has a digit before its point: 0.5"),
    (
        re.compile(r"(true|false|yes|no)\s*$", re.IGNORECASE),
        "write true or false in small letters, without quotes",
    ),
    (re.compile(r"[-+]?\d"), "after a number nothing else stands on its line; text stands in quotes"),
    (re.compile(r".*[<>=]"), "a condition is text: put it in quotes"),
)


@dataclass(frozen=True)
class _Signs:
    """A line by its signs. bare: what stands outside quotes and comments, the rest blanked.

    open: the quote that is left open; first_end: where the first text ends; backslash: one in double quotes.
    """

    bare: str
    open: str
    first_end: int
    backslash: bool


def meant(text: str, line: int | None, reason: str) -> tuple[int, str] | None:
    """The line that is at fault and what was probably meant there; None when nothing can be guessed.

    line: where the parser stopped, None at the end of the text; reason: what it said.
    """
    lines = text.split("\n")
    at_end = line is None
    if line is None:
        line = _left_open(lines)
        if lines[line - 1].count('"""') % 2 or lines[line - 1].count("'''") % 2:
            return line, "the three quotes opened on this line are never closed"
    at_fault = lines[line - 1] if line <= len(lines) else ""
    signs = _signs(at_fault)
    opening = _list_above(lines, line)
    if opening and (at_end or "Unclosed" in reason) and not signs.open:
        return line, (
            f"in the list or table that opens on line {opening} a comma between two values, or the bracket "
            "at its end, is missing"
        )
    hint = (
        _of_twice(at_fault, reason) or _of_quotes(at_fault, signs, reason) or _of_key(at_fault, signs, reason)
    )
    hint = hint or _of_value(at_fault, signs, reason)
    return (line, hint) if hint else None


def looks_like_a_table(file_name: str, text: str) -> bool:
    """Whether a text that is no TOML is probably CSV: by its name, or by two lines of as many columns."""
    if file_name.lower().endswith((".csv", ".tsv")):
        return True
    first, second = [*(line for line in text.split("\n") if line.strip()), "", ""][:2]
    if "=" in first or first.lstrip()[:1] in ("[", "#"):
        return False
    return any(first.count(sign) > 0 and first.count(sign) == second.count(sign) for sign in _DELIMITERS)


def _signs(line: str) -> _Signs:
    bare, quote, first_end, backslash, skip = [], "", 0, False, False
    for at, sign in enumerate(line):
        if skip:
            skip = False
        elif quote:
            backslash |= sign == "\\" and quote == '"'
            skip = sign == "\\" and quote == '"'
            if sign == quote:
                quote, first_end = "", first_end or at + 1
        elif sign == "#":
            break
        elif sign in "\"'":
            quote = sign
        else:
            bare.append(sign)
            continue
        bare.append(" ")
    return _Signs("".join(bare), quote, first_end, backslash)


def _left_open(lines: list[str]) -> int:
    """The line of a text that is open at the end, of three quotes first; else the last that is not blank."""
    inside, since = "", 0
    for number, line in enumerate(lines, start=1):
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2 and inside in ("", quotes):
                inside, since = ("", 0) if inside else (quotes, number)
    if since:
        return since
    quoted = [number for number, line in enumerate(lines, start=1) if _signs(line).open]
    said = [number for number, line in enumerate(lines, start=1) if line.strip()]
    return quoted[0] if quoted else said[-1] if said else 1


def _list_above(lines: list[str], line: int) -> int | None:
    """The line, the one given or one above it, on which the list or table opens that is still open there."""
    open_brackets = 0
    for number in range(min(line, len(lines)), 0, -1):
        bare = _signs(lines[number - 1]).bare
        _, equals, value = bare.partition("=")
        if number < line:
            open_brackets += sum(bare.count(sign) for sign in "[{") - sum(bare.count(sign) for sign in "]}")
        if equals and value.strip()[:1] in ("[", "{") and (number == line or open_brackets > 0):
            return number
    return None


def _of_twice(line: str, reason: str) -> str | None:
    if not reason.startswith("Cannot"):
        return None
    table = _TABLE.match(line)
    if table:
        name = table[1]
        return (
            f"the table [{name}] stands here once more. Where there are several, each begins with [[{name}]] "
            "in double brackets; where there is one, put its keys together"
        )
    key = _KEY.match(line)
    return f"{key[1]} is given twice in this table: keep one of them" if key else None


def _of_quotes(line: str, signs: _Signs, reason: str) -> str | None:
    if _CURLY.search(signs.bare) or (signs.open and _CURLY.search(line)):
        return "curly quotes, as Word writes them, are not read: type straight ones, \" or '"
    if "Unescaped" in reason or "hex value" in reason or (signs.backslash and signs.open):
        return (
            "a backslash has a meaning of its own between double quotes: write / for it, or put the text in "
            "single quotes"
        )
    key = _KEY.match(line)
    quote = line[key.end() : key.end() + 1] if key else ""
    follows = line[signs.first_end : signs.first_end + 1]
    if key and quote in ('"', "'") and signs.first_end and (follows.isalnum() or follows in ("(", quote)):
        other, name = ("'", "double") if quote == '"' else ('"', "single")
        apostrophe = ", or an apostrophe," if quote == "'" else ""
        return (
            f"there are {name} quotes{apostrophe} inside {name} quotes. Put the other kind outside: "
            f"{key[1]} = {other}…{other}"
        )
    if signs.open:
        return "the quote opened on this line is not closed"
    return None


def _of_key(line: str, signs: _Signs, reason: str) -> str | None:
    bare = signs.bare.strip()
    if bare.startswith("[") and reason.startswith("Expected ']"):
        return "the name of a table stands between brackets, as many at its end as at its beginning"
    if bare.startswith("[") and reason.startswith("Expected newline"):
        return "the name of a table stands alone on its line"
    if bare.startswith("//"):
        return "a comment begins with #"
    if line.lstrip().startswith("="):
        return "there is no key before the ="
    if not reason.startswith("Expected '='"):
        return None
    if ":" in bare:
        return "a key and its value are joined by =, not by a colon"
    if "=" in bare and re.match(r"\w+\s+\w", bare):
        return "a key of several words stands in quotes; otherwise it is one word"
    return 'there is no = on this line: write key = "text", or begin a comment with #'


def _of_value(line: str, signs: _Signs, reason: str) -> str | None:
    key = _KEY.match(line)
    if not key:
        return None
    value = signs.bare[key.end() :].strip()
    opens = line[key.end() : key.end() + 1]
    if opens == "{" and "}" not in signs.bare:
        return "a table in { } stands on one line"
    if opens in ("[", "{"):
        listed = 'in a list or table every text stands in quotes: ["a", "b"]'
        return listed if "Invalid value" in reason else None
    if opens and opens in "\"'":
        more = f"{key[1]}: after the closing quote nothing more stands on the line, but for a comment after #"
        return more if reason.startswith("Expected newline") else None
    for pattern, says in _BARE:
        if pattern.match(value):
            return f"{key[1]}: {says}"
    if re.match(r"[^\W\d_]", value):
        return (
            f"{key[1]}: a word without quotes means nothing. Text stands in quotes, "
            f'{key[1]} = "…", a number is written in digits'
        )
    return None
