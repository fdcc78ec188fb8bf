"""Parsing bodies and queries strictly, before any schema reads them."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from flask_babel import gettext as _
from webargs.core import missing
from webargs.flaskparser import FlaskParser

from botram.web import access
from botram.web.api import problems

_LONGEST_NAME = 60  # letters of a name that an answer repeats


class Reader(FlaskParser):
    """The request parser of flask-smorest. Unknown names are refused, also in the query."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "json": ma.RAISE, "query": ma.RAISE}

    def parse(self, *wanted: Any, **options: Any) -> Any:
        """Return the parsed data. All messages meanwhile are about failures."""
        with access.answering_one_if_it_fails():
            return super().parse(*wanted, **options)

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """Return the body as JSON. Aborts with 415 or 400 for what is no JSON, with 422 when it is missing."""
        data = req.get_data()
        if not data and req.mimetype in ("", "application/json"):
            if not getattr(schema, "may_be_absent", False):
                raise ma.ValidationError({"_schema": [schema.error_messages["type"]]})
            return missing
        if req.mimetype != "application/json" or req.content_encoding:
            problems.refuse(
                415,
                "content-type",
                _("Jenis isi tidak dilayani"),
                _("Kirim isi permintaan sebagai application/json tanpa kompresi."),
            )
        return _parse(data)

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """Return the query. A repeated name is refused: one of its values would be ignored."""
        if twice := [name for name, values in req.args.lists() if len(values) > 1]:
            raise ma.ValidationError({name: [_("Tulis bagian ini sekali saja.")] for name in twice})
        return super().load_querystring(req, schema)

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Abort with 422. webargs nests the messages under the location of the data."""
        messages = error.messages
        problems.invalid(next(iter(messages.values())) if isinstance(messages, dict) else {"": messages})


def _parse(data: bytes) -> Any:
    """Return the value of a JSON text. Aborts with 400 for what RFC 8259 does not allow, such as NaN."""
    try:
        return json.loads(data, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except Repeated as twice:
        problems.unreadable(_("Bagian “%(name)s” tertulis dua kali. Tulis sekali saja.", name=twice))
    except RecursionError:
        problems.unreadable(_("JSON ini bersarang terlalu dalam."))
    except ValueError:  # also of bytes that are no UTF-8, and of numbers with thousands of digits
        problems.unreadable(_("JSON ini tidak dapat dibaca. Periksa tanda kutip, koma, dan kurungnya."))


class Repeated(ValueError):
    """A name is repeated in one object."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object. Raises Repeated, where Python would silently keep the last value."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Repeated(name[:_LONGEST_NAME])
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python accepts."""
    raise ValueError(name)
