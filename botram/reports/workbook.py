"""Writing tables as an Excel workbook. Numbers and dates keep their types, and texts are never formulas."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from botram.cells import cell
from botram.reports.worksheets import Cell, Heading, Sheet, Workbook

_WIDEST = 60  # characters of a column
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(workbook: Workbook) -> bytes:
    """Return an XLSX file of all sheets: heading, an empty line, column heads, rows."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": workbook.heading[0][1], "created": workbook.made_at.replace(tzinfo=None)})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "label": book.add_format({"bold": True}),
            "number": book.add_format({"num_format": "#,##0"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        for sheet in workbook.sheets:
            _write_sheet(book.add_worksheet(sheet.name), workbook.heading, sheet, formats)
    return file.getvalue()


def _write_sheet(page: Any, heading: Heading, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write one sheet, with frozen heads."""
    for line, (name, text) in enumerate(heading):
        page.write_string(line, 0, name, formats["label"])
        page.write_string(line, 1, cell(text))
    top = len(heading) + 1
    for column, head in enumerate(sheet.heads):
        page.write_string(top, column, cell(head), formats["head"])
        page.set_column(column, column, _width_of(head, [row[column] for row in sheet.rows]))
    for line, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row):
            _write_cell(page, line, column, value, formats)
    page.freeze_panes(top + 1, 1)


def _write_cell(page: Any, line: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    """Write one cell in the type of its value."""
    if isinstance(value, str):
        page.write_string(line, column, cell(value))
    elif isinstance(value, date):
        page.write_datetime(line, column, value, formats["day"])
    else:
        page.write_number(line, column, value, formats["number"])


def _width_of(head: str, values: Sequence[Cell]) -> int:
    """The width of a column in characters."""
    return min(
        _WIDEST, 2 + max(len(head), *(10 if isinstance(value, date) else len(str(value)) for value in values), 8)
    )
