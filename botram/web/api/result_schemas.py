"""What an officer's phone sends: entries of the ledger, each of which stands alone."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import marshmallow as ma
from flask_babel import lazy_gettext as _l

from botram.results.models import Outcome
from botram.results.rules import LONGEST_NOTE, MOST_REQUESTS, EntryPlan
from botram.web.api.problems import listed
from botram.web.api.shapes import (
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
from botram.web.api.visit_schemas import MOST, SERVICE_CODE, USUAL

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
MOST_ENTRIES = 200
MOST_KINDS = 20  # documents or missing papers of one entry
COUNTED_CODE = "^[A-Z][A-Z0-9_]{1,39}$"
LONGEST_ID = 64  # of an id that is none, but can be named in the answer
SHOWN_ERRORS = 3
CLOCK_WITHOUT_BATTERY = 1970  # a record is not lost because a phone forgot the year


class Counts(Words, ma.fields.Dict):
    """Whole numbers by code."""

    def __init__(self, **options: Any) -> None:
        figure = Whole(-MOST_REQUESTS, MOST_REQUESTS)
        said = ma.validate.Length(max=MOST_KINDS)
        super().__init__(Code(COUNTED_CODE), figure, validate=said, load_default=dict, **options)


class Entry(Body):
    """One entry."""

    id = Code(UUID, required=True)
    service = Code(SERVICE_CODE, required=True)
    outcome = Word(Outcome, required=True)
    requests = Whole(-MOST_REQUESTS, MOST_REQUESTS, required=True)
    issued = Counts()
    missing = Counts()
    recorded_at = Instant(CLOCK_WITHOUT_BATTERY, required=True)
    corrects = Code(UUID, load_default=None, allow_none=True)
    note = Paragraphs(longest=LONGEST_NOTE, load_default="")


ENTRY, NAME = (
    Entry(),
    Text(shortest=1, longest=LONGEST_ID, required=True),
)  # making a schema costs more than reading


class AnyEntry(Words, ma.fields.Dict):
    """An entry as it came: what is wrong with it is said of it alone, as long as it can be named."""

    default_error_messages = {"invalid": _l("Isi dengan objek JSON.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]  # marshmallow's
        try:
            NAME.deserialize(read.get("id", ma.missing))
        except ma.ValidationError as error:
            raise ma.ValidationError({"id": error.messages}) from error
        return read


class Batch(Body):
    """Up to 200 entries of one visit."""

    entries = Items(
        AnyEntry(
            metadata={
                "description": "id, service, outcome, requests, recorded_at; issued, missing, corrects, note. "
                "An entry that cannot be is refused by itself, in the answer. Only one without an id, "
                "or none at all, makes the whole batch unreadable."
            }
        ),
        least=1,
        most=MOST_ENTRIES,
        required=True,
    )
    device = Code("^[A-Za-z0-9-]{0,64}$", load_default="")


class EntryQuery(Body):
    """Which part of a ledger a list wants."""

    cursor = WholeInQuery(1, 999_999_999, metadata={"description": "`next` of the page before."})
    limit = WholeInQuery(1, MOST, load_default=USUAL)


def entry_plan(sent: Mapping[str, Any]) -> EntryPlan | str:
    """The plan of one entry, or the sentence that says what is wrong with it."""
    try:
        return EntryPlan(**ENTRY.load(sent))
    except ma.ValidationError as error:
        errors = list(islice(listed(error.messages_dict), SHOWN_ERRORS))
        return " ".join(f"{field[:LONGEST_ID]}: {detail}" for field, detail in errors)
