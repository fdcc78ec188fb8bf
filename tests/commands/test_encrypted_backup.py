"""A backup with a passphrase is useless without it, and whole with it."""

import secrets
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from botram.backup.encryption import decrypt, encrypt, is_encrypted
from botram.backup.refusals import NotABackup, WrongPassphrase
from botram.database import transaction
from tests.builders import siti
from tests.commands.conftest import flask
from tests.databases import on_sqlite
from tests.web.desk import SECRET, with_phone

PASSPHRASE = "hujan bulan juni di kali"
PART = 1024 * 1024


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    """The file with the passphrase."""
    file = tmp_path / "phrase.txt"
    file.write_text(f"{PASSPHRASE}\nand a note\n")
    return file


@pytest.fixture
def kept(app: Flask, instance: Path) -> Flask:
    """The app with a folder for what is made on the way."""
    app.config["BOTRAM_INSTANCE"] = str(instance)
    return app


def test_a_secret_of_a_second_factor_is_in_a_plain_backup_and_in_no_encrypted_one(
    kept: Flask, instance: Path, tmp_path: Path, phrase: Path
) -> None:
    with_phone(siti())
    plain, safe = tmp_path / "plain.backup", tmp_path / "safe.backup"
    flask(kept, "backup", str(plain))
    flask(kept, "backup", str(safe), "--passphrase-file", str(phrase))
    if plain.read_bytes().startswith(b"SQLite"):  # PostgreSQL's form is compressed
        assert SECRET.encode() in plain.read_bytes()
    assert SECRET.encode() not in safe.read_bytes() and b"SQLite" not in safe.read_bytes()
    assert stat.S_IMODE(safe.stat().st_mode) == 0o600
    assert list(instance.iterdir()) == [] and {file.name for file in tmp_path.iterdir()} == {
        "plain.backup", "safe.backup", "phrase.txt", "instance",
    }  # fmt: skip


def test_an_encrypted_backup_is_restored_with_its_passphrase_alone(
    kept: Flask, instance: Path, tmp_path: Path, phrase: Path
) -> None:
    account, file, other = siti(), tmp_path / "safe.backup", tmp_path / "other.txt"
    kept.config["BACKUP_PASSPHRASE_FILE"] = str(phrase)
    flask(kept, "backup", str(file))
    with transaction(account):
        account.name = "Siti yang lain"
    other.write_text("frasa sandi yang lain\n")
    assert "bukan frasa sandi" in flask(kept, "restore", str(file), "--passphrase-file", str(other), code=1)
    kept.config["BACKUP_PASSPHRASE_FILE"] = ""
    assert "--passphrase-file" in flask(kept, "restore", str(file), code=1)
    kept.config["BACKUP_PASSPHRASE_FILE"] = str(phrase)
    said = flask(kept, "restore", str(file))
    assert "dipulihkan" in said
    assert siti().name == "Siti Aminah"
    (before,) = instance.iterdir()
    assert is_encrypted(before), "what was replaced is as safe as the backup"


@on_sqlite
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"pendek\n", "sedikitnya 12"),
        (b"", "sedikitnya 12"),
        (b"\nbaris kedua yang panjang", "sedikitnya 12"),
        (b"\xff" * 20, "bukan berkas teks"),
    ],
)
def test_a_passphrase_that_protects_nothing_is_refused(
    kept: Flask, tmp_path: Path, phrase: Path, content: bytes, sentence: str
) -> None:
    phrase.write_bytes(content)
    said = flask(kept, "backup", str(tmp_path / "x.backup"), "--passphrase-file", str(phrase), code=1)
    assert sentence in said
    assert not (tmp_path / "x.backup").exists()


@on_sqlite
def test_a_passphrase_file_that_is_not_there_is_named(kept: Flask, tmp_path: Path) -> None:
    said = flask(kept, "backup", str(tmp_path / "x.backup"), "--passphrase-file", str(tmp_path / "none"), code=1)
    assert "none" in said


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7])
def test_what_was_encrypted_comes_back_to_the_byte(tmp_path: Path, size: int) -> None:
    plain, safe, back = (tmp_path / name for name in ("plain", "safe", "back"))
    plain.write_bytes(secrets.token_bytes(size))
    encrypt(plain, safe, PASSPHRASE)
    assert is_encrypted(safe)
    decrypt(safe, back, PASSPHRASE)
    assert back.read_bytes() == plain.read_bytes()


Damage = Callable[[bytes], bytes]
HEAD, SEALED = 48, PART + 16  # bytes of the file before its parts, and of each part but the last


def exchange(whole: bytes) -> bytes:
    """The file with its first two parts in each other's place."""
    first, second = whole[HEAD : HEAD + SEALED], whole[HEAD + SEALED : HEAD + 2 * SEALED]
    return whole[:HEAD] + second + first + whole[HEAD + 2 * SEALED :]


DAMAGE: dict[str, Damage] = {
    "cut short": lambda whole: whole[:-1],
    "a part cut off": lambda whole: whole[: HEAD + SEALED],
    "all parts cut off": lambda whole: whole[:HEAD],
    "something added": lambda whole: whole + b"x",
    "a bit turned": lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
    "parts exchanged": exchange,
}


@on_sqlite
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_refused(app: Flask, tmp_path: Path, damage: Damage) -> None:
    plain, safe, back = (tmp_path / name for name in ("plain", "safe", "back"))
    plain.write_bytes(secrets.token_bytes(2 * PART + 5))
    encrypt(plain, safe, PASSPHRASE)
    safe.write_bytes(damage(safe.read_bytes()))
    with pytest.raises(NotABackup):
        decrypt(safe, back, PASSPHRASE)


@on_sqlite
def test_a_wrong_passphrase_is_told_from_damage(app: Flask, tmp_path: Path) -> None:
    plain, safe = tmp_path / "plain", tmp_path / "safe"
    plain.write_bytes(b"x")
    encrypt(plain, safe, PASSPHRASE)
    with pytest.raises(WrongPassphrase, match="bukan frasa sandi"):
        decrypt(safe, plain, f"{PASSPHRASE} ")
