"""Making and changing templates."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from botram.audit.actions import record_change
from botram.database import constraint_error, transaction
from botram.formats import wall_clock
from botram.languages import indonesian
from botram.refusals import Refusal
from botram.services.queries import offered_services, services_by_code
from botram.staff.models import Account, Office
from botram.staff.rules import checked_texts
from botram.visits.booths import booth_text, checked_booths
from botram.visits.models import VisitLevel
from botram.visits.plans import BoothPlan, OfferPlan
from botram.visits.rules import BadPlan, check_offers, check_opening_hours
from botram.visits.templates.models import TemplateBooth, TemplateOffer, VisitTemplate

LONGEST = {"name": 60}  # characters


class TemplateNameTaken(Refusal):
    """Another template of the office has that name."""


constraint_error(
    "uq_visit_template_office_id_name",
    lambda: TemplateNameTaken(
        _("Sudah ada acuan dengan nama ini, mungkin di antara yang sudah ditutup."), field="name"
    ),
)


@dataclass(frozen=True)
class TemplatePlan:
    """The values of a template that a form sets."""

    level: VisitLevel
    name: str
    opens: time
    closes: time
    queue_closes: time | None
    offers: tuple[OfferPlan, ...]
    booths: tuple[BoothPlan, ...] = ()
    active: bool = True
    default: bool = False  # of its level, in place of another one


def save_template(
    office: Office, template: VisitTemplate | None, plan: TemplatePlan, by: Account | None, *, now: datetime
) -> VisitTemplate:
    """Make a template or change one. Visits that were planned with it stay as they are.

    Raises BadPlan, TemplateNameTaken or IdentityNumber.
    """
    name = checked_texts(plan, LONGEST, BadPlan, _("Tulis nama acuan, misalnya Masuk desa."), LONGEST)["name"]
    check_opening_hours(plan.opens, plan.closes, plan.queue_closes)
    check_offers(plan.offers)
    # The lock on the office: a level has one default, also when two are made at the same time.
    with transaction(office, *([template] if template else [])) as current:
        before = _template_snapshot(template) if template else {}
        default = plan.default and plan.active
        if default:
            _end_other_defaults(current, office, plan.level, template)
        if template is None:
            template = VisitTemplate(office_id=office.id)
            current.add(template)
        with current.no_autoflush:
            template.level, template.name, template.active, template.is_default = plan.level, name, plan.active, default
            template.opens, template.closes, template.queue_closes = plan.opens, plan.closes, plan.queue_closes
            _apply_offers(template, plan)
            _apply_booths(template, plan, office)
        current.flush()
        after = _template_snapshot(template)
        if after != before:
            action = "change" if before else "make"
            record_change(action, template, template.name, by, now, before=before, after=after)
    return template


def _end_other_defaults(current: Session, office: Office, level: VisitLevel, template: VisitTemplate | None) -> None:
    """Take the default of a level from the template that has it."""
    others = update(VisitTemplate).where(VisitTemplate.office_id == office.id, VisitTemplate.level == level)
    if template:
        others = others.where(VisitTemplate.id != template.id)
    current.execute(others.where(VisitTemplate.is_default).values(is_default=False))


def _apply_offers(template: VisitTemplate, plan: TemplatePlan) -> None:
    """Set the services and quotas of a template. Raises BadPlan for one that is not offered."""
    kept = {offer.service_code: offer for offer in template.offers}
    offered = {service.code for service in offered_services()}
    if unknown := [offer.service for offer in plan.offers if offer.service not in offered]:
        raise BadPlan(_("Layanan tidak dikenal: %(codes)s.", codes=", ".join(unknown)), field="services")
    template.offers = [kept.get(one.service) or TemplateOffer(service_code=one.service) for one in plan.offers]
    for row, offer in zip(template.offers, plan.offers, strict=True):
        row.quota = offer.quota


def _apply_booths(template: VisitTemplate, plan: TemplatePlan, office: Office) -> None:
    """Set the agencies of a template and what they offer. Raises BadPlan or IdentityNumber."""
    kept = {booth.agency_id: booth for booth in template.booths}
    checked = checked_booths(plan.booths, kept, office)
    template.booths = [kept.get(agency.id) or TemplateBooth(agency=agency) for agency, *_texts in checked]
    for position, (row, (_agency, offers, label)) in enumerate(zip(template.booths, checked, strict=True), 1):
        row.position, row.offers, row.label = position, offers, label


def _template_snapshot(template: VisitTemplate) -> dict[str, Any]:
    """Return the values of a template that the audit records, in Indonesian."""
    services = services_by_code({offer.service_code for offer in template.offers})
    quotas = [(services[one.service_code].name, one.quota) for one in template.offers]
    with indonesian():
        return {
            "name": template.name,
            "level": template.level.value,
            "opens": wall_clock(template.opens),
            "closes": wall_clock(template.closes),
            "queue_closes": wall_clock(template.queue_closes) if template.queue_closes else "",
            "offers": sorted(f"{name} ({quota})" if quota else name for name, quota in quotas),
            "booths": [f"{one.agency.name}: {booth_text(one.offers, one.label)}" for one in template.booths],
            "active": template.active,
            "default": template.is_default,
        }
