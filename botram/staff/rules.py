"""The rules for passwords, sign-in names and free text. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from botram.identity_numbers import holds_identity_number
from botram.refusals import Refusal

SHORTEST, LONGEST = 8, 128
COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])  # the most frequent ones of published leaks
SIGN_IN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]")
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class WeakPassword(Refusal):
    """The password is too short, too long or too common."""


class IdentityNumber(Refusal):
    """Free text holds a NIK or the number of a family card."""


def check_password(password: str, sign_in_name: str) -> None:
    """Raise WeakPassword for a password of the wrong length or a common one. Any characters are allowed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(_("Kata sandi berisi 8 sampai 128 karakter."), field="password")
    plain = password.lower()
    if plain in COMMON_PASSWORDS or plain == sign_in_name:
        raise WeakPassword(_("Kata sandi ini terlalu sering dipakai orang. Pilih yang lain."), field="password")


def check_free_text(text: str, field: str) -> str:
    """The text without control characters and marks of writing direction. Raises IdentityNumber."""
    if holds_identity_number(text):
        raise IdentityNumber(
            _("Jangan tulis NIK atau nomor KK. Hapus deretan 16 angka; aplikasi ini tidak menyimpan identitas warga."),
            field=field,
        )
    return "".join(letter for letter in text if _is_plain(letter)).strip()


def checked_texts(
    plan: object, longest: Mapping[str, int], refusal: type[Refusal], nameless: str, lines: Iterable[str]
) -> dict[str, str]:
    """Return the texts of a plan, cleaned. Raises IdentityNumber or ``refusal``, with the input that is wrong.

    longest   the names of the texts and their lengths in characters
    nameless  the sentence for an empty name
    lines     the texts that are put on one line
    """
    texts = {name: check_free_text(getattr(plan, name), name) for name in longest}
    texts |= {name: " ".join(texts[name].split()) for name in lines}
    if not texts["name"]:
        raise refusal(nameless, field="name")
    for name, most in longest.items():
        if len(texts[name]) > most:
            raise refusal(_("Teks ini terlalu panjang: paling banyak %(most)d huruf.", most=most), field=name)
    return texts


def _is_plain(letter: str) -> bool:
    """Whether a letter is no control character and no mark of writing direction."""
    return letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _DIRECTION_MARKS)
