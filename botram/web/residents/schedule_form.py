"""The search form of the schedule, and its checks.

A wrong value is said beside its input, and the list stays empty: one without that filter would look like the answer.
The answer stays 200: the address of a list that somebody kept must not break because a service was renamed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from werkzeug.datastructures import MultiDict
from wtforms import SearchField, SelectField, ValidationError
from wtforms.validators import Optional

from botram import clock
from botram.clock import local_day
from botram.places.models import District
from botram.places.queries import LONGEST_SEARCH, searchable
from botram.places.rules import BadPoint, Point, check_point
from botram.services.models import Service
from botram.services.texts import localized
from botram.staff.models import Office
from botram.web.forms import DayField, Form
from botram.web.residents.service_groups import grouped

NAMES = ("q", "kecamatan", "layanan", "dari", "sampai")
PARAMETERS = (*NAMES, "lat", "lon", "halaman")
"""The query parameters of the schedule and of the map."""
_LONGEST_SHOWN = 40  # characters of a wrong value in a sentence
_LONGEST_KEPT = 100  # characters of a wrong value in links to the same list
_LARGEST_PAGE = 100_000
_Choices = list[tuple[str, str]] | dict[str, list[tuple[str, str]]]


class _ListedField(SelectField):  # type: ignore[misc]  # WTForms brings no types
    """A choice of a list, whose error message quotes the rejected value."""

    def pre_validate(self, form: object) -> None:
        """Reject a value that is not in the list."""
        typed = str(self.data)[:_LONGEST_SHOWN]
        self.invalid_choice_message = _("“%(typed)s” tidak ada di daftar. Pilih salah satu.", typed=typed)
        super().pre_validate(form)


class _PeriodField(DayField):
    """A day, rendered in the format of a browser's date input."""

    def _value(self) -> str:
        return self.data.isoformat() if self.data else str(super()._value())


class ScheduleForm(Form):
    """The filters of the schedule."""

    q = SearchField(_l("Cari desa atau kecamatan"), [Optional()], default="")
    kecamatan = _ListedField(_l("Kecamatan"), [Optional()], default="", choices=[])
    layanan = _ListedField(lazy_pgettext("one", "Layanan"), [Optional()], default="", choices=[])
    dari = _PeriodField(_l("Dari tanggal"))
    sampai = _PeriodField(_l("Sampai tanggal"))
    cut = False  # more was typed than is read

    def validate_sampai(self, field: Any) -> None:
        """Reject a period that ends before it begins."""
        if self.dari.data and field.data < self.dari.data:
            raise ValidationError(_("Tanggal akhir lebih awal daripada tanggal awal."))

    def refuse_past_end(self, now: datetime, zone: str) -> None:
        """Reject an end in the past without a beginning, which would ask for past visits."""
        if self.good("sampai") and not self.good("dari") and self.sampai.data < local_day(now, zone):
            sentence = _("Tanggal ini sudah lewat. Isi juga “Dari tanggal” untuk melihat kunjungan yang lalu.")
            self.sampai.errors = [sentence]

    def good(self, name: str) -> Any:
        """Return the value of an input; None for an empty or invalid one."""
        field = self[name]
        return None if field.errors else field.data or None

    def asked(self, name: str) -> Any:
        """Return the value of an input, as it was typed where it is invalid; None for an empty one."""
        typed = "".join(self[name].raw_data or ())[:_LONGEST_KEPT]
        return typed if self[name].errors else self.good(name)

    @property
    def text(self) -> str:
        """The typed words, without characters that a database refuses."""
        return searchable(self.good("q") or "").strip()

    @property
    def folded(self) -> bool:
        """Whether the filters below the search are folded: none of them is invalid."""
        return not any(self[name].errors for name in NAMES[1:])


def schedule_form(
    args: "MultiDict[str, str]", districts: Sequence[District], services: Sequence[Service], offices: Sequence[Office]
) -> ScheduleForm:
    """Return the form filled in from the address, validated."""
    form = ScheduleForm(args)
    form.cut = len(form.q.data or "") > LONGEST_SEARCH
    form.q.data = (form.q.data or "")[:LONGEST_SEARCH]
    form.kecamatan.choices = _district_choices(districts, offices)
    form.layanan.choices = _service_choices(services, _("Semua layanan"))
    form.validate()
    return form


def _district_choices(districts: Sequence[District], offices: Sequence[Office]) -> _Choices:
    """Return all districts, grouped by office where there are several."""
    anywhere = ("", _("Semua kecamatan"))
    if len(offices) < 2:
        return [anywhere, *((one.code, one.name) for one in districts)]
    parts = {
        office.name: [(one.code, one.name) for one in districts if one.code[:5] == office.code] for office in offices
    }
    return {_("Semua"): [anywhere], **parts}


def _service_choices(services: Sequence[Service], any_service: str) -> _Choices:
    """Return all services, grouped as in the service list."""
    headed = {group.name: [(one.slug, localized(one, "name")) for one in group.services] for group in grouped(services)}
    return {_("Semua"): [("", any_service)], **headed}


def position_in(args: Mapping[str, str]) -> Point | None:
    """Return the position in the address; None without one. Raises BadPoint with a sentence."""
    latitude, longitude = args.get("lat", "").strip(), args.get("lon", "").strip()
    if not latitude and not longitude:
        return None
    try:
        point = float(latitude), float(longitude)
    except ValueError as error:
        raise BadPoint(_("Posisi tidak terbaca. Tekan “Dekat saya” sekali lagi.")) from error
    check_point(*point)
    return point


def page_number(args: Mapping[str, str]) -> int:
    """Return the requested page number; 1 for an invalid one."""
    text = args.get("halaman", "").strip()
    return min(max(int(text), 1), _LARGEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def search_period(form: ScheduleForm, now: datetime, zone: str) -> tuple[datetime, datetime | None]:
    """Return begin and end: from now unless a first day is given, no end unless a last day is."""
    first, last = form.good("dari"), form.good("sampai")
    since = clock.day_bounds(first, first, zone)[0] if first else now
    return since, clock.day_bounds(last, last, zone)[1] if last else None
