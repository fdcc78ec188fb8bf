"""Planning, publishing, moving and cancelling visits: one module per screen."""

from botram.web.coordinators.visits import (
    decisions,
    detail,
    index,
    new_visit,
    repetition,
    state_changes,
    village_search,
    visit_change,
)
from botram.web.coordinators.visits.blueprint import blueprint

__all__ = [
    "blueprint",
    "decisions",
    "detail",
    "index",
    "new_visit",
    "repetition",
    "state_changes",
    "village_search",
    "visit_change",
]
