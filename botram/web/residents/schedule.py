"""The schedule: searched, filtered, sorted by distance, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.database import Page
from botram.formats import both, long_day
from botram.places.found import Found
from botram.places.models import District
from botram.places.queries import districts_of
from botram.places.rules import BadPoint, Point
from botram.services.models import Service
from botram.services.queries import offered_services
from botram.services.texts import localized
from botram.staff.queries import offices
from botram.visit_view import VisitView, card_view, card_views
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.queries import nearest_visits
from botram.visits.search_queries import Search, open_to_all, shut_total, soon_until, visits_page, visits_total
from botram.visits.typed_days import Days
from botram.visits.typed_search import Reading, narrowed, read_search
from botram.web import access
from botram.web.parameters import takes
from botram.web.residents.blueprint import blueprint
from botram.web.residents.schedule_form import (
    NAMES,
    PARAMETERS,
    ScheduleForm,
    page_number,
    position_in,
    schedule_form,
    search_period,
)
from botram.web.residents.service_groups import ServiceGroup, grouped

FEW, NEARBY = 3, 4  # with so few results alternatives are shown; how many


@dataclass(frozen=True)
class Asked:
    """The valid filters of an address."""

    form: ScheduleForm
    position: Point | None
    position_error: str
    reading: Reading  # what the typed words mean
    service: Service | None  # that is chosen
    district: District | None
    page: str  # the endpoint that is asked

    def filters(self) -> dict[str, Any]:
        """The filters as query arguments, wrong ones too, without the position, which only sorts."""
        chosen = {name: value for name in NAMES if (value := self.form.asked(name))}
        return chosen | ({"q": self.form.text} if self.form.text else {})

    @property
    def refused(self) -> bool:
        """Whether a filter or the position cannot be read: then the list is empty, never one of everything."""
        return bool(self.form.errors or self.position_error)

    @property
    def found(self) -> Found | None:
        """The places that the typed words mean."""
        return self.reading.found

    @property
    def wanted_service(self) -> Service | None:
        """The service that is chosen or typed."""
        return self.service or self.reading.service

    @property
    def days(self) -> Days | None:
        """The typed days, unless others are chosen."""
        return None if self.form.good("dari") or self.form.good("sampai") else self.reading.days

    def kept(self) -> dict[str, Any]:
        """The query arguments that links to other pages of this list keep."""
        values = self.filters()
        if self.position:
            values["lat"], values["lon"] = (f"{degrees:.3f}" for degrees in self.position)
        return values

    def address(self, **changed: Any) -> str:
        """Return the address of this list with some arguments changed; None removes one."""
        return url_for(self.page, **{**self.kept(), **changed})

    def page_address(self, number: int) -> str:
        """Return the address of another page of this list."""
        return self.address(halaman=number if number > 1 else None)

    @property
    def without_filters(self) -> str:
        """The address with the typed words alone."""
        return url_for(self.page, q=(self.reading.text if self.days else self.form.text) or None)

    @property
    def active(self) -> list[str]:
        """The active filters in words."""
        first, last = self.form.good("dari"), self.form.good("sampai")
        words = [self.district.name] if self.district else []
        words += [localized(self.service, "name")] if self.service else []
        words += [_("dari %(day)s", day=long_day(first))] if first else []
        return words + ([_("sampai %(day)s", day=long_day(last))] if last else [])

    @property
    def title(self) -> str:
        """The name of this list for those who subscribe to it."""
        words = [*([f"“{self.form.text}”"] if self.form.text else []), *self.active]
        if not words:
            return str(_("Botram, semua jadwal"))
        return str(_("Botram, jadwal untuk: %(filters)s", filters=", ".join(words)))

    @property
    def middle_name(self) -> str:
        """The name of the point that distances are measured from."""
        if self.found and self.found.point:
            return self.found.names[0]
        return _("Kecamatan %(name)s", name=self.district.name) if self.district else ""

    @property
    def middle(self) -> Point | None:
        """The point around which alternatives are searched."""
        if self.found and self.found.point:
            return self.found.point
        if self.district and self.district.latitude is not None and self.district.longitude is not None:
            return self.district.latitude, self.district.longitude
        return None


@blueprint.get("/jadwal")
@access.everyone
@takes(*PARAMETERS)
def schedule() -> ResponseReturnValue:
    """List the visits that match the address; without filters all future ones."""
    now, zone = clock.now(), current_app.config["SITE_ZONE"]
    offered = offered_services()
    asked = asked_for(offered, now, zone, "residents.schedule")
    number = page_number(request.args)
    search = search_of(asked, now, zone)
    past = search.since is not None and search.since < now
    page = visits_page(search, number, past=past)
    if number > page.pages:
        return redirect(asked.address(halaman=page.pages))
    return render_template(
        "residents/schedule.html",
        asked=asked,
        form=asked.form,
        page=page.shown(lambda visit: card_view(visit, now)),
        around=_cards_around(asked, page, now),
        hinted_groups=hinted_groups(asked),
        past=past,
        shut=shut_total(search),
        moved_to=villages_moved_to(asked, page),
        # The list shows cancelled visits too, which the total must not count.
        number=page.total if past else visits_total(replace(search, states=ANNOUNCED)),
    )


def hinted_groups(asked: Asked) -> Sequence[ServiceGroup]:
    """Return the groups of the services that the typed words may mean, where there are several."""
    several = asked.service is None and len(asked.reading.services) > 1
    return grouped(asked.reading.services) if several else ()


def villages_moved_to(asked: Asked, page: Page[Visit]) -> list[str]:
    """Return the villages of visits that were announced at the place that is searched for, and are elsewhere now."""
    villages = asked.found.villages if asked.found else ()
    districts = [*(asked.found.districts if asked.found else ()), *([asked.district.code] if asked.district else ())]
    if not (villages or districts) or (asked.form.text and not asked.found):
        return []
    away = (
        both(village.full_name for village in visit.villages)
        for visit in page.items
        if visit.was_place and not any(at.code in villages or at.district_code in districts for at in visit.villages)
    )
    return list(dict.fromkeys(away))


def asked_for(offered: Sequence[Service], now: datetime, zone: str, page: str) -> Asked:
    """Return the filters of this request. ``page`` is the endpoint of the list's own links."""
    districts = districts_of(None)
    form = schedule_form(request.args, districts, offered, offices())
    form.refuse_past_end(now, zone)
    position, sentence = None, ""
    try:
        position = position_in(request.args)
    except BadPoint as no:
        sentence = str(no)
    return Asked(
        form=form,
        position=position,
        position_error=sentence,
        reading=read_search(form.text, offered, clock.local_day(now, zone)),
        service=next((one for one in offered if one.slug == form.good("layanan")), None),
        district=next((one for one in districts if one.code == form.good("kecamatan")), None),
        page=page,
    )


