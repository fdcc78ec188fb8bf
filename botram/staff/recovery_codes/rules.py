"""How a recovery code is made and read. Pure functions, but for the random bits."""

import hashlib
import secrets

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # without 0 and 1, which look like letters
_LETTERS = 28  # 140 bits: enough for a plain hash (ASVS 5.0, 6.5.2 and 11.5.1)
_GROUP = 4  # letters between dashes


def new_code() -> str:
    """Return a random code of 28 letters and digits in groups of four."""
    letters = "".join(secrets.choice(_ALPHABET) for _place in range(_LETTERS))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def code_hash(typed: str) -> str:
    """Return the SHA-256 of a code, in hexadecimal, however its letters and dashes were typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
