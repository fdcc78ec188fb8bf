"""A user without script: follows links and presses buttons by the words that stand on them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from werkzeug.test import TestResponse

from tests.browser import Browser, page


@dataclass
class Form:
    """A form with what it would send as it stands."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Target:
    """A link or a button."""

    words: str
    address: str = ""  # of a link
    form: Form | None = None  # of a button
    name: str = ""
    value: str = ""


class Reader(HTMLParser):
    """Reads the links, the buttons and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[Target] = []
        self.open: list[Target] = []
        self.form: Form | None = None
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.begin(Target("", address=found.get("href", "")))
        elif tag == "button":
            self.begin(Target("", form=self.form, name=found.get("name", ""), value=found.get("value", "")))
        elif tag == "form":
            self.form = Form(found.get("method", "get").lower(), found.get("action", ""))
        elif self.form is not None:
            self.read_field(tag, found)

    def begin(self, target: Target) -> None:
        """Gather the words of a link or button from here on."""
        self.targets.append(target)
        self.open.append(target)

    def read_field(self, tag: str, found: dict[str, str]) -> None:
        """One input of a form, as far as a browser would send it."""
        assert self.form is not None
        if tag == "input" and not (found.get("type") in ("checkbox", "radio") and "checked" not in found):
            self.form.values.setdefault(found.get("name", ""), []).append(found.get("value", ""))
        elif tag == "select":
            self.select = found["name"]
        elif tag == "option" and self.select and ("selected" in found or self.select not in self.form.values):
            self.form.values[self.select] = [found.get("value", "")]
        elif tag == "textarea":
            self.area = found["name"]
            self.form.values[self.area] = [""]

    def handle_data(self, data: str) -> None:
        for target in self.open:
            target.words += data
        if self.area and self.form:
            self.form.values[self.area][0] += data.lstrip("\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "button") and self.open:
            target = self.open.pop()
            target.words = " ".join(target.words.split())
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


class User:
    """Goes from page to page as a person does, and knows no address that no page has shown."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.open(address)

    def open(self, address: str) -> "User":
        """Look at a page; where it leads on, at the next."""
        self.address = address.partition("#")[0]
        return self.take(self.browser.request("GET", self.address))

    def take(self, answer: TestResponse) -> "User":
        """The page that came; a redirection is followed."""
        if answer.status_code == 302:
            return self.open(urljoin(self.address, answer.location))
        assert answer.status_code in (200, 422), f"{self.address}: {answer.status}"
        self.answer = answer
        return self

    @property
    def html(self) -> str:
        """The page as it came."""
        return self.answer.get_data(as_text=True)

    @property
    def text(self) -> str:
        """Its visible words."""
        return page(self.answer).text

    def targets(self) -> list[Target]:
        """Every link and button."""
        reader = Reader()
        reader.feed(self.html)
        return reader.targets

    def the(self, words: str, among: list[Target]) -> Target:
        """The one of these that says so, or begins so, or sends this value."""
        ways = (
            [one for one in among if words in (one.words, one.value)],
            [one for one in among if one.words.startswith(words)],
        )
        found = next(filter(None, ways), [])
        addresses = {(one.address, id(one.form), one.value) for one in found}
        assert len(addresses) == 1, f"{self.address}: {words!r}: {[one.words for one in among]}"
        return found[0]

    def follow(self, words: str) -> "User":
        """Go where the link with these words leads."""
        link = self.the(words, [one for one in self.targets() if one.form is None and one.address])
        return self.open(urljoin(self.address, link.address))

    def press(self, words: str, **typed: Any) -> "User":
        """Type into a form and press its button. A dash in a name is written as two underscores, None unticks."""
        button = self.the(words, [one for one in self.targets() if one.form is not None])
        assert button.form is not None
        values: dict[str, Any] = dict(button.form.values) | ({button.name: button.value} if button.name else {})
        values |= {name.replace("__", "-"): value for name, value in typed.items()}
        sent = {name: value for name, value in values.items() if value is not None}
        self.address = urljoin(self.address, button.form.action)
        assert button.form.method == "post"
        return self.take(self.browser.request("POST", self.address, data=sent))
