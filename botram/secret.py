"""The secret that signs cookies: making it, and finding out whether there is one."""

import os
import secrets
import tomllib
from pathlib import Path

from botram.config import instance_folder


def has_secret() -> bool:
    """Whether the environment or the settings file has a SECRET_KEY. True for a file that cannot be parsed."""
    try:
        return "SECRET_KEY" in os.environ or "SECRET_KEY" in tomllib.loads(_saved())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return True  # reading the settings reports the error


def make_secret() -> None:
    """Add a new SECRET_KEY of 256 bits to the settings file, which only its owner may read, unless there is one."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    if has_secret():
        return
    kept = _saved()
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(f'SECRET_KEY = "{secrets.token_hex(32)}"  # signs cookies; a new one signs everybody out\n{kept}')
    fresh.replace(file)


def _file() -> Path:
    """Return the path of the file of local settings."""
    return instance_folder() / "settings.toml"


def _saved() -> str:
    """Return the content of the file of local settings; empty without the file."""
    return _file().read_text("utf-8") if _file().exists() else ""


if __name__ == "__main__":
    make_secret()
