"""The scopes of public calendars, by the values in their addresses."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from botram.calendars.scopes import FeedScope
from botram.database import session
from botram.places.models import District, Village
from botram.places.queries import DISTRICT_CODE, VILLAGE_CODE
from botram.refusals import NotFound, existing
from botram.services.models import Service
from botram.services.pack import SLUG
from botram.services.texts import localized
from botram.staff.models import Office
from botram.visit_view.labels import level_name
from botram.visits.models import ListKind, VisitLevel

LEVELS = {
    "desa": VisitLevel.VILLAGE,
    "kecamatan": VisitLevel.DISTRICT,
    "sekolah": VisitLevel.SCHOOL,
    "lembaga": VisitLevel.INSTITUTION,
}
"""The name of each level in an address."""


def calendar_of_all(zone: str) -> FeedScope:
    """Return the calendar of all visits of all offices."""
    return FeedScope(ListKind.ALL, "", str(_("Botram, semua jadwal")), zone)


def calendar_of_district(code: str, zone: str) -> FeedScope:
    """Return the calendar of a district, in its office's zone or the site's. Raises NotFound. One statement."""
    wanted = select(District.name, Office.time_zone).where(District.code == code)
    with_zone = wanted.outerjoin(Office, Office.code == func.substr(District.code, 1, 5))
    name, own_zone = existing(session().execute(with_zone).first() if DISTRICT_CODE.fullmatch(code) else None)
    return FeedScope(ListKind.DISTRICT, code, str(_("Botram Kecamatan %(name)s", name=name)), own_zone or zone)


def calendar_of_village(code: str, zone: str) -> FeedScope:
    """Return the calendar of a village, or of the one that stands for it, in its office's zone or the site's.

    Raises NotFound. One statement, and one more for each successor.
    """
    wanted = select(Village, Office.time_zone).where(Village.code == code)
    with_zone = wanted.outerjoin(Office, Office.code == func.substr(Village.code, 1, 5))
    village, own_zone = existing(session().execute(with_zone).first() if VILLAGE_CODE.fullmatch(code) else None)
    if village.retired and village.successor_code:
        return calendar_of_village(village.successor_code, zone)
    return FeedScope(ListKind.VILLAGE, code, str(_("Botram %(place)s", place=village.full_name)), own_zone or zone)


def calendar_of_level(word: str, zone: str) -> FeedScope:
    """Return the calendar of a level. Raises NotFound."""
    if (level := LEVELS.get(word)) is None:
        raise NotFound
    return FeedScope(ListKind.LEVEL, level.value, level_name(level), zone)


def calendar_of_service(slug: str, zone: str) -> FeedScope:
    """Return the calendar of visits that offer a service. Raises NotFound. One statement."""
    wanted = select(Service).where(Service.slug == slug)
    found = existing(session().scalar(wanted) if SLUG.fullmatch(slug) else None)
    name = _("Botram: %(service)s", service=localized(found, "name"))
    return FeedScope(ListKind.SERVICE, found.code, str(name), zone)
