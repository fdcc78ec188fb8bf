"""What field officers see on the phone. Coordinators reach the same pages for visits of their office."""

from flask import Flask

from botram.web.officers import (
    closing,
    correcting,
    days,
    entries,
    last_entry,
    mending,
    pressing,
    recording,
    reporting,
    showing,
)
from botram.web.officers.pages import blueprint

__all__ = [
    "blueprint",
    "closing",
    "correcting",
    "days",
    "entries",
    "last_entry",
    "mending",
    "pressing",
    "recording",
    "register",
    "reporting",
    "showing",
]


def register(app: Flask) -> None:
    """Every page of this audience."""
    app.register_blueprint(blueprint)
