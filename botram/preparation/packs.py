"""The folders of the packs that come with the program."""

from pathlib import Path

from botram.config import ROOT

DATA = ROOT / "botram" / "data"
REGIONS = {"32.16": DATA / "region-3216", "32.17": DATA / "region-3217"}


def is_bundled(folder: Path) -> bool:
    """Whether a pack comes with the program."""
    return folder.resolve().is_relative_to(DATA)
