"""Results of visits: reading, verifying, deciding on late entries. One module per screen."""

from botram.web.coordinators.results import decisions, detail, index, verification
from botram.web.coordinators.results.blueprint import blueprint

__all__ = ["blueprint", "decisions", "detail", "index", "verification"]
