"""Errors as problem documents (RFC 9457) with sentences that a person can act on."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flask import Response, abort
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from botram.refusals import Changed, Refusal
from botram.visits.actions import WarningsOpen
from botram.visits.conflicts import Busy
from botram.visits.rules import WrongState
from botram.web.api.schema_parts import TEXT, VISIT_PAGE, Table, code, moment_row
from botram.web.api.visit_schemas import VISIT_ID
from botram.web.errors import problem

_MOST_ERRORS = 50  # a body of a megabyte may hold many more
_FIELDS = {
    "day": "opens_at",
    "opens": "opens_at",
    "closes": "closes_at",
    "queue_closes": "queue_closes_at",
    "point": "venue",
}
"""The name of a form's input, and the API's name for it."""

CLASH = Table(
    id=(code(VISIT_ID), "public_id"),
    url=VISIT_PAGE,
    place=(TEXT, "place_name"),
    opens_at=moment_row("opens_at"),
    closes_at=moment_row("closes_at"),
)
NOTICE = Table(code=TEXT, sentence=TEXT)


def refuse(status: int, kind: str, title: str, detail: str, **members: Any) -> NoReturn:
    """Abort the request with a problem document."""
    abort(problem(status, kind, title=title, detail=detail, **members))


def unreadable(detail: str) -> NoReturn:
    """Abort the request: the body is no JSON."""
    refuse(400, "json", _("Isi permintaan bukan JSON"), detail)


def invalid(errors: Mapping[Any, Any]) -> NoReturn:
    """Abort the request with all errors of its fields, nested as marshmallow nests them."""
    refuse(
        422,
        "validation",
        _("Ada isian yang salah"),
        _("Perbaiki bagian yang disebut, lalu kirim lagi. Belum ada yang disimpan."),
        errors=[{"field": name, "detail": detail} for name, detail in flat_errors(errors)][:_MOST_ERRORS],
    )


def flat_errors(errors: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each message with its field: ``services.0.quota``; empty for the body as a whole."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from flat_errors(inner, path if name == "_schema" else (*path, str(name)))
    elif isinstance(errors, list | tuple):
        for message in errors:
            yield from flat_errors(message, path)
    else:
        yield ".".join(path), str(errors)


def csrf_failed(_error: CSRFError) -> Response:
    """Answer a missing or expired token of the sign-in: fetch a new one and send again."""
    detail = _("Ambil token baru dari /api/v1/me, kirim dalam header X-CSRFToken. Belum ada yang disimpan.")
    return problem(403, "csrf", title=_("Token masuk tidak berlaku"), detail=detail)


def refused(refusal: Refusal) -> Response:
    """Answer a refusal of the domain: always 409. 422 is for what the OpenAPI document itself forbids."""
    if isinstance(refusal, Busy):
        return _busy(refusal)
    if isinstance(refusal, WarningsOpen):
        return _warnings_open(refusal)
    if isinstance(refusal, Changed):
        return version_conflict(str(refusal), None)
    named = {}
    if refusal.field is not None and not isinstance(refusal, WrongState):
        named["errors"] = [{"field": _FIELDS.get(refusal.field, refusal.field), "detail": str(refusal)}]
    title = _("Tidak dapat dilakukan")
    return problem(409, f"refused/{refusal.code}", title=title, detail=str(refusal), **named)


def _busy(refusal: Busy) -> Response:
    """Answer a conflict: its sentence, and the other visit as far as it is known."""
    clash = CLASH.read(refusal.other) if refusal.other else None
    return problem(409, "clash", title=_("Bentrok dengan kunjungan lain"), detail=str(refusal), clash=clash)


def _warnings_open(refusal: WarningsOpen) -> Response:
    """Answer warnings without a reason."""
    warnings = [NOTICE.read(notice) for notice in refusal.warnings]
    title = _("Ada peringatan tanpa alasan")
    return problem(409, "warnings-open", title=title, detail=str(refusal), warnings=warnings)


def version_conflict(sentence: str, version: int | None) -> Response:
    """Answer a version conflict: 412 with the present version."""
    response = problem(412, "changed", title=_("Sudah diubah orang lain"), detail=sentence, version=version)
    if version is not None:
        response.set_etag(f"v{version}")
    return response
