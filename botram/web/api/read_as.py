"""How a typed search was read, beside the list that it gave."""

from typing import Any

from botram.places.found import Found
from botram.visits.typed_search import Reading
from botram.web.api.schema_parts import DAY, FLAG, TEXT, described, list_of, maybe, object_with
from botram.web.api.visit_schemas import SERVICE_CODE

_PLACES = {
    "places": described(list_of(TEXT), "The villages, districts or the regency that were taken for what was typed."),
    "doubtful": described(FLAG, "Something that was typed is left over or misspelt: show `places`, and ask."),
    "others": described(list_of(TEXT), "What else may be meant. Each can be sent as `q`."),
    "elsewhere": described(list_of(TEXT), "Regencies whose offices serve a place of that name; none of them is here."),
}
_READ = "Only with `q`: how it was read."
PLACES_READ = described(object_with(**_PLACES), _READ)
SEARCH_READ = described(
    object_with(
        **_PLACES,
        services=described(list_of({"type": "string", "pattern": SERVICE_CODE}), "That the words name, by code."),
        dari=described(maybe(DAY), "The first of the days that the words name."),
        sampai=described(maybe(DAY), "The last of them."),
    ),
    _READ,
)


def places_read(found: Found | None) -> dict[str, Any]:
    """Return how the words for a place were read."""
    return {
        "places": list(found.names) if found else [],
        "doubtful": bool(found and found.doubtful),
        "others": [words for _name, words in found.others] if found else [],
        "elsewhere": list(found.elsewhere.regencies) if found and found.elsewhere else [],
    }


def search_read(reading: Reading) -> dict[str, Any]:
    """Return how all words of a search were read, under the name that it has in an answer; empty without any."""
    if not reading.typed:
        return {}
    days = reading.days
    said = {
        "services": [service.code for service in reading.services],
        "dari": days.first.isoformat() if days else None,
        "sampai": days.last.isoformat() if days else None,
    }
    return {"read_as": places_read(reading.found) | said}
