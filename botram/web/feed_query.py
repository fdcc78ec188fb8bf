"""The query of a feed: programs keep its address for years, so that a filter that is not heeded must not be taken."""

from typing import NoReturn

from flask import Response, abort, request
from flask_babel import gettext as _

from botram.languages import ENGLISH, INDONESIAN
from botram.web.language import PARAMETER

_LONGEST_SHOWN = 40  # characters of a wrong name or value in a sentence


def check_query(*known: str) -> None:
    """Abort with 422 and a sentence when the address asks for anything but these parameters and the language."""
    for name, values in request.args.lists():
        shown = name[:_LONGEST_SHOWN]
        if name not in (*known, PARAMETER):
            names = ", ".join(known)
            refuse(
                _("Alamat ini tidak mengenal saringan “%(name)s”, hanya: %(names)s.", name=shown, names=names)
                if known
                else _("Alamat ini tidak mengenal saringan “%(name)s”. Hapus dari alamatnya.", name=shown)
            )
        if len(values) > 1:
            refuse(_("Saringan “%(name)s” tertulis dua kali. Hapus salah satunya.", name=shown))
    if request.args.get(PARAMETER, INDONESIAN) not in (INDONESIAN, ENGLISH):
        refuse(_("Bahasa yang dikenal: id dan en."))


def refuse(sentence: str) -> NoReturn:
    """Abort with 422 and a sentence, as plain text: whoever set up the program reads it in its log."""
    abort(Response(f"{sentence}\n", 422, content_type="text/plain; charset=utf-8"))


def refuse_value(name: str, value: str) -> NoReturn:
    """Abort with 422 and the sentence that a filter has a value that is not known."""
    refuse(_("“%(value)s” tidak dikenal sebagai %(name)s.", value=value[:_LONGEST_SHOWN], name=name))
