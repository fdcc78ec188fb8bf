"""Plans for tests: the visit as it is, with what a test wants different."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from botram.visits.actions import change_visit
from botram.visits.fields import TEXTS, planned_texts
from botram.visits.history import sentences
from botram.visits.models import Visit, VisitLevel
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan
from botram.visits.queries import history_of
from tests.builders import NOW, a_team, a_venue, moment, siti


class EveryReason(dict[str, str]):
    """A reason for whatever warning there may be."""

    def get(self, _key: object, _default: object = None) -> str:
        return "Sudah disepakati"

    def __bool__(self) -> bool:
        return True


def a_plan(**different: Any) -> VisitPlan:
    """A plan for DAY, eight to two, with two services."""
    if "team" not in different:
        different["team"] = a_team()
    if "venue" not in different:
        different["venue"] = a_venue()
    plan = VisitPlan(
        level=VisitLevel.VILLAGE,
        opens_at=moment("08:00"),
        closes_at=moment("14:00"),
        offers=(OfferPlan("KTP_ENROL"), OfferPlan("KK_NEW", 50)),
        team=different.pop("team"),
        venue=different.pop("venue"),
        texts=_texts_among(different),
    )
    return replace(plan, **different)


def plan_of(visit: Visit, **different: Any) -> VisitPlan:
    """The plan that would leave the visit as it is, with what a test wants different."""
    plan = VisitPlan(
        level=visit.level,
        team=visit.team,
        venue=visit.venue,
        opens_at=visit.opens_at,
        closes_at=visit.closes_at,
        queue_closes_at=visit.queue_closes_at,
        offers=tuple(OfferPlan(offer.service_code, offer.quota) for offer in visit.offers),
        crew=tuple(member.account_id for member in visit.crew),
        booths=tuple(BoothPlan(booth.agency_id, booth.offers, booth.label) for booth in visit.booths),
        texts={**planned_texts(visit), **_texts_among(different)},
        more_teams=tuple(visit.teams[1:]),
        more_villages=tuple(visit.villages[1:]),
    )
    return replace(plan, **different)


def _texts_among(different: dict[str, Any]) -> dict[str, str]:
    """The texts among what a test wants different, taken out of it."""
    return {text.name: different.pop(text.name) for text in TEXTS if text.name in different}


def change(visit: Visit, *, now: datetime = NOW, reason: str = "Dipakai rapat desa", **different: Any) -> None:
    """Change a visit as a coordinator does, with a reason for whatever warning there is."""
    change_visit(visit, plan_of(visit, **different), siti(), reason=reason, now=now, kept=EveryReason())


def told(visit: Visit, *, staff: bool = True) -> list[str]:
    """The visit's history, oldest first."""
    return [
        line for entry, _name in reversed(history_of(visit)) for line in sentences(entry, "Asia/Jakarta", staff=staff)
    ]
