"""Places of former plans, in words: a place that has only got another name is no other place."""

from botram.visits.models import Visit


def place_words(venue: str, village: str) -> str:
    """The place of a plan as it is kept: the names of the venue and of its village."""
    return f"{venue}, {village}"


def place_of(visit: Visit) -> str:
    """The present place of a visit in these words."""
    return place_words(visit.venue.name, visit.village.full_name)


def rename_place(visit: Visit, before: str, after: str) -> None:
    """Let the former plans of a visit call a place by its present name."""
    if visit.was_place == before:
        visit.was_place = after
    if any(plan["place"] == before for plan in visit.earlier_plans):
        renamed = {before: after}
        plans = [{**plan, "place": renamed.get(plan["place"], plan["place"])} for plan in visit.earlier_plans]
        visit.earlier_plans = plans
