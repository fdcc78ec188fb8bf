"""Writing a table as CSV for Excel in Indonesia: UTF-8 with a byte order mark, semicolons."""

import csv
from datetime import date
from io import StringIO

from botram.cells import cell
from botram.reports.worksheets import Cell, Workbook

_MARK = "\N{BYTE ORDER MARK}"  # without it Excel assumes another encoding


def as_csv(workbook: Workbook) -> bytes:
    """Return a CSV file of the first sheet: heading, an empty line, column heads, rows."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    sheet = workbook.sheets[0]
    writer.writerows([cell(name), cell(text)] for name, text in workbook.heading)
    writer.writerow([])
    writer.writerow([cell(head) for head in sheet.heads])
    writer.writerows([_cell_text(value) for value in row] for row in sheet.rows)
    return (_MARK + file.getvalue()).encode()


def _cell_text(value: Cell) -> str:
    """A cell as text: a day as 2026-11-12, a figure without separators."""
    if isinstance(value, str):
        return cell(value)
    return value.isoformat() if isinstance(value, date) else str(value)
