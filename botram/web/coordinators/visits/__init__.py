"""Planning, announcing, moving and cancelling visits: one module per screen."""

from botram.web.coordinators.visits import announcing, changing, detail, drafting, index
from botram.web.coordinators.visits.blueprint import blueprint

__all__ = ["announcing", "blueprint", "changing", "detail", "drafting", "index"]
