"""The pages of field officers on the phone. Coordinators use the same pages for visits of their office."""

from flask import Flask

from botram.web.officers import (
    closing_report,
    corrections,
    days,
    detail,
    entries,
    entry_page,
    hour_corrections,
    last_entry,
    record_page,
    status_reports,
)
from botram.web.officers.blueprint import blueprint


def register(app: Flask) -> None:
    """Register every page of this audience."""
    app.register_blueprint(blueprint)
