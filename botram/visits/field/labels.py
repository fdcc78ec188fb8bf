"""Labels of states of services and of obstacles. Pure functions."""

from collections.abc import Iterable
from typing import assert_never

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram.visits.models import Obstacle, OfferReason, OfferState

_LIMITED_BECAUSE = {
    OfferReason.NETWORK: _l("terbatas karena jaringan lambat"),
    OfferReason.BLANKS: _l("terbatas karena blangko tinggal sedikit"),
    OfferReason.QUOTA: _l("terbatas karena kuota hampir habis"),
}
_CLOSED_BECAUSE = {
    OfferReason.NETWORK: _l("ditutup karena jaringan putus"),
    OfferReason.BLANKS: _l("ditutup karena blangko habis"),
    OfferReason.QUOTA: _l("ditutup karena kuota habis"),
}


def offer_state_label(state: OfferState, reason: OfferReason | None) -> str:
    """The label of a service's state, as the end of a sentence that begins with its name."""
    if reason is None:
        return str(_("dibuka"))
    match state:
        case OfferState.OPEN:
            return str(_("dibuka"))
        case OfferState.LIMITED:
            return str(_LIMITED_BECAUSE[reason])
        case OfferState.CLOSED:
            return str(_CLOSED_BECAUSE[reason])
        case _:
            assert_never(state)


_OBSTACLE_WORDS = {
    Obstacle.NETWORK: _l("jaringan putus"),
    Obstacle.POWER: _l("listrik padam"),
    Obstacle.BLANKS: _l("blangko habis"),
    Obstacle.EQUIPMENT: _l("alat rusak"),
    Obstacle.VEHICLE: _l("kendaraan rusak"),
    Obstacle.WEATHER: _l("cuaca buruk atau banjir"),
    Obstacle.VENUE: _l("tempat tidak siap"),
    Obstacle.CROWD: _l("warga melebihi kemampuan tim"),
    Obstacle.OTHER: _l("kendala lain"),
}


def obstacle_word(obstacle: Obstacle) -> str:
    """The label of an obstacle."""
    return str(_OBSTACLE_WORDS[obstacle])


def obstacle_labels(obstacles: Iterable[str]) -> str:
    """The labels of obstacles, separated by commas."""
    return ", ".join(obstacle_word(Obstacle(one)) for one in obstacles)
