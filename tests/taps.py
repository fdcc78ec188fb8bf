"""What was tapped at a visit, what it must add up to wherever figures stand, and the figures that stand there."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO, StringIO
from itertools import product

from python_calamine import CalamineWorkbook

Figures = Counter[tuple[str, str, str]]
"""Numbers by the head of the table's first column, the row and the column. Zeros are left out."""

OUTCOMES = {
    "Selesai di tempat": "Selesai",
    "Terbit digital": "Selesai",
    "Rekam, cetak menyusul": "Menyusul",
    "Rekam pemula": "Menyusul",
    "Diproses di kantor": "Menyusul",
    "Menunggu verifikasi data": "Menyusul",
    "Diberi biodata atau suket": "Menyusul",
    "Dikembalikan, berkas kurang": "Berkas kurang",
    "Tidak terlayani, kuota habis": "Tidak terlayani",
    "Tidak terlayani, jaringan": "Tidak terlayani",
    "Tidak terlayani, blangko habis": "Tidak terlayani",
    "Dirujuk": "Dirujuk",
}
"""Every outcome as it stands on its button, with the column of the summary that it belongs to."""

TITLES = {
    "Permohonan menurut layanan": "Layanan",
    "Hasil permohonan": "Hasil",
    "Dokumen terbit menurut jenis": "Dokumen",
    "Berkas yang kurang": "Berkas",
    "Menurut bulan": "Bulan",
    "Menurut kecamatan": "Kecamatan",
}
"""The titles of the summary's tables, with what stands at the head of their first column."""

SUM = "Jumlah"


@dataclass(frozen=True)
class Tap:
    """One press on an outcome, in the words of the page; negative where it takes another one back."""

    service: str
    outcome: str
    requests: int = 1
    issued: Mapping[str, int] = field(default_factory=dict)  # by document
    missing: Mapping[str, int] = field(default_factory=dict)  # by paper

    def back(self) -> "Tap":
        """What takes all of it back."""
        issued, missing = ({name: -n for name, n in some.items()} for some in (self.issued, self.missing))
        return Tap(self.service, self.outcome, -self.requests, issued, missing)


# What must stand there ------------------------------------------------------------------------------------------------


def headlines_of(taps: Iterable[Tap]) -> Counter[str]:
    """The figures on top of a visit's results."""
    tapped = list(taps)
    return Counter(
        {
            "Permohonan": sum(tap.requests for tap in tapped),
            "Dokumen terbit": sum(sum(tap.issued.values()) for tap in tapped),
            "Berkas kurang": sum(sum(tap.missing.values()) for tap in tapped),
            "Catatan": len(tapped),
        }
    )


def at_the_visit(taps: Iterable[Tap]) -> Figures:
    """The tables of a visit's results."""
    figures = Figures()
    for tap in taps:
        for row in (SUM, tap.outcome):
            figures["Layanan", tap.service, row] += tap.requests
        for document, count in tap.issued.items():
            figures["Dokumen", document, "Terbit"] += count
        for paper, count in tap.missing.items():
            figures["Berkas", paper, tap.service] += count
    return without_zeros(figures)


def in_the_summary(taps: Iterable[Tap], month: str, district: str) -> Figures:
    """What one visit, held as planned, adds to the tables of the summary of its month."""
    figures = Figures({("Bulan", month, "Direncanakan"): 1, ("Bulan", month, "Sesuai rencana"): 1})
    figures |= {("Kecamatan", row, "Terlaksana"): 1 for row in (district, SUM)}
    for tap in taps:
        issued = sum(tap.issued.values())
        for column, count in (("Permohonan", tap.requests), ("Dokumen terbit", issued)):
            rows = (("Bulan", month), *product(("Kecamatan",), (district, SUM)))
            for row in (*rows, *product(("Layanan",), (tap.service, SUM))):
                figures[*row, column] += count
        for service in (tap.service, SUM):
            figures["Layanan", service, OUTCOMES[tap.outcome]] += tap.requests
        for outcome in (tap.outcome, SUM):
            figures["Hasil", outcome, "Permohonan"] += tap.requests
        for document, count in tap.issued.items():
            for row in (document, SUM):
                figures["Dokumen", row, "Terbit"] += count
        for paper, count in tap.missing.items():
            for row in (paper, SUM):
                figures["Berkas", row, "Permohonan"] += count
    return without_zeros(figures)


def without_zeros(figures: Figures) -> Figures:
    """The figures that are any."""
    return Figures({key: count for key, count in figures.items() if count})


# What does stand there ------------------------------------------------------------------------------------------------


class TableReader(HTMLParser):
    """Reads all tables of a page: rows of texts, heads included. A cell may have several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self.inside = True
        elif tag == "br" and self.inside:
            self.tables[-1][-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += re.sub(r"\s+", " ", data)


def tables_of(html: str) -> dict[str, list[list[str]]]:
    """The tables of a page by what stands at the head of their first column."""
    reader = TableReader()
    reader.feed(html)
    tidy = [[[lines_of(cell) for cell in row] for row in table] for table in reader.tables]
    return {table[0][0]: table for table in tidy}


def lines_of(cell: str) -> str:
    """A cell without the spaces around its lines."""
    return "\n".join(" ".join(line.split()) for line in cell.split("\n")).strip()


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
    for lines, count, _quota in tables["Layanan"][1:]:
        service, *outcomes = lines.split("\n")
        figures["Layanan", service, SUM] += number(count)
        for outcome, _colon, of_outcome in (line.rpartition(": ") for line in outcomes):
            figures["Layanan", service, outcome] += number(of_outcome)
    for document, count in tables.get("Dokumen", [])[1:]:
        figures["Dokumen", document, "Terbit"] += number(count)
    for lines, count in tables.get("Berkas", [])[1:]:
        paper, service = lines.split("\n")
        figures["Berkas", paper, service] += number(count)
    return without_zeros(figures)


def on_the_summary(html: str) -> Figures:
    """The tables of the summary."""
    tables = {head: rows for head, rows in tables_of(html).items() if head in TITLES.values()}
    return without_zeros(
        Figures(
            {
                (head, row[0], column): number(cell)
                for head, (heads, *rows) in tables.items()
                for row in rows
                for column, cell in zip(heads[1:], row[1:], strict=True)
            }
        )
    )


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
    return without_zeros(
        Figures({(TITLES[title], row, column): int(count) for title, row, column, count in lines})
    )
