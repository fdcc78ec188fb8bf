"""The figures that stand on the head's pages and in the files, in the form of tests/expected_figures.py."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook

from tests.expected_figures import SUM, Figures, without_zeros

TITLES = {
    "Permohonan menurut layanan": "Layanan",
    "Hasil permohonan": "Hasil",
    "Dokumen terbit menurut jenis": "Dokumen",
    "Berkas yang kurang": "Berkas",
    "Menurut bulan": "Bulan",
    "Menurut kecamatan": "Kecamatan",
}
"""The titles of the summary's tables, with what stands at the head of their first column."""


@dataclass
class Cell:
    """What a cell says, and where it leads."""

    text: str = ""
    address: str = ""

    @property
    def lines(self) -> list[str]:
        """Its lines without the spaces around them."""
        return [" ".join(line.split()) for line in self.text.strip().split("\n")]

    @property
    def number(self) -> int:
        """Its figure."""
        return number(self.text)


class TableReader(HTMLParser):
    """Reads all tables of a page: rows of cells, heads included. A cell may have several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append(Cell())
            self.inside = True
        elif self.inside:
            self.read_inside(self.tables[-1][-1][-1], tag, dict(attrs))

    def read_inside(self, cell: Cell, tag: str, found: Mapping[str, str | None]) -> None:
        """What stands in a cell: a new line, or where it leads."""
        if tag == "br":
            cell.text += "\n"
        elif tag == "a":
            cell.address = found.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1].text += re.sub(r"\s+", " ", data)


def tables_of(html: str) -> dict[str, list[list[Cell]]]:
    """The tables of a page by what stands at the head of their first column."""
    reader = TableReader()
    reader.feed(html)
    return {table[0][0].lines[0]: table for table in reader.tables}


def number(text: str) -> int:
    """The figure that a text begins with; what follows is read aloud only."""
    return int(text.split()[0].replace(".", ""))


def headlines_on(html: str) -> Counter[str]:
    """The figures in boxes on top of a page."""
    boxes = re.findall(r"<span>([^<]+)</span>\s*<b>(.*?)</b>", html, re.DOTALL)
    return Counter({name: number(re.sub("<[^>]+>", " ", figure)) for name, figure in boxes})


def on_the_visits_page(html: str) -> Figures:
    """The tables of a visit's results."""
    tables, figures = tables_of(html), Figures()
    for name, count, _quota in tables["Layanan"][1:]:
        service, *outcomes = name.lines
        figures["Layanan", service, SUM] += count.number
        for outcome, _colon, of_outcome in (line.rpartition(": ") for line in outcomes):
            figures["Layanan", service, outcome] += number(of_outcome)
    for document, count in tables.get("Dokumen", [])[1:]:
        figures["Dokumen", document.lines[0], "Terbit"] += count.number
    for name, count in tables.get("Berkas", [])[1:]:
        paper, service = name.lines
        figures["Berkas", paper, service] += count.number
    return without_zeros(figures)


def cells_of_the_summary(html: str) -> dict[tuple[str, str, str], Cell]:
    """The cells with the figures of the summary's tables."""
    return {
        (head, row[0].lines[0], column.lines[0]): cell
        for head, (heads, *rows) in tables_of(html).items()
        for row in rows
        for column, cell in zip(heads[1:], row[1:], strict=True)
        if head in TITLES.values()
    }


def on_the_summary(html: str) -> Figures:
    """The tables of the summary."""
    return without_zeros(Figures({key: cell.number for key, cell in cells_of_the_summary(html).items()}))


def in_the_workbook(content: bytes) -> Figures:
    """The same from the summary's workbook: a sheet for each table."""
    book, figures = CalamineWorkbook.from_filelike(BytesIO(content)), Figures()
    for head in TITLES.values():
        rows = book.get_sheet_by_name(head).to_python()
        heads = next(at for at, row in enumerate(rows) if row[0] == head)
        for row in rows[heads + 1 :]:
            for column, cell in zip(rows[heads][1:], row[1:], strict=True):
                figures[head, str(row[0]), str(column)] = int(str(cell).removesuffix(".0"))
    return without_zeros(figures)


def in_the_csv(content: bytes) -> Figures:
    """The same from the summary as CSV: a line for each figure."""
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    lines = [row for row in rows if row and row[0] in TITLES]
    return without_zeros(Figures({(TITLES[title], row, column): int(count) for title, row, column, count in lines}))
