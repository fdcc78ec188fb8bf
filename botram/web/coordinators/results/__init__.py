"""What was done at visits: reading it, verifying it, and deciding on what came later. One module per screen."""

from botram.web.coordinators.results import decisions, detail, index, verification
from botram.web.coordinators.results.blueprint import blueprint

__all__ = ["blueprint", "decisions", "detail", "index", "verification"]
