"""The languages of the program: Indonesian and English. ``web/language.py`` chooses one for a request."""

from contextlib import AbstractContextManager

from flask_babel import force_locale, get_locale

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = {INDONESIAN: "Bahasa Indonesia", ENGLISH: "English"}
"""The languages with their own names."""


def language() -> str:
    """Return the present language; Indonesian outside of a request."""
    locale = get_locale()
    return str(locale.language) if locale else INDONESIAN


def indonesian() -> AbstractContextManager[None]:
    """Make Indonesian the present language in a ``with`` block: for texts that are stored, compared or sent."""
    spoken: AbstractContextManager[None] = force_locale(INDONESIAN)
    return spoken
