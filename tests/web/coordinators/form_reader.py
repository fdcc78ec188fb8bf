"""What a browser without script would send: the inputs of a page's form as they stand, with what a test types."""

from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse


class FormReader(HTMLParser):
    """Reads the posted form of a page that is not the sign-out button."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = self.ours = False
        self.select = self.area = ""
        self.first: str | None = None
        self.typed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            signing_out = found.get("action", "").endswith("/keluar")
            self.inside = found.get("method", "").lower() == "post" and not signing_out
        elif tag == "select" and self.inside:
            self.select, self.first = found["name"], None
        elif tag == "option" and self.select:
            self.first = found.get("value", "") if self.first is None else self.first
            if "selected" in found:
                self.values[self.select] = [found.get("value", "")]
        elif tag == "textarea" and (self.inside or "form" in found):
            self.area, self.typed = found["name"], ""
        elif tag == "input" and (self.inside or "form" in found):
            self.read_input(found)

    def read_input(self, found: dict[str, str]) -> None:
        """One input as far as a browser would send it."""
        if found.get("type") in ("checkbox", "radio") and "checked" not in found:
            return
        value = found.get("value", "on" if found.get("type") in ("checkbox", "radio") else "")
        self.values.setdefault(found["name"], []).append(value)

    def handle_data(self, data: str) -> None:
        self.typed += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            self.values.setdefault(self.select, [self.first or ""])
            self.select = ""
        elif tag == "textarea" and self.area:
            self.values[self.area] = [self.typed.lstrip("\r\n")]
            self.area = ""


def filled(answer: TestResponse, **typed: Any) -> dict[str, Any]:
    """The form of a page, with what somebody types; a dash in a name is written as two underscores, None unticks."""
    reader = FormReader()
    reader.feed(answer.get_data(as_text=True))
    values: dict[str, Any] = {name: found for name, found in reader.values.items() if name != "csrf_token"}
    for name, value in typed.items():
        values[name.replace("__", "-")] = value
    return {name: value for name, value in values.items() if value is not None}
