"""Officers at their phones, and the forms that their pages hold."""

from datetime import timedelta

from sqlalchemy import insert, select

from botram.database import session, transaction
from botram.results.models import ResultTotal, TotalKind
from botram.visits.models import Offer, Visit, VisitOfficer, VisitState
from tests.browser import Browser, page
from tests.builders import a_team, a_visit, asep, moment


def aseps_visit(state: VisitState = VisitState.PUBLISHED, **different: object) -> Visit:
    """A visit of Asep's team on the eighth, eight to two."""
    visit = a_visit(team=a_team(members=(asep(),)), state=state, **different)  # type: ignore[arg-type]
    if state in (VisitState.RUNNING, VisitState.CLOSED, VisitState.VERIFIED):
        visit.opened_at = moment("08:00")
    return visit


def hidden(browser: Browser, address: str) -> dict[str, str]:
    """The hidden inputs of a page, as its form would send them."""
    inputs = page(browser.get(address)).all("input")
    return {one["name"]: one.get("value", "") for one in inputs if one.get("type") == "hidden"}


def many_like(visit: Visit, days: range) -> None:
    """Visits of the same crew on other days, with what they offer and a sum each."""
    kept = {one.key: getattr(visit, one.key) for one in Visit.__mapper__.column_attrs if one.key != "id"}
    offered = [(offer.service_code, offer.position) for offer in visit.offers]
    crew = [member.account_id for member in visit.crew]
    times = [{name: kept[name] + timedelta(days=day) for name in ("opens_at", "closes_at")} for day in days]
    names = [f"z{day + 50_000:07d}" for day in days]
    rows = [kept | {"public_id": name} | time for name, time in zip(names, times, strict=True)]
    session().execute(insert(Visit), rows)
    ids = (
        session().scalars(select(Visit.id).where(Visit.public_id.in_(names)).order_by(Visit.public_id)).all()
    )
    every = list(zip(ids, times, strict=True))
    session().execute(
        insert(VisitOfficer),
        [
            {"visit_id": one, "account_id": who, "announced": False} | time
            for one, time in every
            for who in crew
        ],
    )
    offers = [{"visit_id": one, "service_code": code, "position": n} for one in ids for code, n in offered]
    session().execute(insert(Offer), offers)
    total = {"service_code": "KK_NEW", "kind": TotalKind.REQUESTS, "code": "ISSUED_ON_SPOT", "count": 3}
    session().execute(insert(ResultTotal), [total | {"visit_id": one} for one in ids])
    session().commit()


def change(visit: Visit, **values: object) -> None:
    """Let a visit be otherwise, past all rules but the database's."""
    with transaction(visit):
        for name, value in values.items():
            setattr(visit, name, value)
