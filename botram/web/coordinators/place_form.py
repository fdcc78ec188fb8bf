"""The point of a venue: typed, copied from the village or another known place, or set on the small map.

Everything works by plain posts: a button that helps says what it wants in ``langkah`` or ``titik``, and the same
page comes back with all that was typed.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional, StopValidation

from botram.places.actions import VenuePlan
from botram.places.lookup import locations_of
from botram.places.models import Village
from botram.places.points import parse_point
from botram.places.rules import Point, PointFarAway
from botram.refusals import Refusal
from botram.staff.models import Office
from botram.web.coordinators.address_search import AddressAnswer, answer_for, point_text, village_point
from botram.web.forms import FreeText, FreeTexts
from botram.web.merging import MergingForm
from botram.web.tiles import allowed_tiles

_LONGEST_LINK = 2000
_MOST_FOUND = 6
_NOWHERE: Point = (0.0, 0.0)  # which every check refuses
_ASK = "alamat"
_HELPING = ("muat", "tengah", "cari", _ASK)  # the values of the helping buttons


class Needed:
    """Require an input. One that was typed but cannot be read keeps its own error message."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is None and not field.process_errors:
            raise StopValidation(_("Bagian ini belum diisi."))


class PointField(StringField):  # type: ignore[misc]  # WTForms brings no types
    """Latitude and longitude as typed or pasted. ``data`` is the pair or None."""

    data: Any
    raw_data: Any
    process_errors: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return point_text(self.data) if self.data else ""

    def process_formdata(self, values: list[str]) -> None:
        """Read the typed text."""
        self._read(values, None)

    def read_near(self, village: Village | None) -> None:
        """Read the typed text again, now that the village is known: a short plus code means a point near it."""
        if self.raw_data and self.process_errors and village and (middle := village_point(village)):
            with suppress(ValueError):
                self._read(self.raw_data, middle)
                self.process_errors = []

    def _read(self, values: Sequence[str], near: Point | None) -> None:
        """Take the point of a typed text. Raises ValueError with a sentence."""
        self.data = None
        if values and values[0].strip():
            try:
                self.data = parse_point(values[0], near)
            except Refusal as refusal:
                raise ValueError(str(refusal)) from refusal

    def shown(self, value: Point) -> str:
        """Return a point as the input shows it."""
        return point_text(value)

    def words(self, value: Point | None) -> str:
        """Return a point in words."""
        return point_text(value) if value else ""

    def show(self, point: Point) -> None:
        """Put a point into the input, in place of the typed text."""
        self.data, self.raw_data = point, None
        self.process_errors = []


class PlaceForm(MergingForm):
    """A venue without its village."""

    name = FreeText(_l("Nama titik layanan"), needed=True, description=_l("Contoh: Aula Kantor Desa Sumberjaya"))
    address = FreeText(_l("Alamat"), longest=200, description=_l("Contoh: Jl. Raya Sumberjaya No. 1, dekat pasar"))
    point = PointField(
        _l("Titik di peta"),
        [Needed(), Length(max=_LONGEST_LINK)],
        description=_l("Contoh: -6.25123, 107.05123. Tautan dari aplikasi peta dan kode plus juga boleh ditempel."),
    )
    q = StringField(
        _l("Cari desa atau titik layanan"),
        [Optional(), Length(max=_LONGEST_LINK)],
        description=_l("Contoh: Sumberjaya. Titiknya dipakai sebagai awal."),
    )
    wheelchair = BooleanField(_l("Dapat dicapai dengan kursi roda"))
    access = FreeTexts(
        _l("Keterangan jalan masuk dan parkir"),
        longest=300,
        description=_l("Contoh: masuk dari gerbang timur, parkir motor luas"),
    )

    far_is_right = BooleanField(_l("Titik ini sudah saya periksa dan benar"))
    doubted = False  # the point lies far from the village: the page asks whether it is right
    answer: AddressAnswer | None = None  # of the geocoder, once its button was pressed

    @property
    def may_ask(self) -> bool:
        """Whether the operator has configured a geocoder."""
        return bool(current_app.config["GEOCODER_URL"])

    def plan(self, village_code: str, *, active: bool = True) -> VenuePlan:
        """Return the plan of a venue in that village. Only of a valid form."""
        latitude, longitude = self.point.data or _NOWHERE
        return VenuePlan(
            village_code=village_code,
            name=self.name.data or "",
            address=self.address.data or "",
            latitude=latitude,
            longitude=longitude,
            wheelchair=self.wheelchair.data,
            access=self.access.data or "",
            active=active,
            far_is_right=self.far_is_right.data,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its input. A point far away can be confirmed."""
        self.doubted = self.doubted or isinstance(refusal, PointFarAway)
        super().refuse(refusal)


def help_with_point(
    place: PlaceForm, village: Village | None, region: Collection[Village], pressed: Mapping[str, str]
) -> bool:
    """Do what a helper button is for; True when one was pressed. Nothing is saved then.

    ``region``: all villages of the office, to look near them first.
    """
    if chosen := pressed.get("titik"):
        with suppress(Refusal):  # only a forged button has an invalid point
            place.point.show(parse_point(chosen))
            place.q.data = ""
        return True
    step = pressed.get("langkah")
    if step == "tengah" and village and (middle := village_point(village)):
        place.point.show(middle)
    if step == _ASK and place.may_ask and place.address.validate(place):  # no identity number is sent to the geocoder
        place.answer = answer_for(place.address.data or "", village, region)
    return step in _HELPING


def places_found(office: Office, place: PlaceForm) -> list[tuple[str, str]] | None:
    """Return the known places that match the search, each with its point; None without a search."""
    if not (typed := (place.q.data or "").strip()):
        return None
    found = locations_of(typed, office=office, limit=_MOST_FOUND)
    return [(one.address, point_text((one.latitude, one.longitude))) for one in found if one.raw["located"]]


def map_of(village: Village | None) -> dict[str, Any] | None:
    """Return the data of the small map; None without a village, until when the page may show one already."""
    tiles = allowed_tiles()
    if village is None or (middle := village_point(village)) is None:
        return None
    return {
        "centre": point_text(middle),
        "boundaries": url_for("coordinators.venues.boundaries", desa=village.code),
        "village": village.code,
        "tiles": tiles,
    }
