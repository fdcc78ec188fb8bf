"""A browser without script: each request on its own, and a look at every page it gets."""

import contextvars
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.page_contents import noting_visit_rows

LABELLED = ("input", "select", "textarea")
VOID = {"input", "br", "img", "meta", "link", "hr", "col", "use", "path", "circle", "rect"}


@dataclass
class Page(HTMLParser):
    """What a page holds, as far as tests ask."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.silent += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All visible words with single spaces."""
        return " ".join(" ".join(self.texts).split())

    def all(self, *names: str) -> list[dict[str, str]]:
        """The attributes of every element with one of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


class Browser:
    """Asks the app as a person's browser would. Every answer of HTML is looked at."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.tokens: dict[str, str] = {}  # by the cookie that they belong to

    def get(self, address: str, status: int = 200, **options: Any) -> TestResponse:
        """One page; the status must be the expected one."""
        return self.ask("GET", address, status, **options)

    def post(
        self, address: str, data: Mapping[str, Any] | None = None, status: int = 302, **options: Any
    ) -> TestResponse:
        """Send a form, with the token of the person who is signed in."""
        return self.ask("POST", address, status, data={"csrf_token": self.token(), **(data or {})}, **options)

    def ask(self, method: str, address: str, status: int, **options: Any) -> TestResponse:
        """One request whose answer must have the expected status."""
        answer = self.request(method, address, **options)
        assert answer.status_code == status, (
            f"{method} {address}: {answer.status} {answer.get_data(as_text=True)[:600]}"
        )
        return answer

    def request(self, method: str, address: str, **options: Any) -> TestResponse:
        """One request in an empty context: nothing of the test or of the request before it is there."""
        with noting_visit_rows(self.app) as rows:
            answer = contextvars.Context().run(self.client.open, address, method=method, **options)
        assert not rows, f"{address}: templates read views of visits, not rows: {rows}"
        if answer.mimetype == "text/html" and answer.data:
            check(page(answer), address)
        return answer

    def token(self) -> str:
        """The token that the sign-in's pages carry: asked for once while the cookie stays the same."""
        if found := self.tokens.get(self.cookie()):
            return found
        answer = contextvars.Context().run(self.client.get, "/masuk")
        inputs = page(answer).all("input", "meta")
        tokens = [i for i in inputs if i.get("name") in ("csrf_token", "csrf-token")]
        token = (tokens[0].get("value") or tokens[0].get("content", "")) if tokens else ""
        if cookie := self.cookie():
            self.tokens[cookie] = token
        return token

    def cookie(self) -> str:
        """What the browser shows who it is with; empty before the first sign-in page."""
        kept = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return kept.value if kept else ""

    def sign_in(self, name: str, password: str = "botram-demo") -> "Browser":
        """Sign in through the page."""
        self.post("/masuk", {"name": name, "password": password})
        return self


def page(answer: TestResponse) -> Page:
    """The answer's page, read."""
    read = Page()
    read.feed(answer.get_data(as_text=True))
    return read


def check(read: Page, address: str) -> None:
    """What holds on every page: one h1, unique ids, labels that lead somewhere, a token in each form that writes."""
    assert len(read.all("h1")) == 1, f"{address}: {len(read.all('h1'))} h1"
    ids = Counter(attributes["id"] for _tag, attributes in read.tags if "id" in attributes)
    assert not [name for name, count in ids.items() if count > 1], f"{address}: {ids.most_common(3)}"
    check_labels(read, address)
    check_tokens(read, address)
    assert not [a for _tag, a in read.tags if "style" in a or any(n.startswith("on") for n in a)], f"{address}: inline"


def check_labels(read: Page, address: str) -> None:
    """Every input that people fill in has a label: around it, for it, or named by aria."""
    named = {attributes.get("for") for attributes in read.all("label")}
    inside = 0
    for tag, attributes in read.tags:
        inside = inside + 1 if tag == "label" and "for" not in attributes else inside
        hidden = tag == "input" and attributes.get("type") in ("hidden", "submit", "button")
        if tag in LABELLED and not hidden and not inside:
            labelled = attributes.get("id") in named or "aria-label" in attributes or "aria-labelledby" in attributes
            assert labelled, f"{address}: no label for {attributes}"


def check_tokens(read: Page, address: str) -> None:
    """Each form that is posted carries a token."""
    posts = [a for a in read.all("form") if a.get("method", "get").lower() == "post"]
    tokens = [a for a in read.all("input") if a.get("name") == "csrf_token"]
    assert len(tokens) >= len(posts), f"{address}: {len(posts)} forms, {len(tokens)} tokens"
