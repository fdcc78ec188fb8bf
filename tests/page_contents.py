"""What templates get: views of visits, never their rows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

from flask import Flask, template_rendered
from werkzeug.local import LocalProxy

from botram.database import Base
from botram.visits.models import Visit


@contextmanager
def noting_visit_rows(app: Flask) -> Iterator[list[str]]:
    """The rows of visits that templates get within: the template, and the way to the row in its context."""
    found: list[str] = []

    def note(_app: Flask, template: Any, context: dict[str, Any], **_rest: Any) -> None:
        given = {name: value for name, value in context.items() if name != "session"}  # reading it makes a page private
        found.extend(f"{template.name}: {way}" for way in visit_rows(given, set()))

    with template_rendered.connected_to(note, app):
        yield found


def visit_rows(value: object, seen: set[int], way: str = "") -> Iterator[str]:
    """The ways to the rows of visits in a value. Forms are not looked into: one may know the row that it fills in."""
    if type(value) is LocalProxy:  # to look at it would make it work
        return
    if isinstance(value, Visit):
        yield way
    elif id(value) not in seen:
        seen.add(id(value))
        for name, part in _parts_of(value).items():
            yield from visit_rows(part, seen, f"{way}.{name}")


def _parts_of(value: object) -> Mapping[Any, object]:
    """What a value holds: items, fields, loaded columns and relationships, attributes of a refusal."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return dict(enumerate(value))
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return vars(value) if isinstance(value, Base | Exception) else {}
