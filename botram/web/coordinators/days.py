"""Holidays, the office's own days and Ramadan."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from botram import clock
from botram.days.actions import add_office_day, remove_office_day, reset_ramadan, set_ramadan
from botram.days.models import DayKind
from botram.days.queries import office_day_of, office_days, ramadan_of, ramadan_row
from botram.days.rules import FIRST_YEAR, LAST_YEAR, day_kind_label, notes_between, ramadan_is_estimated
from botram.refusals import NotFound
from botram.staff.models import Role
from botram.web import access
from botram.web.coordinators.consequences import ConsequencesForm, hits_to_show
from botram.web.coordinators.filters import filter_asked
from botram.web.forms import DayField, FreeText, form_page
from botram.web.merging import MergingForm, may_save

_YEAR_DIGITS = 5  # one more than any year that there is
blueprint = Blueprint("days", __name__, url_prefix="/hari")


class _OwnDayForm(ConsequencesForm):
    """A special day of the office."""

    day = DayField(_l("Tanggal"), needed=True)
    kind = RadioField(
        _l("Hari itu"),
        choices=(
            SelectChoice(DayKind.HOLIDAY.value, _l("Hari libur kantor")),
            SelectChoice(DayKind.LEAVE.value, _l("Cuti bersama")),
            SelectChoice(DayKind.WORKDAY.value, _l("Kantor tetap buka, walau tanggal merah")),
        ),
        default=DayKind.HOLIDAY.value,
    )
    name = FreeText(_l("Nama hari"), needed=True, description=_l("Contoh: Hari Jadi Kabupaten Bekasi"))


class _RamadanForm(ConsequencesForm, MergingForm):
    """The first and last day of Ramadan in a year."""

    units = (("first", "last"),)

    first = DayField(_l("Hari pertama puasa"), needed=True)
    last = DayField(_l("Hari terakhir puasa"), needed=True)


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
def index() -> ResponseReturnValue:
    """List all special days of a year."""
    me, year = access.me(), _wanted_year()
    first, last = date(year, 1, 1), date(year, 12, 31)
    own = office_days(me.office, first, last)
    return render_template(
        "coordinators/days/index.html",
        year=year,
        notes=notes_between(first, last, own),
        own={row.day: row for row in own},
        ramadan=_ramadan_shown(year),
        years=[near for near in (year - 1, year + 1) if FIRST_YEAR <= near <= LAST_YEAR],
        day_kind_label=day_kind_label,
        may_change=me.may(Role.COORDINATOR),
    )


def _wanted_year() -> int:
    """Return the requested year, or the present one of the office. Raises NotFound for one out of range."""
    present = clock.local_day(clock.now(), access.me().office.time_zone).year
    asked = filter_asked("tahun", lambda value: value.isascii() and value.isdigit())
    year = int(asked[:_YEAR_DIGITS]) if asked else present
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return year


def _ramadan_shown(year: int) -> dict[str, Any] | None:
    """Return the first and last day of Ramadan and their source; None where nothing is known."""
    office = access.me().office
    try:
        first, last = ramadan_of(office, year)
    except NotFound:
        return None
    own = ramadan_row(office, year) is not None
    return {"first": first, "last": last, "own": own, "estimated": not own and ramadan_is_estimated(year)}


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Add a special day of the office, after a look at the visits that it marks."""
    me, form, hits = access.me(), _OwnDayForm(), None
    if form.validate_on_submit():
        with form.showing_refusals():
            kind, name = DayKind(form.kind.data), str(form.name.data)
            change = partial(add_office_day, me.office, form.day.data, kind, name, me.account, now=clock.now())
            if (hits := hits_to_show(form, me.office, change)) is None:
                row = change()
                flash(_("Hari disimpan."))
                return redirect(url_for(".index", tahun=row.day.year))
    return form_page("coordinators/days/new.html", form, hits=hits)


@blueprint.route("/<int:day_id>/hapus", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def remove(day_id: int) -> ResponseReturnValue:
    """Remove a special day of the office, after a look at the visits that this marks."""
    me, form, hits = access.me(), ConsequencesForm(), None
    row = office_day_of(me.office, day_id)
    year = row.day.year
    if form.validate_on_submit():
        change = partial(remove_office_day, me.office, row, me.account, now=clock.now())
        if (hits := hits_to_show(form, me.office, change)) is None:
            change()
            flash(_("Hari dihapus dari daftar kantor."))
            return redirect(url_for(".index", tahun=year))
    return form_page("coordinators/days/remove.html", form, row=row, year=year, hits=hits)


@blueprint.route("/ramadan/<int(max=9999):year>", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def ramadan(year: int) -> ResponseReturnValue:
    """Set the days of Ramadan in a year."""
    me = access.me()
    shown = _ramadan_shown(year)
    if shown is None:
        raise NotFound
    form, hits = _RamadanForm(data=shown), None
    if may_save(form, {name: shown[name] for name in ("first", "last")}):
        with form.showing_refusals():
            first, last = form.first.data, form.last.data
            change = partial(set_ramadan, me.office, year, first, last, me.account, now=clock.now())
            if (hits := hits_to_show(form, me.office, change)) is None:
                change()
                flash(_("Masa Ramadan %(year)s disimpan.", year=year))
                return redirect(url_for(".index", tahun=year))
    return form_page("coordinators/days/ramadan.html", form, year=year, shown=shown, hits=hits)


@blueprint.post("/ramadan/<int(max=9999):year>/kembali")
@access.only(Role.COORDINATOR)
def forget_ramadan(year: int) -> ResponseReturnValue:
    """Return to the public list's days of Ramadan, after a look at the visits that this marks."""
    me, form = access.me(), ConsequencesForm()
    change = partial(reset_ramadan, me.office, year, me.account, now=clock.now())
    if hits := hits_to_show(form, me.office, change):
        return form_page("coordinators/days/forget_ramadan.html", form, year=year, hits=hits)
    change()
    flash(_("Masa Ramadan %(year)s kembali mengikuti kalender nasional.", year=year))
    return redirect(url_for(".index", tahun=year))
