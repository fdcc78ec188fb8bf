"""The plan board: a month or some weeks as a table with a lane for each team, and what one does there.

`page` shows it, `grid` lays it out, `new_visit` fills a free cell, `panel` says what would follow from a change of the
chosen visits and makes it.
"""

from botram.web.coordinators.board import new_visit, page, panel, undoing
from botram.web.coordinators.board.blueprint import blueprint

__all__ = ["blueprint", "new_visit", "page", "panel", "undoing"]
