"""Services by the words that people type into the search."""

from collections import Counter
from collections.abc import Sequence

from botram.places.rules import name_words
from botram.services.models import Service
from botram.web.residents.service_groups import ServiceGroup, grouped

_NEW = frozenset({"baru", "new"})
_SILENT_WORDS = _NEW | {"el", "atau", "or", "a", "of", "the"}  # people leave them out of a service's name


def named_service(query: str, services: Sequence[Service]) -> Service | None:
    """Return the service whose whole name is typed, the longest name first; else the only short name."""
    typed = set(name_words(query))
    shorts = Counter(words for one in services for words in _short_names(one))
    named = [
        (len(words), service)
        for service in services
        for name in _in_each_language(service, "name")
        if (words := _significant_words(name))
        and words <= typed
        # "KTP" alone is ambiguous, although it is the significant part of "KTP-el baru".
        and (shorts[words] < 2 or typed & _NEW)
    ]
    if named:
        return max(named, key=lambda one: one[0])[1]
    short = _shortly_named(typed, services)
    return short[0] if len(short) == 1 else None


def named_groups(query: str, services: Sequence[Service]) -> Sequence[ServiceGroup]:
    """Return the groups of the services that share a typed short name such as KTP."""
    short = _shortly_named(set(name_words(query)), services)
    return grouped(short) if len(short) > 1 and not named_service(query, services) else ()


def _shortly_named(typed: set[str], services: Sequence[Service]) -> list[Service]:
    """Return the services whose short name is typed, in the order of the list."""
    return [service for service in services if any(words <= typed for words in _short_names(service))]


def _short_names(service: Service) -> set[frozenset[str]]:
    """Return the words of the short names of a service."""
    return {_significant_words(short) for short in _in_each_language(service, "short")}


def _in_each_language(service: Service, name: str) -> list[str]:
    """Return a name of a service in each of its languages."""
    texts = (getattr(service, name), service.english.get(name))
    return [text for text in texts if text]


def _significant_words(name: str) -> frozenset[str]:
    """Return the words of a service's name without those that people leave out."""
    return frozenset(name_words(name.partition("(")[0])) - _SILENT_WORDS
