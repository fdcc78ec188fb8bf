"""The languages of the program: Indonesian, and English on request. ``web/language.py`` decides which."""

from contextlib import AbstractContextManager

from flask_babel import force_locale, get_locale

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = {INDONESIAN: "Bahasa Indonesia", ENGLISH: "English"}
"""Each by the name that its speakers give it."""


def language() -> str:
    """The language that is spoken now; Indonesian where nobody is being answered."""
    locale = get_locale()
    return str(locale.language) if locale else INDONESIAN


def indonesian() -> AbstractContextManager[None]:
    """Inside it all words are Indonesian: for what is kept, compared or sent to people who were not asked."""
    spoken: AbstractContextManager[None] = force_locale(INDONESIAN)
    return spoken
