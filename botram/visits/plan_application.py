"""The plan of a visit, and applying another one to it: values, texts, services, booths and crew.

A plan is applied inside the caller's transaction.
"""

from flask_babel import gettext as _

from botram.clock import local_day
from botram.database import write_so_far
from botram.services.queries import services_by_code
from botram.staff.models import Office
from botram.staff.queries import officers_with_ids
from botram.visits.booths import set_booths
from botram.visits.fields import planned_texts
from botram.visits.models import ANNOUNCED, Offer, OfferState, Visit, VisitOfficer
from botram.visits.participation.actions import set_teams, set_villages
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan
from botram.visits.rules import BadPlan, check_plan, check_texts


def plan_of(visit: Visit) -> VisitPlan:
    """Return the present plan of a visit, with its crew by name."""
    return VisitPlan(
        level=visit.level,
        team=visit.team,
        venue=visit.venue,
        opens_at=visit.opens_at,
        closes_at=visit.closes_at,
        queue_closes_at=visit.queue_closes_at,
        offers=tuple(OfferPlan(offer.service_code, offer.quota) for offer in visit.offers),
        crew=tuple(member.account_id for member in visit.crew),
        booths=tuple(BoothPlan(booth.agency_id, booth.offers, booth.label) for booth in visit.booths),
        texts=planned_texts(visit),
        more_teams=tuple(visit.teams[1:]),
        more_villages=tuple(visit.villages[1:]),
    )


def apply_plan(visit: Visit, plan: VisitPlan, office: Office) -> None:
    """Set the values of a visit to a plan. Raises BadPlan or IdentityNumber."""
    check_plan(plan, office.time_zone)
    if not plan.venue.active and plan.venue.id != visit.venue_id:
        raise BadPlan(_("Titik layanan ini sudah ditutup. Pilih yang lain."), field="venue")
    set_teams(visit, plan, office)
    _set_crew(visit, plan, office)
    for name, text in check_texts(plan).items():
        setattr(visit, name, text)
    visit.level = plan.level
    visit.venue_id, visit.venue = plan.venue.id, plan.venue
    set_villages(visit, plan, office)
    held = visit.opens_at  # None for a new one
    visit.opens_at, visit.closes_at = plan.opens_at, plan.closes_at
    visit.queue_closes_at = plan.queue_closes_at
    _set_offers(visit, plan)
    zone = office.time_zone
    if held is not None and local_day(held, zone) != local_day(plan.opens_at, zone):
        for offer in visit.offers:  # reported states are about the former day
            offer.state, offer.reason, offer.state_at = OfferState.OPEN, None, None
    set_booths(visit, plan, office)


def _set_offers(visit: Visit, plan: VisitPlan) -> None:
    """Set the offers of a plan. Existing ones keep their state. Raises BadPlan."""
    wanted = {offer.service: offer for offer in plan.offers}
    services = services_by_code(wanted)
    had = {offer.service_code: offer for offer in visit.offers}
    if unknown := [code for code in wanted if code not in services or not (services[code].active or code in had)]:
        raise BadPlan(_("Layanan tidak dikenal: %(codes)s.", codes=", ".join(unknown)), field="services")
    for code, offer in had.items():
        if code not in wanted:
            visit.offers.remove(offer)
    for code, planned in wanted.items():
        if code in had:
            had[code].quota = planned.quota
        else:
            visit.offers.append(Offer(service_code=code, position=services[code].position, quota=planned.quota))


def _set_crew(visit: Visit, plan: VisitPlan, office: Office) -> None:
    """Set the crew to the officers of a plan, or to the present members of its teams. Raises BadPlan.

    Who leaves is let go before the visit gets other times: the database moves the times of the crew with it, and may
    find there that somebody is busy who no longer goes.
    """
    members = {member.id for team in (plan.team, *plan.more_teams) for member in team.members}
    wanted = members if plan.crew is None else set(plan.crew)
    had = {member.account_id: member for member in visit.crew}
    called = officers_with_ids(office, wanted)
    people = {person.id: person for person in called if person.active or person.id in had}
    if len(people) < len(wanted):
        raise BadPlan(_("Pilih petugas dari petugas lapangan kantor ini."), field="crew")
    if gone := [member for account_id, member in had.items() if account_id not in wanted]:
        for member in gone:
            visit.crew.remove(member)
        write_so_far()
    for account_id, person in people.items():
        if account_id not in had:
            member = VisitOfficer(account_id=account_id, account=person, announced=visit.state in ANNOUNCED)
            member.opens_at, member.closes_at = plan.opens_at, plan.closes_at
            visit.crew.append(member)
