"""The filters in the address of a list. What is not known is said in words: never dropped in silence."""

from collections.abc import Callable, Container

from flask import flash, g, request
from flask_babel import gettext as _

_LONGEST_SHOWN = 40  # characters of a wrong value in a sentence


def filter_asked(name: str, knows: Container[str] | Callable[[str], object]) -> str:
    """Return the value of a filter in this address; empty without one, and for one that is not known.

    knows    the known values, or a function that tells whether a value is one
    """
    value = request.args.get(name, "").strip()
    if not value or (knows(value) if callable(knows) else value in knows):
        return value
    shown = value[:_LONGEST_SHOWN]
    g.filter_refused = True
    flash(_("Saringan “%(name)s” tidak dipakai: “%(value)s” tidak dikenal.", name=name, value=shown), "warning")
    return ""


def filter_refused() -> bool:
    """Whether this address has a filter that is not known: a list or file of everything would look like its answer."""
    return bool(g.get("filter_refused"))
