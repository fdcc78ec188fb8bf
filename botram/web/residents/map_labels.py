"""The texts of the map in the language of the page. Its scripts fill in ``{name}``."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _

from botram.languages import language
from botram.services.models import Service
from botram.services.texts import localized
from botram.visit_view import StateKey
from botram.visit_view.labels import key_word

_UNSEEN = (StateKey.DRAFT, StateKey.VERIFIED)  # no word of these on a map


def ground_words() -> dict[str, str]:
    """Return the texts of the map and its controls."""
    return {
        "map": _("Peta. Tekan Tab untuk berpindah ke tanda berikutnya, Enter untuk membukanya."),
        "closer": _("Perbesar"),
        "farther": _("Perkecil"),
        "tiles": _("Gambar latar"),
        "boundaries": _("Batas wilayah"),
    }


def visit_words(offered: Sequence[Service]) -> dict[str, str | dict[str, str]]:
    """Return the texts of the marks and their cards."""
    return {
        "site": current_app.config["SITE_NAME"],
        "loading": _("Memuat kunjungan…"),
        "shown": _("{number} kunjungan di peta."),
        "more": _("{number} kunjungan pertama di peta. Saring agar yang lain tampil."),
        "outside": _("{number} kunjungan di peta, {outside} di luar tampilan."),
        "none": _("Tidak ada kunjungan yang cocok di peta."),
        "failed": _("Kunjungan tidak dapat dimuat ke peta. Lihat daftarnya."),
        "gathered": _("{number} kunjungan berdekatan: {kinds}. Tekan untuk memperbesar."),
        "kinds": {
            "today": _("{number} hari ini"),
            "week": _("{number} dalam 7 hari"),
            "later": _("{number} sesudahnya"),
            "over": _("{number} sudah selesai"),
            "cancelled": _("{number} dibatalkan"),
        },
        "shut": _("Tutup kartu ini"),
        "district": _("Kec. {name}"),
        "was": _("Semula: {what}."),
        "first": _("Pertama kali diumumkan: {what}."),
        "past": _("Waktunya sudah lewat"),
        "states": {key: key_word(key, language()) for key in StateKey if key not in _UNSEEN},
        "services": {service.code: localized(service, "short") for service in offered},
    }


def position_words() -> dict[str, str]:
    """Return the texts about one's own position."""
    return {
        "asking": _("Mencari posisi Anda…"),
        "here": _("Posisi Anda ditandai. Posisi ini tidak dikirim ke mana pun."),
        "refused": _("Posisi tidak diizinkan. Izinkan lokasi untuk situs ini di peramban Anda."),
        "failed": _("Posisi tidak ditemukan. Coba di tempat terbuka."),
        "insecure": _("Posisi hanya dapat dicari bila situs ini dibuka dengan https."),
    }
