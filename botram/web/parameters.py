"""The query parameters that each page takes. Links made from a request's arguments keep these and no others."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import current_app, request, url_for

_P = ParamSpec("_P")
_R = TypeVar("_R")
_LONGEST_KEPT = 1_000  # characters of a value; no page takes longer ones


def takes(*names: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Name the query parameters of a page. Stands below the audience, which hands it on."""

    def named(view: Callable[_P, _R]) -> Callable[_P, _R]:
        view.parameters = names  # type: ignore[attr-defined]  # read by kept_arguments
        return view

    return named


def parameters_of(endpoint: str) -> tuple[str, ...]:
    """Return the names of the query parameters that a page takes, in the order in which its links write them."""
    names: tuple[str, ...] = getattr(current_app.view_functions.get(endpoint), "parameters", ())
    return names


def kept_arguments() -> dict[str, Any]:
    """Return the arguments of this request that its page takes, each once. All others are dropped."""
    asked = ((name, request.args.get(name, "")) for name in parameters_of(request.endpoint or ""))
    return {name: text for name, text in asked if text and len(text) <= _LONGEST_KEPT}


def numbered_address(number: int) -> str:
    """Return the address of another page of the list that this request asks for."""
    values: dict[str, Any] = {**(request.view_args or {}), **kept_arguments(), "halaman": number}
    return url_for(request.endpoint or "", **values)
