"""Reading the templates of an office."""

from collections.abc import Sequence

from sqlalchemy import select

from botram.database import session
from botram.refusals import existing
from botram.services.queries import offered_services
from botram.staff.models import Office
from botram.staff.queries import LARGEST_ID
from botram.visits.models import VisitLevel
from botram.visits.templates.models import VisitTemplate
from botram.visits.templates.rules import Template, built_in


def template_for(office: Office, level: VisitLevel) -> Template:
    """Return the default template of a level: the office's own, or the built-in one."""
    return templates_of(office)[level][0]


def templates_of(office: Office) -> dict[VisitLevel, list[Template]]:
    """Return the active templates of each level, its default first: the built-in one where the office has none."""
    services, found = offered_services(), {level: list[Template]() for level in VisitLevel}
    rows = template_rows(office, active=True)
    for level in set(VisitLevel) - {row.level for row in rows if row.is_default}:
        found[level].append(built_in(level, services))
    for row in rows:
        found[row.level].append(as_value(row))
    return found


def template_rows(office: Office, *, active: bool) -> Sequence[VisitTemplate]:
    """Return the templates of an office, active or closed ones, by level, the default first. Three statements."""
    wanted = select(VisitTemplate).where(VisitTemplate.office_id == office.id, VisitTemplate.active == active)
    order = (VisitTemplate.level, VisitTemplate.is_default.desc(), VisitTemplate.name)
    return session().scalars(wanted.order_by(*order)).all()


def template_of(office: Office, template_id: int) -> VisitTemplate:
    """Return the template of the office with this id. Raises NotFound, also for one of another office."""
    wanted = select(VisitTemplate).where(VisitTemplate.id == template_id, VisitTemplate.office_id == office.id)
    return existing(session().scalar(wanted) if 0 < template_id <= LARGEST_ID else None)


def as_value(row: VisitTemplate) -> Template:
    """Return a template as a value, without what is no longer offered, its services in the order of the list."""
    quotas = {offer.service_code: offer.quota for offer in row.offers}
    return Template(
        opens=row.opens,
        closes=row.closes,
        queue_closes=row.queue_closes,
        offers={one.code: quotas[one.code] for one in offered_services() if one.code in quotas},
        booths={booth.agency_id: (booth.offers, booth.label) for booth in row.booths if booth.agency.active},
        number=row.id,
        level=row.level,
        name=row.name,
    )
