"""A workbook of Excel from tables of cells. Figures stay figures, days stay days, texts are never calculated."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from botram.cells import cell
from botram.reports.worksheets import Cell, Facts, Sheet, Workbook

_WIDEST = 60  # characters of a column
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_xlsx(workbook: Workbook) -> bytes:
    """The bytes of a file with every sheet: what it is about, an empty line, heads, rows."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": workbook.facts[0][1], "created": workbook.made_at.replace(tzinfo=None)})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "fact": book.add_format({"bold": True}),
            "number": book.add_format({"num_format": "#,##0"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        for sheet in workbook.sheets:
            _write_sheet(book.add_worksheet(sheet.name), workbook.facts, sheet, looks)
    return file.getvalue()


def _write_sheet(page: Any, facts: Facts, sheet: Sheet, looks: dict[str, Any]) -> None:
    """One sheet, whose heads stay in sight."""
    for line, (name, words) in enumerate(facts):
        page.write_string(line, 0, name, looks["fact"])
        page.write_string(line, 1, cell(words))
    top = len(facts) + 1
    for column, head in enumerate(sheet.heads):
        page.write_string(top, column, cell(head), looks["head"])
        page.set_column(column, column, _width_of(head, [row[column] for row in sheet.rows]))
    for line, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row):
            _write_cell(page, line, column, value, looks)
    page.freeze_panes(top + 1, 1)


def _write_cell(page: Any, line: int, column: int, value: Cell, looks: dict[str, Any]) -> None:
    """One cell as what it is."""
    if isinstance(value, str):
        page.write_string(line, column, cell(value))
    elif isinstance(value, date):
        page.write_datetime(line, column, value, looks["day"])
    else:
        page.write_number(line, column, value, looks["number"])


def _width_of(head: str, values: Sequence[Cell]) -> int:
    """How wide a column must be, in characters."""
    return min(
        _WIDEST,
        2 + max(len(head), *(10 if isinstance(value, date) else len(str(value)) for value in values), 8),
    )
