"""What holds for all services together, as the data file of the services says it."""

from functools import cache
from typing import Any

from botram.config import ROOT
from botram.packs import read_about

FOLDER = ROOT / "botram" / "data" / "services"


@cache
def service_notes() -> dict[str, str]:
    """The sentences for residents by their key: practice, free, proxy, rt_rw, paper."""
    about: dict[str, Any] = read_about(FOLDER)
    return {str(key): str(sentence) for key, sentence in about.get("notes", {}).items()}
