"""Blocks of a CSV file in which nothing needs the exact reader: read at once, column by column.

A block is plain when no value of it is quoted, each of its lines has as many delimiters as the header, and
every line ends in the same way as any program takes it. The exact reader (iom/intake/reading.py) gives the
same rows for it, seven times slower; tests/intake/test_blocks.py compares the two.
"""

import numpy as np
import polars as pl

# So many bytes are read at a time.
BLOCK = 8 << 20
# One byte for each of the first 128 characters, and those bytes for nothing else.
PLAIN_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "cp850")
# What Python takes for blank; polars alone would leave out \x1c to \x1f.
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_NEWLINE = 10
# What polars would take for no part of the first value of a text: blanks, and the mark of UTF-8.
_TAKEN_OFF = (b" ", b"\t", b"\xef\xbb\xbf")


def plain_lines(block: bytes, delimiter: str, width: int, cell_limit: int) -> int | None:
    """How many lines a block of whole lines has if it is plain; None if it is not.

    cell_limit: the most characters that a value may have; a longer line is not plain.
    """
    if b'"' in block or not delimiter.isascii() or block.startswith(_TAKEN_OFF):
        return None
    if (returns := block.count(b"\r")) and returns != block.count(b"\r\n"):
        return None
    content = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero((content == ord(delimiter)) | (content == _NEWLINE))
    lines = marks.size // width
    if not lines or marks.size != lines * width:
        return None
    by_line = marks.reshape(lines, width)
    ends = by_line[:, -1]
    is_end = content[marks] == _NEWLINE
    if np.count_nonzero(is_end) != lines or not is_end.reshape(lines, width)[:, -1].all():
        return None
    lengths = np.diff(ends, prepend=-1)
    # a line without any character has no value at all; one of a single column would look like a blank value
    if lengths.max() > cell_limit or lengths.min() <= (2 if returns else 1):
        return None
    return lines


def read_plain(
    block: bytes, encoding: str, delimiter: str, width: int, places: list[int]
) -> pl.DataFrame | None:
    """The columns of a plain block at these places, as text; None where a line may hold no value at all."""
    if not encoding.startswith("utf-8") and not block.isascii():
        block = block.decode(encoding).encode()
    schema = {f"column_{place + 1}": pl.String() for place in range(width)}
    chosen = sorted(set(places))
    frame = pl.read_csv(
        block,
        has_header=False,
        schema=schema,
        columns=chosen,
        separator=delimiter,
        quote_char=None,
        empty_string_is_null=False,
    )
    blank = frame
    for place in chosen:
        blank = blank.filter(pl.col(f"column_{place + 1}").str.strip_chars(BLANKS) == "")
        if not len(blank):
            return frame
    return None
