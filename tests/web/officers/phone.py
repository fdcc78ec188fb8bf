"""Officers at their phones, and the forms that their pages hold."""

from typing import Any

from werkzeug.test import TestResponse

from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import a_team, a_visit, asep, moment


def aseps_visit(state: VisitState = VisitState.PUBLISHED, **different: Any) -> Visit:
    """A visit of Asep's team on the eighth, eight to two."""
    visit = a_visit(team=a_team(members=(asep(),)), state=state, **different)
    if state in (VisitState.RUNNING, VisitState.CLOSED, VisitState.VERIFIED):
        visit.opened_at = moment("08:00")
    return visit


def hidden(browser: Browser, address: str) -> dict[str, str]:
    """The hidden inputs of a page, as its form would send them."""
    return inputs_of(browser.get(address))


def inputs_of(answer: TestResponse) -> dict[str, str]:
    """The hidden inputs of an answer, as its form would send them."""
    return {one["name"]: one.get("value", "") for one in page(answer).all("input") if one.get("type") == "hidden"}
