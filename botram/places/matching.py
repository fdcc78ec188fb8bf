"""Matching search text with the names of places. Pure functions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

from rapidfuzz import fuzz, process

from botram.places.rules import KIND_WORDS, Point, name_words, normalised

_FILLERS = KIND_WORDS | {"kab", "kabupaten"}
MOST_WORDS, SHORTEST, SHORTEST_PART, SHORTEST_FUZZY = 8, 2, 5, 4
EXACT, WINDOW = 100.0, 12.0  # the best score; how far below the best result others may score
# Measured on the 391 names of two regencies: with one typing error 97 % of them are found first, with two 92 %, and
# none of 500 random words finds a place.
_SURE_FROM = {4: 75, 5: 80}  # letters typed: least similarity in percent; longer words need LIKE
LIKE, LIKE_BEGINNING = 76, 85
_LONGER_WORTH = 0.98  # factor for a name with its district, to rank behind a name alone


@dataclass(frozen=True)
class Entry:
    """A place of the index: its names, and the values of the result."""

    kind: str  # village, district or venue
    address: str
    point: Point
    office_code: str
    names: tuple[str, ...]  # as normalised() writes them
    longer: tuple[str, ...]  # the same with the district, and the other way round
    digits: tuple[str, ...]  # code and postal code without points
    values: Mapping[str, Any]  # of the result, see ``Gazetteer``

    def is_called(self, letters: str) -> bool:
        """Whether one of its own names contains the normalised text."""
        return any(letters in name for name in self.names)


def names_of(name: str, other_names: str = "") -> tuple[str, ...]:
    """All names of a place, normalised, its main one first. ``other_names`` are separated by semicolons."""
    return tuple(dict.fromkeys(found for one in (name, *other_names.split(";")) if (found := normalised(one))))


def _typed_words(query: str) -> list[str]:
    """The words of a search without desa, kecamatan and the like."""
    return [word for word in name_words(query)[:MOST_WORDS] if word not in _FILLERS]


def _orders(words: Sequence[str]) -> Iterator[str]:
    """Yield the words joined, in the typed order and in others: people write Sumberjaya and Sumber Jaya."""
    if len(words) <= 3:
        yield from ("".join(some) for some in permutations(words))
    else:
        yield from ("".join((*words[n:], *words[:n])) for n in range(len(words)))


def _spans(words: Sequence[str]) -> Iterator[str]:
    """Yield each run of consecutive words, joined, to find a name inside a sentence."""
    for first, end in combinations(range(len(words) + 1), 2):
        yield "".join(words[first:end])


class Index:
    """All places that can be found, with their names prepared for matching."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self.keys: list[str] = []
        self.owners: list[tuple[int, float]] = []  # of each key: the position of its entry, the factor of its scores
        self.by_name: dict[str, list[int]] = {}
        for n, entry in enumerate(entries):
            for keys, worth in ((entry.names, 1.0), (entry.longer, _LONGER_WORTH)):
                self.keys += keys
                self.owners += [(n, worth)] * len(keys)
                for key in keys:
                    self.by_name.setdefault(key, []).append(n)
        self.digits = [(digits, n) for n, entry in enumerate(entries) for digits in entry.digits if digits]

    def scores(self, query: str) -> dict[int, float]:
        """Score the entries that match a search.

        query    search text as typed
        returns  scores by the positions of the entries; 100 is an exact match, and no score is more than WINDOW below
                 the best one
        """
        words = _typed_words(query)
        typed = "".join(words)
        if len(typed) < SHORTEST:
            return {}
        found: list[tuple[int, float]] = []
        if typed.isdigit():
            found += self.by_digits(typed)
        for order in {*_orders(words), normalised(query)}:
            found += self.by_letters(order)
            found += self.by_likeness(order)
        found += self.in_sentence(words, len(typed))
        best: dict[int, float] = {}
        for n, score in found:
            best[n] = max(score, best.get(n, 0.0))
        least = max(best.values(), default=0.0) - WINDOW
        return {n: score for n, score in best.items() if score >= least}

    def by_digits(self, typed: str) -> Iterator[tuple[int, float]]:
        """Yield position and score of places by code or postal code. Old postal codes of a whole district end in 0."""
        district_wide = typed[:4] if len(typed) == 5 and typed.endswith("0") else None
        for digits, n in self.digits:
            if digits == typed:
                yield n, EXACT
            elif len(digits) == 5 and district_wide and digits.startswith(district_wide):
                yield n, EXACT - 5
            elif len(typed) >= (3 if len(digits) == 5 else 6) and digits.startswith(typed):
                yield n, EXACT - 8

    def by_letters(self, typed: str) -> Iterator[tuple[int, float]]:
        """Yield position and score of places with a name that equals, begins with or contains the text."""
        for key, (n, worth) in zip(self.keys, self.owners, strict=True):
            if typed not in key:
                continue
            if typed == key:
                yield n, EXACT * worth
            elif key.startswith(typed):
                yield n, (90 + 9 * len(typed) / len(key)) * worth
            elif len(typed) >= SHORTEST_PART and worth == 1:  # not across the names of a village and its district
                yield n, 80 + 9 * len(typed) / len(key)

    def by_likeness(self, typed: str) -> Iterator[tuple[int, float]]:
        """Yield position and score of places with a name, or the beginning of one, similar to the text.

        The similarity is rapidfuzz's ``ratio``: normalised indel distance, in percent.
        """
        if len(typed) < SHORTEST_FUZZY:
            return
        like, beginnings = _SURE_FROM.get(len(typed), LIKE), [key[: len(typed) + 1] for key in self.keys]
        for keys, least, weight in ((self.keys, like, 0.89), (beginnings, LIKE_BEGINNING, 0.84)):
            for _key, score, at in process.extract(typed, keys, scorer=fuzz.ratio, score_cutoff=least, limit=None):
                n, worth = self.owners[at]
                yield n, weight * score * worth

    def in_sentence(self, words: Sequence[str], length: int) -> Iterator[tuple[int, float]]:
        """Yield position and score of places whose whole name is a run of the words, which have ``length`` letters."""
        for span in set(_spans(words)):
            if len(span) >= SHORTEST_PART:
                for n in self.by_name.get(span, ()):
                    yield n, 70 + 19 * len(span) / length
