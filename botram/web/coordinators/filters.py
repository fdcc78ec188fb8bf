"""The filters in the address of a list. What is not known is left out, and said in words: never dropped in silence."""

from collections.abc import Callable, Container

from flask import flash, request
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
    flash(_("Saringan “%(name)s” tidak dipakai: “%(value)s” tidak dikenal.", name=name, value=shown), "warning")
    return ""
