"""Labels for codes in the tables."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.formats import number


def warning_word(code: str) -> str:
    """Return the label of a warning or a clash, by its code."""
    words: dict[str, str] = {
        "holiday": _("Hari libur nasional"),
        "collective": _("Cuti bersama"),
        "office": _("Hari libur kantor"),
        "friday": _("Waktu salat Jumat"),
        "ramadan": _("Jam layanan bulan Ramadan"),
        "same-village": _("Desa yang sama dalam 30 hari"),
        "same-second-village": _("Desa kedua juga dikunjungi dalam 30 hari"),
        "venue": _("Titik layanan dipakai tim lain"),
        "vehicle": _("Kendaraan dipakai tim lain"),
        "travel": _("Waktu perjalanan terlalu singkat"),
        "equipment": _("Alat tidak lengkap"),
        "team-closed": _("Tim tidak bertugas lagi"),
        "venue-closed": _("Titik layanan ditutup"),
        "service-gone": _("Layanan tidak ada lagi"),
        "officer-gone": _("Petugas tidak aktif lagi"),
        "member-left": _("Petugas keluar dari tim"),
        "team-busy": _("Tim bentrok"),
        "officer-busy": _("Petugas bentrok"),
        "draft-team": _("Tim bentrok dengan rancangan lain"),
        "draft-officer": _("Petugas bentrok dengan rancangan lain"),
        "short-notice": _("Diumumkan kurang dari 3 hari"),
    }
    return words.get(code, code)


def offers_words(offers: Mapping[str, int | None]) -> str:
    """Return in words how many services are open and how many requests they take together."""
    quotas = [quota for quota in offers.values() if quota]
    words: list[str] = [ngettext("%(num)s dibuka", "%(num)s dibuka", len(offers))]
    if quotas:
        words.append(_("jumlah kuota %(sum)s", sum=number(sum(quotas))))
    if free := len(offers) - len(quotas):
        words.append(ngettext("%(num)s tanpa kuota", "%(num)s tanpa kuota", free) if quotas else _("tanpa kuota"))
    return ", ".join(words)
