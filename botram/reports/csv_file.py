"""A table of cells as CSV, the way Excel in Indonesia opens it: UTF-8 with a mark, semicolons."""

import csv
from datetime import date
from io import StringIO

from botram.cells import cell
from botram.reports.worksheets import Cell, Workbook

_MARK = "\N{BYTE ORDER MARK}"  # without it Excel takes the text for another encoding


def as_csv(workbook: Workbook) -> bytes:
    """The bytes of a file with the first sheet: what it is about, an empty line, heads, rows."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    sheet = workbook.sheets[0]
    writer.writerows([cell(name), cell(words)] for name, words in workbook.facts)
    writer.writerow([])
    writer.writerow([cell(head) for head in sheet.heads])
    writer.writerows([written(value) for value in row] for row in sheet.rows)
    return (_MARK + file.getvalue()).encode()


def written(value: Cell) -> str:
    """A cell in letters: a day as 2026-11-12, a figure without dots."""
    if isinstance(value, str):
        return cell(value)
    return value.isoformat() if isinstance(value, date) else str(value)