def search_of(asked: Asked, now: datetime, zone: str) -> Search:
    """Return the search of the database for these filters."""
    since, until = search_period(asked.form, now, zone)
    wanted = Search(
        since=since,
        until=until,
        now=now,
        left_too=True,
        service=asked.service.code if asked.service else "",
        near=asked.position,
        soon_until=soon_until(now, zone),
        district=asked.district.code if asked.district else "",
    )
    dated = bool(asked.form.good("dari") or asked.form.good("sampai"))
    found = narrowed(wanted, asked.reading, now, zone, dated=dated)
    return replace(found, nothing=True) if asked.refused else found


def _cards_around(asked: Asked, page: Page[Visit], now: datetime) -> list[VisitView]:
    """Return the nearest visits for a list with few results or none.

    Nearest to the point that is searched for; without one the next visits of all, for an empty list.
    """
    lost = asked.refused or asked.reading.nothing or bool(asked.found and asked.found.away)
    if asked.position or page.total > FEW or lost:
        return []
    services = (asked.wanted_service.code,) if asked.wanted_service else ()
    shown = [visit.id for visit in page.items]
    if asked.middle:
        near = nearest_visits(asked.middle, now, limit=NEARBY, but=shown, services=services)
        return card_views(near, now)
    if page.total:
        return []
    wanted = replace(open_to_all(now), service=next(iter(services), ""))
    return card_views(visits_page(wanted, size=NEARBY).items, now)
