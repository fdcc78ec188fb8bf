"""Labels for codes in the tables."""

from flask_babel import gettext as _


def warning_word(code: str) -> str:
    """Return the label of an accepted warning, whose sentence is not stored."""
    words: dict[str, str] = {
        "holiday": _("Hari libur nasional"),
        "collective": _("Cuti bersama"),
        "office": _("Hari libur kantor"),
        "friday": _("Waktu salat Jumat"),
        "ramadan": _("Jam layanan bulan Ramadan"),
        "same-village": _("Desa yang sama dalam 30 hari"),
        "venue": _("Titik layanan dipakai tim lain"),
        "vehicle": _("Kendaraan dipakai tim lain"),
        "travel": _("Waktu perjalanan terlalu singkat"),
        "equipment": _("Alat tidak lengkap"),
        "short-notice": _("Diumumkan kurang dari 3 hari"),
    }
    return words.get(code, code)
