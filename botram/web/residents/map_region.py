"""The part of the country that the map opens on: what was asked for, else the regency of the site's office."""

from collections.abc import Collection, Sequence

from flask import current_app

from botram.places.frames import Frame, frame_at
from botram.places.queries import frame_of
from botram.places.rules import name_words
from botram.staff.models import Office
from botram.staff.queries import offices
from botram.web.residents.schedule import Asked

_AROUND = 0.1  # degrees around a position, about 11 km
_NO_NAMES = frozenset(
    ("disdukcapil", "dinas", "kependudukan", "dan", "pencatatan", "sipil", "kabupaten", "kab", "kota", "regency")
)


def opening(asked: Asked) -> tuple[Frame | None, Collection[str]]:
    """Return the box that the map begins with, and the codes of the places asked for, to be marked on it."""
    there = offices()
    codes = _asked_codes(asked, there)
    if not codes and asked.position:
        return frame_at(asked.position, _AROUND), ()
    own = [office.code for office in there if office.name == current_app.config["SITE_NAME"]]
    for wanted in (codes, own, [office.code for office in there]):
        if wanted and (frame := frame_of(wanted)):
            return frame, codes
    return None, ()


def _asked_codes(asked: Asked, there: Sequence[Office]) -> Collection[str]:
    """Return the codes of the villages, districts or regencies that are asked for."""
    if words := _own_words(asked.form.text):
        regencies = [office.code for office in there if _own_words(office.name) == words]
        if regencies:
            return regencies
    if asked.found:
        inside = asked.found.villages | asked.found.districts
        narrowed = [code for code in inside if not asked.district or code.startswith(asked.district.code)]
        return narrowed or inside
    return [asked.district.code] if asked.district else ()


def _own_words(name: str) -> list[str]:
    """Return the words of a regency's name without what all of them have."""
    return [word for word in name_words(name) if word not in _NO_NAMES]
