"""Planning, announcing, moving and cancelling visits: one module per screen."""

from botram.web.coordinators.visits import announcing, changing, drafting, listing, showing
from botram.web.coordinators.visits.pages import blueprint

__all__ = ["announcing", "blueprint", "changing", "drafting", "listing", "showing"]
