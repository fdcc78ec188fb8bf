"""Labels for codes in the tables."""

from flask_babel import gettext as _


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
