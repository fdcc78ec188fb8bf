"""Addresses of the coordinators' pages about a visit."""

from botram.visits.models import Visit


def address_of(visit: Visit, step: str = "") -> str:
    """The address of a visit's page."""
    return f"/koordinator/kunjungan/{visit.public_id}{step}"


def results_of(visit: Visit, step: str = "") -> str:
    """The address of a visit's results."""
    return f"/koordinator/hasil/{visit.public_id}{step}"
