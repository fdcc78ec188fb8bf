"""Encrypting a backup with a passphrase: a file that is useless to whoever finds it.

The key is derived with scrypt (RFC 7914) from the passphrase and a random salt. The content is encrypted in parts of
1 MiB with AES-256-GCM; each part is bound to its number and to being the last one or not, so that parts cannot be
exchanged or left out (the STREAM construction: Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015).
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from flask_babel import gettext as _

from botram.backup.refusals import PassphraseUnfit, WrongPassphrase, damaged

_START = b"Botram backup 1\n"
_SALT_BYTES, _TAG_BYTES, _PART_BYTES = 16, 16, 1024 * 1024
_COST = 2**16  # of scrypt: 64 MB and a fraction of a second for each guess
_LEAST_CHARACTERS = 12
_PROOF = (2**88 - 1).to_bytes(11) + b"\x02"  # the nonce of an empty text that tells a wrong passphrase from damage


def read_passphrase(file: Path) -> str:
    """Return the first line of a file. Raises PassphraseUnfit for a short one, OSError for a file that is not there."""
    try:
        passphrase = file.read_text("utf-8").partition("\n")[0].strip()
    except UnicodeDecodeError as error:
        raise PassphraseUnfit(_("%(file)s bukan berkas teks.", file=file)) from error
    if len(passphrase) < _LEAST_CHARACTERS:
        least = _LEAST_CHARACTERS
        raise PassphraseUnfit(
            _("Baris pertama %(file)s harus berisi frasa sandi, sedikitnya %(least)d karakter.", file=file, least=least)
        )
    return passphrase


def is_encrypted(file: Path) -> bool:
    """Whether a file is an encrypted backup. False for one that cannot be read."""
    try:
        with file.open("rb") as handle:
            return handle.read(len(_START)) == _START
    except OSError:
        return False


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write the content of a file encrypted to another one, which exists and is empty."""
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = _cipher(passphrase, salt)
    with source.open("rb") as plain, target.open("wb") as written:
        written.write(_START + salt + cipher.encrypt(_PROOF, b"", _START))
        for number, part, last in _parts(plain, _PART_BYTES):
            written.write(cipher.encrypt(_nonce(number, last), part, _START))


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write the content of an encrypted file to another one. Raises WrongPassphrase, NotABackup for a damaged file."""
    with source.open("rb") as handle, target.open("wb") as written:
        handle.read(len(_START))
        cipher = _cipher(passphrase, handle.read(_SALT_BYTES))
        try:
            cipher.decrypt(_PROOF, handle.read(_TAG_BYTES), _START)
        except InvalidTag as error:
            raise WrongPassphrase(_("Frasa sandi ini bukan frasa sandi cadangan %(file)s.", file=source)) from error
        try:
            for number, part, last in _parts(handle, _PART_BYTES + _TAG_BYTES):
                written.write(cipher.decrypt(_nonce(number, last), part, _START))
        except InvalidTag as error:
            raise damaged(source) from error


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    """Return the cipher with the key of a passphrase."""
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, last: bool) -> bytes:
    """Return the nonce of a part, which no other part of the same key has."""
    return number.to_bytes(11) + (b"\x01" if last else b"\x00")


def _parts(handle: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield the parts of a file with their number, and whether it is the last one; at least one, perhaps empty."""
    number, part = 0, handle.read(size)
    while following := handle.read(size):
        yield number, part, False
        number, part = number + 1, following
    yield number, part, True
