"""The plan board: a month or some weeks as a table with a lane for each team, and what one does there.

`page` shows it, `panel` says what would follow from changes of chosen visits and makes them, `new_visit` fills a free
cell. `grid` lays the visits out.
"""

from botram.web.coordinators.board import page, panel
from botram.web.coordinators.board.blueprint import blueprint

__all__ = ["blueprint", "page", "panel"]
