"""What makes a password, a name or a role acceptable. Touches nothing."""

import re
import unicodedata

from flask_babel import gettext as _
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from botram.refusals import Refusal

SHORTEST, LONGEST = 8, 128
_COMMON = frozenset(FREQUENCY_LISTS["passwords"])
SIGN_IN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]")
_SIXTEEN_DIGITS = re.compile(r"(?:\d[\s.\-]*){16}")
_NO_WIDTH = ("Cf", "Mn", "Me")  # categories of what is written over or between letters and not seen as one
_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u3002\u25cf"  # that look like one
_TURNING = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # make what follows run backwards
_MINUS = "\N{MINUS SIGN}"  # no dash by its category


class WeakPassword(Refusal):
    """Too short, too long, or one that everybody tries first."""


class IdentityNumber(Refusal):
    """Free text seems to hold a NIK or a family card number."""


def check_password(password: str, sign_in_name: str) -> None:
    """Raise WeakPassword unless the password may be used. Any characters do; only length and fame count."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(_("Kata sandi berisi 8 sampai 128 karakter."), field="password")
    plain = password.lower()
    if plain in _COMMON or plain in (sign_in_name, "disdukcapil", "botram", "kabupaten", "bekasi123"):
        raise WeakPassword(
            _("Kata sandi ini terlalu sering dipakai orang. Pilih yang lain."), field="password"
        )


def holds_identity_number(text: str) -> bool:
    """Whether sixteen digits stand in a row; spaces, dots and dashes of any kind between them do not hide them."""
    seen = (
        _shape_of(letter)
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in _NO_WIDTH
    )
    return _SIXTEEN_DIGITS.search("".join(seen)) is not None


def _shape_of(letter: str) -> str:
    """A dot for whatever looks like one, a hyphen for whatever is a dash, else the letter."""
    if letter in _DOTS:
        return "."
    return "-" if letter == _MINUS or unicodedata.category(letter) == "Pd" else letter


def check_free_text(text: str, field: str) -> str:
    """The text without control characters, also those that turn its direction. Raises IdentityNumber."""
    if holds_identity_number(text):
        raise IdentityNumber(
            _(
                "Jangan tulis NIK atau nomor KK. Hapus deretan 16 angka; aplikasi ini tidak menyimpan identitas warga."
            ),
            field=field,
        )
    return "".join(letter for letter in text if _is_plain(letter)).strip()


def _is_plain(letter: str) -> bool:
    """Whether a letter does nothing but stand there."""
    return letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _TURNING)
