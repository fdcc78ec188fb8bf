"""The secret that signs cookies: made once, kept in the instance folder."""

import os
import secrets
import tomllib
from pathlib import Path

from botram.config import instance_folder


def make_secret(instance: Path) -> None:
    """Put a new SECRET_KEY into the settings file, unless the file or the environment has one already."""
    instance.mkdir(parents=True, exist_ok=True)
    file = instance / "settings.toml"
    kept = file.read_text("utf-8") if file.exists() else ""
    try:
        if "SECRET_KEY" in os.environ or "SECRET_KEY" in tomllib.loads(kept):
            return
    except tomllib.TOMLDecodeError:
        return  # whoever reads the settings says what is wrong with the file
    fresh = file.with_suffix(".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(
            f'SECRET_KEY = "{secrets.token_hex(32)}"  # signs cookies; a new one signs everybody out\n{kept}'
        )
    fresh.replace(file)


if __name__ == "__main__":
    make_secret(instance_folder())
