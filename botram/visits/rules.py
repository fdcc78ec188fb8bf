"""The rules of visits. Pure functions."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.contacts import read_numbers
from botram.refusals import Refusal
from botram.staff.rules import check_free_text
from botram.visits.fields import TEXTS, TITLE
from botram.visits.models import VisitLevel, VisitState
from botram.visits.plans import OfferPlan, VisitPlan

_Hour = TypeVar("_Hour", datetime, time)
_NEXT_STATES = {
    VisitState.DRAFT: {VisitState.PUBLISHED},
    VisitState.PUBLISHED: {VisitState.RUNNING, VisitState.CANCELLED},
    VisitState.RUNNING: {VisitState.CLOSED},
    VisitState.CLOSED: {VisitState.VERIFIED},
    VisitState.VERIFIED: set(),
    VisitState.CANCELLED: set(),
}
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID = re.compile(f"[{CROCKFORD}]{{8}}")
LARGEST_QUOTA = 10_000
NEEDS_TITLE = (VisitLevel.SCHOOL, VisitLevel.INSTITUTION)


class BadPlan(Refusal):
    """A value of the plan is missing or not valid."""


class WrongState(Refusal):
    """The action is not possible in the state of the visit."""


class ReasonMissing(Refusal):
    """The change needs a reason."""


def may_become(state: VisitState, later: VisitState) -> bool:
    """Whether a visit can change from one state directly to another."""
    return later in _NEXT_STATES[state]


def new_public_id() -> str:
    """Return eight random characters of Crockford's base 32: 40 bits, short enough to read out."""
    return "".join(secrets.choice(CROCKFORD) for _position in range(8))


def check_plan(plan: VisitPlan, zone: str) -> None:
    """Raise BadPlan, with the input, for a value that is missing or not valid."""
    check_opening_hours(plan.opens_at, plan.closes_at, plan.queue_closes_at)
    opens, closes = (moment.astimezone(ZoneInfo(zone)) for moment in (plan.opens_at, plan.closes_at))
    if opens.date() != closes.date():
        raise BadPlan(_("Kunjungan dibuka dan selesai pada hari yang sama."), field="closes")
    if plan.level in NEEDS_TITLE and not plan.text(TITLE.name).strip():
        raise BadPlan(_("Tulis nama sekolah atau lembaganya."), field="title")
    check_offers(plan.offers)
    if plan.venue.office_id != plan.team.office_id:
        raise BadPlan(_("Tim dan titik layanan harus milik kantor yang sama."), field="venue")
    _check_second_ones(plan)


def _check_second_ones(plan: VisitPlan) -> None:
    """Raise BadPlan for a second team or village that is the first one, or for a third."""
    if any(team.id == plan.team.id for team in plan.more_teams):
        raise BadPlan(_("Tim kedua harus lain dari tim pertama."), field="teams")
    if any(village.code == plan.venue.village_code for village in plan.more_villages):
        raise BadPlan(_("Desa kedua harus lain dari desa titik layanannya."), field="villages")
    if len(plan.more_teams) > 1:
        raise BadPlan(_("Satu kunjungan paling banyak dua tim."), field="teams")
    if len(plan.more_villages) > 1:
        raise BadPlan(_("Satu kunjungan paling banyak melayani dua desa."), field="villages")


def check_opening_hours(opens: _Hour, closes: _Hour, queue_closes: _Hour | None) -> None:
    """Raise BadPlan, with the input, for hours or moments that are not in their order."""
    if opens >= closes:
        raise BadPlan(_("Jam selesai harus sesudah jam buka."), field="closes")
    if queue_closes and not opens < queue_closes <= closes:
        raise BadPlan(_("Antrean harus ditutup sesudah dibuka dan paling lambat saat selesai."), field="queue_closes")


def check_offers(offers: Sequence[OfferPlan]) -> None:
    """Raise BadPlan without any service, for one that is named twice and for a quota out of range."""
    if not offers:
        raise BadPlan(_("Pilih sedikitnya satu layanan."), field="services")
    if len({offer.service for offer in offers}) < len(offers):
        raise BadPlan(_("Setiap layanan dipilih sekali saja."), field="services")
    if any(offer.quota is not None and not 0 < offer.quota <= LARGEST_QUOTA for offer in offers):
        raise BadPlan(_("Kuota diisi angka 1 sampai 10.000, atau dikosongkan."), field="services")


def check_texts(plan: VisitPlan) -> dict[str, str]:
    """Return the texts of a plan, cleaned, by their names. Raises IdentityNumber or BadNumber with the input."""
    texts = {text.name: check_free_text(plan.text(text.name), text.name) for text in TEXTS}
    return texts | read_numbers(texts)


def check_reason(reason: str) -> str:
    """Return a reason, cleaned. Raises ReasonMissing for one of less than 3 letters, or IdentityNumber."""
    if len(cleaned := check_free_text(reason, "reason")) < 3:
        raise ReasonMissing(_("Tulis alasannya; warga membacanya di halaman kunjungan."), field="reason")
    return cleaned
