"""Making and changing venues. A venue is deactivated, never deleted: past visits show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.audit.actions import record, record_change
from botram.database import transaction
from botram.formats import weekday_name
from botram.languages import indonesian
from botram.places.models import Venue, Village
from botram.places.queries import succession_of, village_with_code
from botram.places.rules import check_near, check_point, market_mask, market_weekdays
from botram.places.signals import VenueChanged, VillageChanging, venue_changed, village_changing
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Office
from botram.staff.rules import checked_texts

LONGEST = {"name": 120, "address": 200, "access": 300}  # characters
_VISIBLE = ("name", "address", "village", "latitude", "longitude", "wheelchair", "access")


class BadVenue(Refusal):
    """A value of the plan is missing, too long or not of this office."""


class VillageFixed(Refusal):
    """The village of a venue with visits cannot change."""


@dataclass(frozen=True)
class VenuePlan:
    """The values of a venue that a form sets."""

    village_code: str
    name: str
    address: str
    latitude: float
    longitude: float
    wheelchair: bool = False
    access: str = ""
    active: bool = True
    far_is_right: bool = False  # the person has confirmed a point far from the village


def venue_snapshot(venue: Venue) -> dict[str, Any]:
    """The values of a venue that the audit records."""
    return {
        "name": venue.name,
        "address": venue.address,
        "village": venue.village_code,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "wheelchair": venue.wheelchair,
        "access": venue.access,
        "active": venue.active,
    }


def _venue_texts(plan: VenuePlan) -> dict[str, str]:
    """The texts of the plan, cleaned. Raises BadVenue or IdentityNumber, with the input that is wrong."""
    nameless = _("Tulis nama titik layanan, misalnya Aula Kantor Desa.")
    return checked_texts(plan, LONGEST, BadVenue, nameless, ["name"])


def _chosen_village(office: Office, plan: VenuePlan) -> Village:
    """The village of the plan. Raises BadVenue for a village outside the office's region."""
    try:
        village = village_with_code(plan.village_code)
    except NotFound:
        village = None
    if gone := succession_of(plan.village_code):
        raise BadVenue(gone, field="village")
    if village is None or village.office_code != office.code:
        raise BadVenue(_("Pilih desa atau kelurahan dari wilayah kantor ini."), field="village")
    return village


def _check_location(plan: VenuePlan, village: Village) -> None:
    """Raise BadPoint for a point outside Indonesia, or PointFarAway for one far from the village."""
    check_point(plan.latitude, plan.longitude)
    if plan.far_is_right or village.latitude is None or village.longitude is None:
        return
    check_near(
        (plan.latitude, plan.longitude), village.full_name, (village.latitude, village.longitude), village.area_km2
    )


def _set_values(plan: VenuePlan, texts: Mapping[str, str], venue: Venue) -> None:
    """Set the values of a venue."""
    venue.village_code = plan.village_code
    venue.name, venue.address, venue.access = texts["name"], texts["address"], texts["access"]
    venue.latitude, venue.longitude = plan.latitude, plan.longitude
    venue.wheelchair, venue.active = plan.wheelchair, plan.active


def unsaved_venue(office: Office, plan: VenuePlan) -> Venue:
    """Return a new venue that is not in the table. Raises BadVenue, BadPoint, PointFarAway or IdentityNumber."""
    texts = _venue_texts(plan)
    village = _chosen_village(office, plan)
    _check_location(plan, village)
    venue = Venue(office_id=office.id, village=village)
    _set_values(plan, texts, venue)
    return venue


def make_venue(office: Office, plan: VenuePlan, by: Account | None, *, now: datetime) -> Venue:
    """Add a venue. Raises BadVenue, BadPoint, PointFarAway or IdentityNumber."""
    with transaction() as current:
        venue = unsaved_venue(office, plan)
        current.add(venue)
        current.flush()
        record_change("make", venue, venue.name, by, now, after=venue_snapshot(venue))
    return venue


def change_venue(venue: Venue, plan: VenuePlan, by: Account | None, *, now: datetime) -> None:
    """Change a venue, and signal the change.

    Raises BadVenue, BadPoint, PointFarAway, IdentityNumber, or VillageFixed for another village of a used venue.
    """
    texts = _venue_texts(plan)
    with transaction(venue) as current:
        village = _chosen_village(venue.office, plan)
        moved = (plan.latitude, plan.longitude) != (venue.latitude, venue.longitude)
        if moved or plan.village_code != venue.village_code:
            _check_location(plan, village)
        if plan.village_code != venue.village_code:
            village_changing.send(VillageChanging(venue))
        before = venue_snapshot(venue)
        _set_values(plan, texts, venue)
        current.flush()
        after = venue_snapshot(venue)
        if after == before:
            return
        record_change("change", venue, venue.name, by, now, before=before, after=after)
        visible = any(before[name] != after[name] for name in _VISIBLE)
        called = before["name"] if before["name"] != after["name"] else ""
        venue_changed.send(VenueChanged(venue, now, visible=visible, called=called))


def set_market_days(office: Office, village: Village, weekdays: Iterable[int], by: Account, *, now: datetime) -> None:
    """Set the market days of a village: 0 for Monday to 6 for Sunday. Raises BadMarketDay."""
    mask = market_mask(weekdays)
    with transaction(village):
        if village.market_days == mask:
            return
        before, village.market_days = village.market_days, mask
        record(
            "change",
            "village",
            village.full_name,
            at=now,
            office_id=office.id,
            account_id=by.id,
            before={"market_days": _weekday_names(before)},
            after={"market_days": _weekday_names(mask)},
        )


def _weekday_names(mask: int) -> list[str]:
    """The names of market days that the audit records, in Indonesian."""
    with indonesian():
        return [weekday_name(one) for one in market_weekdays(mask)]
