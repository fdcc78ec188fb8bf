"""The languages of the program: Indonesian, and English on request. ``web/language.py`` decides which."""

from contextlib import AbstractContextManager
from datetime import datetime, time

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


def wall_clock(at: datetime | time, spoken: str = "") -> str:
    """An hour as it stands on the wall clock: "08.00", or "08:00" in English.

    ``spoken`` is the present language, where many hours are wanted and it was looked up already.
    """
    return at.strftime("%H:%M" if (spoken or language()) == ENGLISH else "%H.%M")
