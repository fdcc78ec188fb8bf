"""Small trees on which the guards are tried."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools.house.sources import Source, read_sources

Plant = Callable[[Mapping[str, str]], list[Source]]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write files under botram/ and read them as the guards do."""

    def planted(files: Mapping[str, str]) -> list[Source]:
        for name, text in files.items():
            file = tmp_path / "botram" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return read_sources(tmp_path, "botram")

    return planted
