"""How a recovery code is made and read. Pure functions, but for the random bits."""

import base64
import hashlib
import secrets

_BYTES = 15  # 120 bits: enough for a plain hash (ASVS 5.0, 6.5.2), and 24 letters without padding
_GROUP = 4  # letters between dashes


def new_code() -> str:
    """Return a random code of 24 letters and digits in groups of four."""
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def code_hash(typed: str) -> str:
    """Return the SHA-256 of a code, in hexadecimal, however its letters and dashes were typed."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
