"""Answers of a geocoder, how long they are stored, and boxes around points. Pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import geopy
from flask_babel import lazy_gettext as _l

from botram.places.models import Trouble
from botram.places.rules import Point
from botram.refusals import Refusal

_ANSWER_KEPT, _NOTHING_KEPT, _TROUBLE_KEPT = timedelta(days=180), timedelta(days=7), timedelta(minutes=5)

Box = tuple[Point, Point]
"""South-west and north-east corner."""


class NoAnswer(Refusal):
    """The geocoder gives no answer now."""


@dataclass(frozen=True)
class Answer:
    """The answer to a request: places, or the kind of error with the pause that the geocoder demands."""

    found: tuple[geopy.Location, ...] = ()
    trouble: Trouble | None = None
    pause: timedelta | None = None

    @property
    def kept_for(self) -> timedelta:
        """How long the answer is stored: an empty one shorter, since the map may be extended."""
        if self.trouble:
            return _TROUBLE_KEPT
        return _ANSWER_KEPT if self.found else _NOTHING_KEPT


_TROUBLE_SENTENCES = {
    Trouble.SLOW: _l("Pencari alamat tidak menjawab. Tulis titiknya sendiri, atau coba lagi nanti."),
    Trouble.REFUSED: _l("Pencari alamat sedang menolak permintaan. Tulis titiknya sendiri, atau coba lagi nanti."),
    Trouble.BROKEN: _l("Pencari alamat sedang rusak. Tulis titiknya sendiri, atau coba lagi nanti."),
}


def trouble_sentence(trouble: Trouble) -> str:
    """The sentence for a kind of error."""
    return str(_TROUBLE_SENTENCES[trouble])


def box_around(points: Collection[Point], margin: float = 0.05) -> Box | None:
    """Return the box around points with a margin in degrees (0.05 is about 5 km); None without points."""
    if not points:
        return None
    north, east = [point[0] for point in points], [point[1] for point in points]
    return (min(north) - margin, min(east) - margin), (max(north) + margin, max(east) + margin)


def is_inside(point: Point, box: Box) -> bool:
    """Whether a point is in a box, the edges included."""
    south_west, north_east = box
    return all(low <= one <= high for low, one, high in zip(south_west, point, north_east, strict=True))
