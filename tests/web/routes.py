"""Which addresses the app answers, by who may ask for them, and public pages in English."""

from collections.abc import Iterator
from contextvars import Context
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.routing import Rule

from botram.staff.models import Role
from tests.browser import Browser, Page, page

NO_PAGES = ("api.", "health.")
FILES = (".ics", ".atom", ".xml", ".txt", ".json", ".geojson", ".csv", ".pdf", ".png", ".js")
EXAMPLES = {"public_id": "k7m29qxd", "slug": "kk-baru", "step": "buka", "tab": "tutup", "ending": "csv"}


def staff_rules(app: Flask) -> Iterator[tuple[Rule, tuple[Role, ...]]]:
    """Every address that is for some roles only."""
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        if isinstance(audience, tuple):
            yield rule, audience


def public_rules(app: Flask) -> Iterator[Rule]:
    """Every page that everyone may ask for."""
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        page_like = not rule.endpoint.startswith(NO_PAGES) and not rule.rule.endswith(FILES)
        if page_like and "GET" in (rule.methods or ()) and audience in ("everyone", "unstored"):
            yield rule


def takes(rule: Rule, method: str) -> bool:
    """Whether an address takes such requests."""
    return method in (rule.methods or ())


def address_of(rule: Rule, **known: object) -> str:
    """An address that fits the rule, of something that is there."""
    code = "32.16.06" if "kecamatan" in rule.rule else "32.16.06.2010"
    examples = EXAMPLES | {"code": code} | known
    built = rule.build({name: examples.get(name, 1) for name in rule.arguments})
    assert built is not None
    return built[1]


def asks_for_english(address: str) -> bool:
    """Whether the address says so itself."""
    return parse_qs(urlsplit(address).query).get("bahasa") == ["en"]


def english_pages(app: Flask, browser: Browser) -> Iterator[tuple[str, Page]]:
    """Every public page in English."""
    for rule in public_rules(app):
        address = address_of(rule)
        answer = Context().run(browser.client.get, f"{address}?bahasa=en")
        assert answer.status_code in (200, 301, 302), f"{address}: {answer.status}"
        if answer.location:
            assert asks_for_english(answer.location), address
        else:
            yield address, page(answer)
    yield "/tidak-ada", page(browser.get("/tidak-ada?bahasa=en", 404))
