"""The office's figures over whole months, and the visits behind each of them."""

from botram.web.coordinators.summary import files, listing, showing
from botram.web.coordinators.summary.pages import blueprint

__all__ = ["blueprint", "files", "listing", "showing"]
