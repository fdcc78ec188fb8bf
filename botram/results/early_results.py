"""Warnings before moving or cancelling a visit with results that nobody has reported open."""

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.results.queries import totals_of
from botram.visits.models import Visit, VisitState


def _early_results_sentence(visit: Visit) -> str:
    """The sentence with the figures recorded before the opening; empty without any, or once the visit is opened."""
    totals = totals_of(visit) if visit.state is VisitState.PUBLISHED else None
    documents = sum(totals.issued.values()) if totals else 0
    if totals is None or not (totals.all_requests or documents):
        return ""
    sentence: str = _(
        "Sudah tercatat %(requests)s dan %(documents)s, padahal layanan belum dilaporkan dibuka.",
        requests=ngettext("%(num)s permohonan", "%(num)s permohonan", totals.all_requests),
        documents=ngettext("%(num)s dokumen", "%(num)s dokumen", documents),
    )
    return sentence


def move_sentences(visit: Visit) -> list[str]:
    """The warning before moving a visit, in sentences; none without early results."""
    advice: str = _(
        "Bila dipindah, catatannya ikut dan terhitung di hari yang baru. Bila warga memang sudah dilayani, jangan"
        " pindahkan: laporkan buka, tutup kunjungan ini, lalu buat kunjungan baru."
    )
    return _with_advice(visit, advice)


def cancellation_sentences(visit: Visit) -> list[str]:
    """The warning before cancelling a visit, in sentences; none without early results."""
    advice: str = _(
        "Bila dibatalkan, catatannya tetap terhitung di Ringkasan dan tidak dapat dikoreksi lagi. Bila warga memang"
        " sudah dilayani, jangan batalkan: laporkan buka, lalu tutup. Bila keliru, koreksi dahulu catatannya."
    )
    return _with_advice(visit, advice)


def _with_advice(visit: Visit, advice: str) -> list[str]:
    """The sentence with the figures and the advice; none without early results."""
    return [recorded, advice] if (recorded := _early_results_sentence(visit)) else []
