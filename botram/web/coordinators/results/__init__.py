"""What was done at visits: reading it, verifying it, and deciding on what came later. One module per screen."""

from botram.web.coordinators.results import deciding, listing, showing, verifying
from botram.web.coordinators.results.pages import blueprint

__all__ = ["blueprint", "deciding", "listing", "showing", "verifying"]
