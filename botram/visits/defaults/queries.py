"""Reading the services that a new visit begins with."""

from sqlalchemy import select

from botram.database import session
from botram.services.models import Service
from botram.services.queries import offered_services
from botram.staff.models import Office
from botram.visits.defaults.models import DefaultOffer
from botram.visits.defaults.rules import usual_services
from botram.visits.models import VisitLevel


def set_offers(office: Office, level: VisitLevel) -> dict[str, int | None]:
    """The services and quotas that the office has set for a level, by code; empty where it has set none."""
    mine = select(DefaultOffer).join(Service, Service.code == DefaultOffer.service_code)
    mine = mine.where(DefaultOffer.office_id == office.id, DefaultOffer.level == level, Service.active)
    return {row.service_code: row.quota for row in session().scalars(mine.order_by(Service.position))}


def default_offers(office: Office, level: VisitLevel) -> dict[str, int | None]:
    """The services and quotas that a new visit of a level begins with: those set by the office, or the usual ones."""
    return set_offers(office, level) or {one.code: None for one in usual_services(level, offered_services())}
