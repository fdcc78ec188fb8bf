"""The villages and districts of the installed offices, as the search for typed words asks for them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import permutations

from rapidfuzz import fuzz, process

from botram.places.matching import Entry, Index

DISTRICT, VILLAGE = "district", "village"
_MOST_ORDERED = 3  # words that people may write in another order
_FUZZY_FROM = 5  # letters


class OwnPlaces:
    """The villages and districts of some offices. ``offices`` holds the codes of their regencies."""

    def __init__(self, index: Index, offices: Collection[str]) -> None:
        self.index = index
        self.offices = frozenset(offices)

    def covers(self, entry: Entry) -> bool:
        """Whether an entry is a village or a district of these offices."""
        return entry.kind in (DISTRICT, VILLAGE) and entry.office_code in self.offices

    def called(
        self, words: Sequence[str], kind: str | None = None, within: Collection[str] = (), *, reordered: bool = True
    ) -> list[Entry]:
        """Return the places with exactly this name, also with their district's.

        kind       only villages or only districts
        within     codes of districts: only there
        reordered  also with the words in another order
        """
        some = permutations(words) if reordered and len(words) <= _MOST_ORDERED else (tuple(words),)
        found = {n for order in some for n in self.index.by_name.get("".join(order), ())}
        return self._sorted(found, kind, within)

    def begun(self, words: Sequence[str]) -> list[Entry]:
        """Return the places whose name is followed by the beginning of their district's, or the other way round."""
        some = permutations(words) if len(words) <= _MOST_ORDERED else (tuple(words),)
        texts = ["".join(order) for order in some]
        found = {
            n
            for key, (n, worth) in zip(self.index.keys, self.index.owners, strict=True)
            if worth < 1 and any(key.startswith(text) for text in texts)
            if any(
                len(text) > len(name) and text.startswith(name)
                for name in self.index.entries[n].names
                for text in texts
            )
        }
        return self._sorted(found)

    def holding(self, letters: str, kind: str | None = None) -> list[Entry]:
        """Return the places with these letters in their own name."""
        return self._that(lambda entry: entry.is_called(letters), kind)

    def beginning(self, letters: str) -> list[Entry]:
        """Return the places whose own name begins with these letters."""
        return self._that(lambda entry: any(name.startswith(letters) for name in entry.names))

    def similar(
        self, letters: str, least: float, kind: str | None = None, within: Collection[str] = ()
    ) -> tuple[float, list[Entry]]:
        """Return the highest similarity in percent, and the places that have it; 0 and none below ``least``."""
        if len(letters) < _FUZZY_FROM:
            return 0.0, []
        best, found = 0.0, set[int]()
        scored = process.extract(letters, self.index.keys, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for _key, score, at in scored:
            n = self.index.owners[at][0]
            if score >= best and self._sorted({n}, kind, within):
                found = found | {n} if score == best else {n}
                best = score
        return best, self._sorted(found)

    def like(self, words: Sequence[str], limit: int) -> list[Entry]:
        """Return the places that the whole search of names gives, the best first."""
        scores = self.index.scores(" ".join(words))
        ranked = sorted(scores, key=lambda n: (-scores[n], self.index.entries[n].address))
        return [self.index.entries[n] for n in ranked if self.covers(self.index.entries[n])][:limit]

    def best_like(self, words: Sequence[str]) -> list[Entry]:
        """Return the places with the best score of the whole search of names."""
        scores = {
            n: score for n, score in self.index.scores(" ".join(words)).items() if self.covers(self.index.entries[n])
        }
        best = max(scores.values(), default=0.0)
        return self._sorted({n for n, score in scores.items() if score >= best - 1})

    def of_regency(self, code: str) -> list[Entry]:
        """Return the districts of a regency."""
        return self._that(lambda entry: entry.office_code == code, DISTRICT)

    def _that(self, meant: Callable[[Entry], bool], kind: str | None = None) -> list[Entry]:
        """Return the covered places that meet a condition."""
        return self._sorted({n for n, entry in enumerate(self.index.entries) if meant(entry)}, kind)

    def _sorted(self, found: set[int], kind: str | None = None, within: Collection[str] = ()) -> list[Entry]:
        """Return the covered ones of some places, villages first, by name."""
        entries = (self.index.entries[n] for n in found)
        some = [entry for entry in entries if self.covers(entry) and (kind is None or entry.kind == kind)]
        inside = [entry for entry in some if not within or district_of(entry) in within]
        return sorted(inside, key=lambda entry: (entry.kind == DISTRICT, entry.address, entry.values["code"]))


def district_of(entry: Entry) -> str:
    """Return the code of the district that a place is, or lies in."""
    return str(entry.values["code"])[:8]


def spans_of(words: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each run of at most so many words, the longest in letters first."""
    runs = [(i, j) for i in range(len(words)) for j in range(i + 1, min(i + most, len(words)) + 1)]
    yield from sorted(runs, key=lambda run: (-len("".join(words[run[0] : run[1]])), run))
