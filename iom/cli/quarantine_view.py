"""How a list of refused rows looks: by what is wrong on a terminal, a line a row elsewhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iom.cli import output
from iom.cli.paragraphs import paragraph

if TYPE_CHECKING:
    from iom.intake import RefusedRow

_COLUMNS = ("row", "import", "file", "line or row", "column", "rules", "state", "why")


def show(rows: "Sequence[RefusedRow]") -> None:
    """Refused rows without their values. On a terminal what many rows share is said once."""
    if output.terminal_width() is not None:
        _by_what_is_wrong(rows)
        return
    lines = [
        (f"Q-{r.quarantine_id}", r.batch_id, r.file_name, r.line, r.columns, r.rules, r.state, r.why)
        for r in rows
    ]
    output.table("", _COLUMNS, lines, right=("import", "line or row"))


def _by_what_is_wrong(rows: "Sequence[RefusedRow]") -> None:
    files: dict[tuple[int, str], dict[tuple[str, str | None, str], list[RefusedRow]]] = {}
    for row in rows:
        wrong = files.setdefault((row.batch_id, row.file_name), {})
        wrong.setdefault((row.rules, row.columns, row.why), []).append(row)
    for (batch, file), wrong in files.items():
        of_file = sum(map(len, wrong.values()))
        paragraph(f"Import {batch}, {file}: {of_file:,} {'row' if of_file == 1 else 'rows'}", 0, 2)
        for (rules, columns, why), refused in wrong.items():
            column = f"column {columns}: " if columns else ""
            paragraph(f"{column}{rules}: {why}", 2, 4)
            paragraph(", ".join(map(_row, refused)), 4)
    paragraph("One row with its values: iom quarantine show Q-N. To correct them: iom quarantine export")


def _row(row: "RefusedRow") -> str:
    state = "" if row.state == "open" else f", {row.state}"
    # a number keeps its line: blanks at which no line is broken
    return f"Q-{row.quarantine_id} ({counted_in(row.file_name)} {row.line}{state})".replace(
        " ", "\N{NO-BREAK SPACE}"
    )


def counted_in(file_name: str) -> str:
    """What the number of a refused row counts: rows of a sheet or Parquet file, else lines."""
    return "row" if file_name.lower().endswith((".xlsx", ".xlsm", ".parquet")) else "line"
