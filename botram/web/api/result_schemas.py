"""The schemas of ledger entries; each entry of a batch is checked on its own."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import marshmallow as ma
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram.results.models import Outcome
from botram.results.rules import LONGEST_NOTE, MOST_REQUESTS, EntryPlan
from botram.web.api.field_types import (
    ONE_LINE,
    Body,
    Code,
    Instant,
    Items,
    Paragraphs,
    Text,
    Whole,
    WholeInQuery,
    Word,
    Words,
)
from botram.web.api.problems import flat_errors
from botram.web.api.visit_schemas import MOST, SERVICE_CODE, USUAL

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_MOST_ENTRIES = 200
_MOST_KINDS = 20  # documents or missing papers of one entry
_COUNTED_CODE = "^[A-Z][A-Z0-9_]{1,39}$"
_LONGEST_ID = 64  # of an invalid id that the answer repeats
_SHOWN_ERRORS = 3
_SENT_ENTRY = (
    "An entry that cannot be is refused by itself, in the answer. Only one without an id, or none at all, makes the "
    "whole batch unreadable."
)
CLOCK_WITHOUT_BATTERY = 1970  # a phone with an empty battery may send this year


class FewKinds(ma.validate.Validator):
    """A bound on the number of names. marshmallow's Length would become the length of a text in the document."""

    def __call__(self, value: Mapping[str, int]) -> Mapping[str, int]:
        if len(value) > _MOST_KINDS:
            raise ma.ValidationError(_("Paling banyak %(number)d hal.", number=_MOST_KINDS))
        return value


class Counts(Words, ma.fields.Dict):
    """Whole numbers by code."""

    default_error_messages = {"invalid": _l("Isi dengan objek JSON.")}
    document = {"maxProperties": _MOST_KINDS, "propertyNames": {"pattern": _COUNTED_CODE}}

    def __init__(self, **options: Any) -> None:
        figure = Whole(-MOST_REQUESTS, MOST_REQUESTS)
        super().__init__(Code(_COUNTED_CODE), figure, validate=FewKinds(), load_default=dict, **options)


class Entry(Body):
    """One entry of the ledger."""

    id = Code(UUID, required=True)
    service = Code(SERVICE_CODE, required=True)
    outcome = Word(Outcome, required=True)
    requests = Whole(-MOST_REQUESTS, MOST_REQUESTS, required=True)
    issued = Counts()
    missing = Counts()
    recorded_at = Instant(CLOCK_WITHOUT_BATTERY, required=True)
    corrects = Code(UUID, load_default=None, allow_none=True)
    note = Paragraphs(longest=LONGEST_NOTE, load_default="")


ENTRY, NAME = (Entry(), Text(shortest=1, longest=_LONGEST_ID, required=True))  # making a schema costs more than reading


class AnyEntry(Words, ma.fields.Dict):
    """An entry in any form: an error refuses it alone, as long as it has an id.

    The document says both: how an entry is meant, and the little that a batch needs of each to be read at all.
    """

    default_error_messages = {"invalid": _l("Isi dengan objek JSON.")}

    def __init__(self) -> None:
        name = {"type": "string", "minLength": 1, "maxLength": _LONGEST_ID, "pattern": ONE_LINE}
        named = {"type": "object", "properties": {"id": name}, "required": ["id"]}
        meant = {"$ref": "#/components/schemas/NewEntry"}
        super().__init__(metadata={"anyOf": [meant, named], "description": _SENT_ENTRY})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]  # marshmallow's
        try:
            NAME.deserialize(read.get("id", ma.missing))
        except ma.ValidationError as error:
            raise ma.ValidationError({"id": error.messages}) from error
        return read


class Batch(Body):
    """Up to 200 entries of one visit."""

    entries = Items(AnyEntry(), least=1, most=_MOST_ENTRIES, required=True)
    device = Code("^[A-Za-z0-9-]{0,64}$", load_default="")


class EntryQuery(Body):
    """The requested part of a ledger."""

    cursor = WholeInQuery(1, 999_999_999, metadata={"description": "`next` of the page before."})
    limit = WholeInQuery(1, MOST, load_default=USUAL)


def entry_plan(sent: Mapping[str, Any]) -> EntryPlan | str:
    """Return the plan of one entry, or the sentence about its error."""
    try:
        return EntryPlan(**ENTRY.load(sent))
    except ma.ValidationError as error:
        errors = list(islice(flat_errors(error.messages_dict), _SHOWN_ERRORS))
        return " ".join(f"{field[:_LONGEST_ID]}: {detail}" for field, detail in errors)
