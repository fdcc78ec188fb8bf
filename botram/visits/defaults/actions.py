"""Setting the services that a new visit begins with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from botram.audit.actions import record
from botram.database import transaction
from botram.refusals import Changed
from botram.services.queries import services_by_code
from botram.staff.models import Account, Office
from botram.visits.defaults.models import DefaultOffer
from botram.visits.defaults.queries import set_offers
from botram.visits.models import VisitLevel
from botram.visits.plans import OfferPlan
from botram.visits.rules import BadPlan, check_offers


def set_default_offers(
    office: Office,
    level: VisitLevel,
    offers: Sequence[OfferPlan],
    by: Account | None,
    *,
    now: datetime,
    seen: dict[str, int | None] | None = None,
) -> None:
    """Set the services that new visits of a level begin with; none: those of the service list again.

    seen    what the form was filled from; None: whatever stands
    raises  BadPlan for a service that is not offered or a quota out of range, Changed where somebody else was faster
    """
    check_offers(offers)
    with transaction(office) as current:
        before = set_offers(office, level)
        if seen is not None and seen != before:
            raise Changed(
                _("Orang lain baru saja mengubah layanan bawaan ini. Periksa yang terbaru, lalu simpan lagi.")
            )
        services = services_by_code({offer.service for offer in offers})
        if unknown := [
            one.service for one in offers if one.service not in services or not services[one.service].active
        ]:
            raise BadPlan(_("Layanan tidak dikenal: %(codes)s.", codes=", ".join(unknown)), field="services")
        after = {offer.service: offer.quota for offer in offers}
        if after == before:
            return
        current.execute(delete(DefaultOffer).where(DefaultOffer.office_id == office.id, DefaultOffer.level == level))
        current.add_all(
            DefaultOffer(office_id=office.id, level=level, service_code=code, quota=quota)
            for code, quota in after.items()
        )
        names = {code: service.name for code, service in services_by_code({*before, *after}).items()}
        record(
            "set" if after else "reset",
            DefaultOffer.__tablename__,
            level.value,
            at=now,
            office_id=office.id,
            account_id=by.id if by else None,
            before={"offers": _offer_texts(before, names)},
            after={"offers": _offer_texts(after, names)},
        )


def _offer_texts(offers: dict[str, int | None], names: dict[str, Any]) -> list[str]:
    """The offers as the audit keeps them: names, with quotas where there are some."""
    return [f"{names[code]} ({quota})" if quota else str(names[code]) for code, quota in offers.items()]
