"""What a geocoder may answer, how long an answer holds, and the box of a map that a point lies in."""

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
    """The geocoder gives no answer now. Nothing else waits for one."""


@dataclass(frozen=True)
class Answer:
    """What became of a question. A trouble may come with how long nobody is to ask again."""

    found: tuple[geopy.Location, ...] = ()
    trouble: Trouble | None = None
    pause: timedelta | None = None

    @property
    def kept_for(self) -> timedelta:
        """How long the answer is good for. What is not on the map today may be next week."""
        if self.trouble:
            return _TROUBLE_KEPT
        return _ANSWER_KEPT if self.found else _NOTHING_KEPT


_TROUBLE_SENTENCES = {
    Trouble.SLOW: _l("Pencari alamat tidak menjawab. Tulis titiknya sendiri, atau coba lagi nanti."),
    Trouble.REFUSED: _l(
        "Pencari alamat sedang menolak permintaan. Tulis titiknya sendiri, atau coba lagi nanti."
    ),
    Trouble.BROKEN: _l("Pencari alamat sedang rusak. Tulis titiknya sendiri, atau coba lagi nanti."),
}


def sentence_of(trouble: Trouble) -> str:
    """What people read when there is no answer."""
    return str(_TROUBLE_SENTENCES[trouble])


def box_around(points: Collection[Point], margin: float = 0.05) -> Box | None:
    """The box that holds all points, with a margin in degrees (0.05 is about 5 km); None without points."""
    if not points:
        return None
    north, east = [point[0] for point in points], [point[1] for point in points]
    return (min(north) - margin, min(east) - margin), (max(north) + margin, max(east) + margin)


def is_inside(point: Point, box: Box) -> bool:
    """Whether a point lies in a box."""
    south_west, north_east = box
    return all(low <= one <= high for low, one, high in zip(south_west, point, north_east, strict=True))
