"""Passwords that are easy to guess for whoever knows the office: which words they must not consist of."""

import re
import unicodedata
from collections.abc import Iterable

from flask_babel import gettext as _

from botram.staff.queries import offices
from botram.staff.rules import WeakPassword, check_password
from botram.staff.signals import PasswordWordsAsked, password_words_asked

CONTEXT_WORDS = (
    "admin", "administrator", "akta", "akte", "anak", "barat", "bola", "botram", "catatan", "demo", "desa", "dinas",
    "disdukcapil", "dukcapil", "identitas", "ikd", "indonesia", "jadwal", "jawa", "jemput", "kabupaten", "kantor",
    "kartu", "katasandi", "kecamatan", "keliling", "keluarga", "kelurahan", "kepala", "kia", "koordinator", "kota",
    "ktp", "layanan", "mobil", "nik", "operator", "password", "pegawai", "pelayanan", "pencatatan", "pendaftaran",
    "penduduk", "petugas", "rahasia", "sandi", "sipil", "tim", "warga",
)  # fmt: skip
"""Words of the program, its field and its roles. Names of offices, districts, villages and the person come on top."""

_LETTERS_BESIDE = 6  # that a password needs beyond such words
_SHORTEST_PART = 4  # letters of a part of a name that counts by itself
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def refuse_weak_password(password: str, sign_in_name: str, name: str) -> None:
    """Raise WeakPassword for a new password that is too short, too long, common, or made of words of the context.

    sign_in_name, name  of the person; the names of all offices and places are asked for
    """
    check_password(password, sign_in_name)
    asked = PasswordWordsAsked({sign_in_name, name, *(office.name for office in offices())})
    password_words_asked.send(asked)
    if word := guessable_word(password, [*CONTEXT_WORDS, *parts_of(asked.words)]):
        raise WeakPassword(
            _(
                "Kata sandi ini mudah ditebak: hampir seluruhnya “%(word)s” atau kata lain dari pekerjaan dan wilayah."
                " Tambahkan beberapa kata lain.",
                word=word,
            ),
            field="password",
        )


def parts_of(names: Iterable[str]) -> set[str]:
    """Return names without spaces, and their parts of four letters or more."""
    found = set()
    for name in names:
        parts = ["".join(filter(str.isalpha, part)) for part in _plain(name).split()]
        found |= {"".join(parts), *(part for part in parts if len(part) >= _SHORTEST_PART)}
    return {word for word in found if len(word) >= _SHORTEST_PART}


def guessable_word(password: str, words: Iterable[str]) -> str:
    """Return a word that a password holds while it has fewer than six letters beside such words; else empty.

    Case, spaces, marks and figures in the place of letters do not count: B3kas1-2026 is bekasi.
    """
    letters = [letter for letter in _plain(password) if letter.translate(_LOOKALIKES).isalpha()]
    looks = "".join(letters).translate(_LOOKALIKES)
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    matches = list(re.finditer("|".join(map(re.escape, longest_first)), looks)) if longest_first else []
    inside = {place for match in matches for place in range(*match.span())}
    beside = sum(letter.isalpha() for place, letter in enumerate(letters) if place not in inside)
    return max((match[0] for match in matches), key=len) if matches and beside < _LETTERS_BESIDE else ""


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    whole = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in whole if not unicodedata.combining(letter))
