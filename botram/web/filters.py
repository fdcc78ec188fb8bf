"""The filters of templates: formats of moments, days and figures, and localized texts."""

from flask import Flask

from botram import clock, formats
from botram.services.texts import localized

_FILTERS = (
    localized, clock.local_day, formats.long_day, formats.short_day, formats.month_and_year,
    formats.weekday, formats.month, formats.short_month, formats.day_words, formats.hours,
    formats.zone_word, formats.moment, formats.short_moment, formats.iso, formats.number, formats.distance,
)  # fmt: skip


def register(app: Flask) -> None:
    """Register each filter under its own name."""
    for function in _FILTERS:
        app.jinja_env.filters[function.__name__] = function
