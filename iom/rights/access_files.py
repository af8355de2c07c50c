"""What is held on one person as files: a page to read, and a table in CSV for each kind of thing."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from html import escape

from iom.rights.access import Access, Table
from iom.rights.access_words import NOTES
from iom.spreadsheet import guarded

PAGE = "index.html"
_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2em auto;max-width:70em;padding:0 1em}"
    "table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #999;padding:.2em .5em;"
    "text-align:left;vertical-align:top}.wide{overflow-x:auto}"
)


def files(found: Access) -> Iterator[tuple[str, bytes]]:
    """By name, the bytes of each file: the page first."""
    yield PAGE, page(found).encode()
    for table in found.tables:
        yield f"{table.name}.csv", _csv(table)


def page(found: Access) -> str:
    """The page: what it is, what was left out, then every table."""
    but = ", but for what is named next" if found.apart else ""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>What is held on person {found.person_id}</title><style>{_STYLE}</style></head><body>",
        f"<h1>What is held on person {found.person_id}</h1>",
        f"<p>Made on {found.made_at:%d %B %Y at %H:%M} UTC. Below is what this store holds on you{but}: also "
        "what was replaced or withdrawn since. Each table is also a file of its own (CSV).</p>",
    ]
    if found.apart:
        listed = "".join(f"<li>{escape(title)}: {rows} rows</li>" for title, rows in found.apart.items())
        parts.append(
            "<h2>To be reviewed before disclosure</h2><p>This is held too, and is not in this copy. Whether "
            f"it can be given is decided case by case.</p><ul>{listed}</ul>"
        )
    if found.risk:
        said = "".join(f"<li>{escape(one)}</li>" for one in found.risk)
        parts.append(f"<h2>Risk worked out from these records</h2><ul>{said}</ul>")
    parts += [_html(table) for table in found.tables]
    return "\n".join([*parts, "</body></html>", ""])


def _html(table: Table) -> str:
    # a column that is blank in every row says nothing
    shown = [at for at in range(len(table.headings)) if any(row[at] is not None for row in table.rows)]
    head = "".join(f'<th scope="col">{escape(table.headings[at])}</th>' for at in shown)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(_plain(row[at])))}</td>' for at in shown)}</tr>"
        for row in table.rows
    )
    note = f"<p>{escape(NOTES[table.name])}</p>" if table.name in NOTES else ""
    return (
        f'<h2>{escape(table.title)}</h2>{note}<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.headings)
    # what is no text cannot be a formula, nor its minus sign
    writer.writerows(
        [guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row] for row in table.rows
    )
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: object) -> object:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case Decimal():
            # not 0E-10
            return f"{cell.normalize():f}"
        case _:
            return cell
