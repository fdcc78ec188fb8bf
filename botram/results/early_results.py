"""What was recorded at a visit that nobody has reported open: it moves along, and stays when the visit is cancelled."""

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.results.queries import totals_of
from botram.visits.models import Visit, VisitState


def _recorded_ahead(visit: Visit) -> str:
    """How much was recorded although the visit has not been opened; empty when nothing was, or it has been."""
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


def moves_along(visit: Visit) -> list[str]:
    """What follows from moving the visit, a sentence each; none when nothing was recorded."""
    advice: str = _(
        "Bila dipindah, catatannya ikut dan terhitung di hari yang baru. Bila warga memang sudah dilayani, jangan"
        " pindahkan: laporkan buka, tutup kunjungan ini, lalu buat kunjungan baru."
    )
    return _with_advice(visit, advice)


def stays_behind(visit: Visit) -> list[str]:
    """What follows from cancelling it, a sentence each; none when nothing was recorded."""
    advice: str = _(
        "Bila dibatalkan, catatannya tetap terhitung di Ringkasan dan tidak dapat dikoreksi lagi. Bila warga memang"
        " sudah dilayani, jangan batalkan: laporkan buka, lalu tutup. Bila keliru, koreksi dahulu catatannya."
    )
    return _with_advice(visit, advice)


def _with_advice(visit: Visit, advice: str) -> list[str]:
    """What was recorded, and what to do about it."""
    return [recorded, advice] if (recorded := _recorded_ahead(visit)) else []
