"""The figures that what was tapped at a visit must add up to, wherever they stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

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
            for line in (document, SUM):
                figures["Dokumen", line, "Terbit"] += count
        for paper, count in tap.missing.items():
            for line in (paper, SUM):
                figures["Berkas", line, "Kali kurang"] += count
    return without_zeros(figures)


def without_zeros(figures: Figures) -> Figures:
    """The figures that are any."""
    return Figures({key: count for key, count in figures.items() if count})
