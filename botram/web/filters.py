"""The filters of templates: formats of moments, days and figures, and localized texts and labels."""

from flask import Flask

from botram import clock, formats
from botram.services.texts import localized
from botram.visits.field.labels import obstacle_labels

_FILTERS = (
    localized, obstacle_labels, clock.local_day, formats.long_day, formats.short_day, formats.board_day,
    formats.month_and_year,
    formats.weekday, formats.month, formats.short_month, formats.day_words, formats.hours,
    formats.zone_word, formats.moment, formats.short_moment, formats.iso, formats.number, formats.distance,
)  # fmt: skip


def register(app: Flask) -> None:
    """Register each filter under its own name."""
    for function in _FILTERS:
        app.jinja_env.filters[function.__name__] = function
