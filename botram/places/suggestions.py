"""The villages of one office that a text means, for those who choose one of them."""

from botram.places.finding import find
from botram.places.models import Village
from botram.places.queries import villages_called
from botram.places.rules import normalised
from botram.staff.models import Office


def villages_meant(query: str, office: Office) -> list[Village]:
    """Return the villages that a text means: by their names first, then those of the districts it names.

    It is read as residents' searches are. Of villages named alike those whose names begin with the text stand first.
    """
    found = find(query) if query else None
    if found is None:
        return []
    typed = normalised(query)

    def rank(village: Village) -> tuple[bool, bool, str, str]:
        begins = normalised(village.name).startswith(typed)
        return village.code not in found.villages, not begins, village.name, village.code

    return sorted(villages_called(office, found.villages, found.districts), key=rank)
