"""Reading bodies and queries: strict about their form, before any schema looks at them."""

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
    """What flask-smorest reads requests with. Everything unknown is refused, also in the query."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": ma.RAISE,
        "query": ma.RAISE,
    }

    def parse(self, *wanted: Any, **options: Any) -> Any:
        """What was sent. All words that are said meanwhile are about a failure."""
        with access.answering_one_if_it_fails():
            return super().parse(*wanted, **options)

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """The body as JSON. Ends with 415 or 400 for what is no JSON, with 422 when it is missing."""
        data = req.get_data()
        if not data and req.mimetype in ("", "application/json"):
            return self.absent(schema)
        if req.mimetype != "application/json" or req.content_encoding:
            problems.refuse(
                415,
                "content-type",
                _("Jenis isi tidak dilayani"),
                _("Kirim isi permintaan sebagai application/json tanpa kompresi."),
            )
        return _parse(data)

    def absent(self, schema: ma.Schema) -> Any:
        """What no body stands for. Raises ValidationError where there must be one."""
        if not getattr(schema, "may_be_absent", False):
            raise ma.ValidationError({"_schema": [schema.error_messages["type"]]})
        return missing

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The query. A name that stands in it twice would lie about one of its values."""
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
        """End the request with 422. webargs puts the messages under the place where the data stood."""
        messages = error.messages
        problems.invalid(next(iter(messages.values())) if isinstance(messages, dict) else {"": messages})


def _parse(data: bytes) -> Any:
    """The value that JSON stands for. Ends with 400 for anything that RFC 8259 does not know, such as NaN."""
    try:
        return json.loads(data, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except Repeated as twice:
        problems.unreadable(_("Bagian “%(name)s” tertulis dua kali. Tulis sekali saja.", name=twice))
    except RecursionError:
        problems.unreadable(_("JSON ini bersarang terlalu dalam."))
    except ValueError:  # also of bytes that are no UTF-8, and of numbers with thousands of digits
        problems.unreadable(_("JSON ini tidak dapat dibaca. Periksa tanda kutip, koma, dan kurungnya."))


class Repeated(ValueError):
    """A name stands twice in one object."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. Python would keep the last of two values and drop the other unseen."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Repeated(name[:_LONGEST_NAME])
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    """Python would take NaN and Infinity."""
    raise ValueError(name)
