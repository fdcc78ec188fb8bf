"""Outlines ("rancangan tanpa tanggal"): their page, and what the full form of a visit takes over from one."""

from botram.web.coordinators.outlines import page
from botram.web.coordinators.outlines.blueprint import blueprint

__all__ = ["blueprint", "page"]
