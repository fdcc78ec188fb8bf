"""The version of a visit that a form was filled from, and the changes since."""

from flask import request
from flask_babel import gettext as _

from botram.visits.history import sentences
from botram.visits.models import Visit
from botram.visits.queries import history_of
from botram.web.forms import whole_number


def typed_version() -> int:
    """Return the version in the submitted form; 0, which no visit has, without one."""
    return whole_number(request.form.get("version"))


def news_since(visit: Visit, version: int) -> list[str]:
    """Return the changes that others made since a version, a sentence each."""
    zone = visit.office.time_zone
    return [
        _("%(name)s: %(what)s", name=name or _("Sistem"), what=sentence)
        for entry, name in history_of(visit)
        if (entry.version or 0) > version
        for sentence in sentences(entry, zone, staff=True)
    ]
