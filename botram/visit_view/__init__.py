"""The view of a visit, made once of its row, for pages, cards, calendars, news, maps, files and API answers.

`view_of` makes a `VisitView` for an `Audience` in the language that is spoken, with the `Part` of it that is wanted and
was loaded; `card_views` makes those of cards. `facts_of` makes the `VisitFacts` of it, without words, for programs. All
are frozen. `state_key_of` gives the state alone.
"""

from botram.visit_view.build import card_view, card_views, facts_of, state_key_of, view_of
from botram.visit_view.kinds import Audience, Part, StateKey
from botram.visit_view.view import VisitFacts, VisitView

__all__ = [
    "Audience",
    "Part",
    "StateKey",
    "VisitFacts",
    "VisitView",
    "card_view",
    "card_views",
    "facts_of",
    "state_key_of",
    "view_of",
]
