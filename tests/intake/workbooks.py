"""Workbooks for tests: as Excel would write them, and as nobody would."""

import io
import zipfile
from pathlib import Path

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
ROOT = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
LINKS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A sheet's part around these rows."""
    head = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>'
    return f"{head}{rows}</sheetData>{after}</worksheet>".encode()


def text_cell(text: str) -> str:
    """A cell of text without a place of its own: it stands beside the one before it."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def raw_workbook(path: Path, sheet: bytes, **parts: bytes) -> Path:
    """A workbook of one sheet, part by part. parts: others, by name with "__" for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", ROOT)
        packed.writestr("xl/workbook.xml", BOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", LINKS)
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return path


class Book:
    """A workbook by xlsxwriter, closed by done()."""

    def __init__(self, path: Path, *, date_1904: bool = False):
        self.path, self.buffer = path, io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True, "date_1904": date_1904})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = self.book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self.clock = self.book.add_format({"num_format": "hh:mm"})

    def sheet(self, name: str, *rows: tuple, at: int = 0):
        """A sheet of these rows, the first in row at + 1; dates as date cells, None as nothing."""
        import datetime as dt

        made = self.book.add_worksheet(name)
        for number, row in enumerate(rows, at):
            for column, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    made.write_datetime(number, column, value, self.moment)
                elif isinstance(value, dt.date):
                    made.write_datetime(
                        number, column, dt.datetime(value.year, value.month, value.day), self.day
                    )
                elif isinstance(value, dt.time):
                    made.write_datetime(number, column, value, self.clock)
                elif isinstance(value, str):
                    made.write_string(number, column, value)
                elif value is not None:
                    made.write(number, column, value)
        return made

    def done(self) -> Path:
        """Write it."""
        self.book.close()
        self.path.write_bytes(self.buffer.getvalue())
        return self.path
