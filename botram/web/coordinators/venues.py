"""Venues, managed by coordinators. A used one is closed, never deleted."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError

from botram import clock
from botram.places.actions import change_venue, make_venue, venue_snapshot
from botram.places.models import Venue, Village
from botram.places.queries import venue_of, venues_of, village_boundaries, villages_of
from botram.refusals import NotFound
from botram.staff.models import Office, Role
from botram.visits.dependent_queries import announced_visits_at
from botram.visits.models import VisitState
from botram.visits.search_queries import Search, visits_page
from botram.web import access
from botram.web.coordinators.address_search import point_text
from botram.web.coordinators.consequences import ConsequencesForm, HitsBox, hits_to_show
from botram.web.coordinators.filters import filter_asked
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.place_form import PlaceForm, help_with_point, map_of, places_found
from botram.web.coordinators.visits import choices
from botram.web.forms import form_page, whole_number
from botram.web.merging import may_save
from botram.web.parameters import numbered_address, takes

blueprint = Blueprint("venues", __name__, url_prefix="/titik")

_PAGE_SIZE = 25
_CLOSED = "tutup"


class VenueForm(PlaceForm, ConsequencesForm):
    """A venue with its village. Its inputs come in this order on the page."""

    village = SelectField(
        _l("Desa atau kelurahan"), validate_choice=False, description=_l("Ketik huruf awalnya untuk melompat.")
    )
    active = BooleanField(_l("Masih dipakai. Tanpa tanda ini titik tidak ditawarkan lagi untuk kunjungan baru."))

    def __init__(self, office: Office, **values: Any) -> None:
        super().__init__(**values)
        self.villages = {village.code: village for village in villages_of(office)}
        self.village.choices = choices.villages(self.villages.values())
        self.point.read_near(self.here)

    @property
    def here(self) -> Village | None:
        """The chosen village."""
        return self.villages.get(self.village.data or "")

    def validate_village(self, field: Any) -> None:
        """Require one of the office's villages."""
        if field.data not in self.villages:
            raise ValidationError(_("Pilih desanya."))


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("q", "keadaan", "halaman")
def index() -> ResponseReturnValue:
    """List a page of venues, filtered by name, address, village or district; closed ones on demand."""
    closed = filter_asked("keadaan", {_CLOSED}) == _CLOSED
    typed = request.args.get("q", "").strip()
    number = whole_number(request.args.get("halaman")) or 1
    page = venues_of(access.me().office, q=typed, active=not closed, number=number, size=_PAGE_SIZE)
    return render_template(
        "coordinators/venues/index.html",
        page=page,
        typed=typed,
        closed=closed,
        url_of=numbered_address,
        may_write=access.me().may(Role.COORDINATOR),
    )


@blueprint.get("/<int:venue_id>")
@access.only(Role.COORDINATOR, Role.HEAD)
def show(venue_id: int) -> ResponseReturnValue:
    """Show one venue and its visits."""
    office = access.me().office
    venue = venue_of(office, venue_id)
    search = Search(office=office, states=tuple(VisitState), venue_id=venue.id, newest_first=True)
    there = visits_page(search, past=True).shown(office_view)
    return render_template(
        "coordinators/venues/show.html",
        venue=venue,
        point=point_text((venue.latitude, venue.longitude)),
        there=there,
        zone=office.time_zone,
        may_write=access.me().may(Role.COORDINATOR),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Make a venue."""
    me = access.me()
    form = VenueForm(me.office, data={"active": True, "village": request.args.get("desa", "")})
    if form.is_submitted() and not _helped(form) and form.validate():
        with form.showing_refusals():
            venue = make_venue(me.office, form.plan(form.village.data), me.account, now=clock.now())
            flash(_("%(venue)s disimpan.", venue=venue.name))
            return redirect(url_for(".show", venue_id=venue.id))
    return _venue_page(form, None)


@blueprint.route("/<int:venue_id>/ubah", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def change(venue_id: int) -> ResponseReturnValue:
    """Change a venue, or close it."""
    me = access.me()
    venue = venue_of(me.office, venue_id)
    stored = venue_snapshot(venue) | {"point": (venue.latitude, venue.longitude)}
    form = VenueForm(me.office, data=stored)
    if (not form.is_submitted() or not _helped(form)) and may_save(form, stored):
        with form.showing_refusals():
            plan = form.plan(form.village.data, active=form.active.data)
            save = partial(change_venue, venue, plan, me.account, now=clock.now())
            if hits := hits_to_show(form, me.office, save):
                return _venue_page(form, venue, hits)
            save()
            flash(_("%(venue)s disimpan.", venue=venue.name))
            return redirect(url_for(".show", venue_id=venue.id))
    return _venue_page(form, venue)


@blueprint.get("/batas.json")
@access.only(Role.COORDINATOR)
def boundaries() -> ResponseReturnValue:
    """Return the villages around one of the office's as GeoJSON, for the small map."""
    wanted = request.args.get("desa", "")
    village = next((one for one in villages_of(access.me().office) if one.code == wanted), None)
    if village is None:
        raise NotFound
    return Response(village_boundaries(village.district_code), mimetype="application/geo+json")


def _helped(form: VenueForm) -> bool:
    """Whether a helper button was pressed and handled: nothing is saved then."""
    return help_with_point(form, form.here, form.villages.values(), request.form)


def _venue_page(form: VenueForm, venue: Venue | None, hits: HitsBox | None = None) -> ResponseReturnValue:
    """Render the form of a venue, with places to choose from and the visits that a change affects."""
    return form_page(
        "coordinators/venues/form.html",
        form,
        venue=venue,
        hits=hits,
        announced=len(announced_visits_at(venue)) if venue else 0,
        map=map_of(form.here),
        found=places_found(access.me().office, form),
    )
