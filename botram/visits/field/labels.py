"""What happens on the day, in words: why a service cannot be had, what kept the team. Nothing is looked up."""

from collections.abc import Iterable

from flask_babel import gettext as _

from botram.visits.models import Obstacle, OfferReason, OfferState


def offer_state_words(state: OfferState, reason: OfferReason | None) -> str:
    """How a service stands, as the end of a sentence that begins with its name."""
    limited: dict[OfferReason | None, str] = {
        OfferReason.NETWORK: _("terbatas karena jaringan lambat"),
        OfferReason.BLANKS: _("terbatas karena blangko tinggal sedikit"),
        OfferReason.QUOTA: _("terbatas karena kuota hampir habis"),
    }
    shut: dict[OfferReason | None, str] = {
        OfferReason.NETWORK: _("ditutup karena jaringan putus"),
        OfferReason.BLANKS: _("ditutup karena blangko habis"),
        OfferReason.QUOTA: _("ditutup karena kuota habis"),
    }
    words = {OfferState.LIMITED: limited, OfferState.CLOSED: shut}.get(state, {})
    return words.get(reason) or str(_("dibuka"))


def obstacle_word(obstacle: Obstacle) -> str:
    """What kept the team, in two words or three."""
    words: dict[Obstacle, str] = {
        Obstacle.NETWORK: _("jaringan putus"),
        Obstacle.POWER: _("listrik padam"),
        Obstacle.BLANKS: _("blangko habis"),
        Obstacle.EQUIPMENT: _("alat rusak"),
        Obstacle.VEHICLE: _("kendaraan rusak"),
        Obstacle.WEATHER: _("cuaca buruk atau banjir"),
        Obstacle.VENUE: _("tempat tidak siap"),
        Obstacle.CROWD: _("warga melebihi kemampuan tim"),
        Obstacle.OTHER: _("kendala lain"),
    }
    return words[obstacle]


def obstacle_words(obstacles: Iterable[str]) -> str:
    """All obstacles, divided by commas; empty for none."""
    return ", ".join(obstacle_word(Obstacle(one)) for one in obstacles)
