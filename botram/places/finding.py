"""The villages and districts that a search text of a resident names: the one place that reads what people type."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from botram.places.answers import SILENT, Answers
from botram.places.elsewhere import Elsewhere, elsewhere_among, elsewhere_called, of_codes, with_slip
from botram.places.found import Found
from botram.places.gazetteer import current_index
from botram.places.matching import Entry, Index
from botram.places.national_names import DISTRICT as DISTRICT_CODE
from botram.places.national_names import PROVINCE, REGENCY, codes_called, full_name, national_names, regency_names
from botram.places.national_names import VILLAGE as VILLAGE_CODE
from botram.places.own_places import DISTRICT, VILLAGE, OwnPlaces, district_of, spans_of
from botram.places.queries import LONGEST_SEARCH
from botram.places.rules import normalised
from botram.places.typed_address import Part, TypedAddress, read_address

_MOST = 40  # places of one answer
_LONGEST_NAME, _MOST_WORDS = 6, 24  # words
_SHORTEST_PART, _SHORTEST_BEGINNING, _SHORTEST_NAME = 2, 5, 4  # letters
_SURE_SLIP, _WHOLE_SLIP, _SLIP, _SLIP_INSIDE = (
    88,
    80,
    76,
    70,
)  # percent of similarity; inside: of the district that is said


@dataclass
class _Hit:
    """Places for the words of one part."""

    entries: list[Entry] = field(default_factory=list)
    sure: bool = True
    over: list[str] = field(default_factory=list)  # words that stand behind the name
    elsewhere: Elsewhere | None = None


def find(query: str) -> Found | None:
    """Return the places that a search text most likely names; None when nothing is similar. One statement."""
    address = read_address(query[:LONGEST_SEARCH], regency_names())
    return _Finder(current_index(), address).found()


def names_a_place(query: str) -> bool:
    """Whether a search text has words beyond desa, RT, RW and numbers, so that it can name a place, or is a code."""
    address = read_address(query[:LONGEST_SEARCH], regency_names())
    words = [word for part in Part for word in address.said(part) if word not in SILENT]
    digits = "".join(word for word in words if word.isdigit())
    return any(not word.isdigit() for word in words) or len(digits) > _SHORTEST_PART or bool(address.postal_code)


class _Finder(Answers):
    """Reads one address. The clearest way first."""

    def __init__(self, index: Index, address: TypedAddress) -> None:
        super().__init__(index)
        self.address = address
        self.whole: list[str] = []  # codes of own regencies that are said

    def found(self) -> Found | None:
        """Return the first answer."""
        if away := self._said_elsewhere():
            return self.away(away, [*self.address.said(Part.VILLAGE), *self.address.said(Part.DISTRICT)])
        ways = (self._by_marks, self._by_words, self._by_street, self._by_region, self._by_postal_code)
        return next((found for way in ways if (found := way())), None)

    # -- regency and province --

    def _said_elsewhere(self) -> Elsewhere | None:
        """Return the regency or province that is said, where it is not ours; keep to the office of one that is."""
        if words := self.address.said(Part.REGENCY):
            codes = self._regencies_called(words)
            if mine := [code for code in codes if code in self.own]:
                self.whole = mine
                self.places = OwnPlaces(self.places.index, mine)
            elif codes:
                return of_codes(codes, self.own)
        provinces = [code for code in codes_called("".join(self.address.said(Part.PROVINCE))) if len(code) == PROVINCE]
        if provinces and not self.whole and not any(code.startswith(tuple(provinces)) for code in self.own):
            return of_codes(provinces, self.own)
        return None

    def _regencies_called(self, words: Sequence[str]) -> list[str]:
        """Return the codes of the regencies, or cities where a city is said, with this name."""
        codes = [code for code in codes_called("".join(words)) if len(code) == REGENCY]
        kind = "Kota " if self.address.city else "Kabupaten "
        return [code for code in codes if national_names()[code].startswith(kind)] or codes

    # -- desa, kelurahan, kecamatan --

    def _by_marks(self) -> Found | None:
        """Return what the words behind desa, kelurahan and kecamatan name."""
        if not self.address.marked:
            return None
        district = self._marked(Part.DISTRICT, DISTRICT)
        if district.elsewhere and self.whole and (mine := self._marked(Part.VILLAGE, VILLAGE).entries):
            return self.answer(mine, doubtful=True, like=self._marked_words(), elsewhere=district.elsewhere)
        if district.elsewhere:
            return self.away(district.elsewhere, self.address.said(Part.DISTRICT))
        inside = frozenset(district_of(entry) for entry in district.entries)
        village = self._marked(Part.VILLAGE, VILLAGE, inside)
        if village.elsewhere and not inside:
            return self.away(village.elsewhere, self.address.said(Part.VILLAGE))
        if inside and not self.address.said(Part.VILLAGE):
            village.entries = self._unmarked_village(inside)
        if village.entries:
            return self._village_found(village, district)
        if district.entries:
            doubtful = not district.sure or bool(self.address.said(Part.VILLAGE))
            return self.answer(district.entries, doubtful=doubtful, like=self._marked_words())
        return self._free(self._marked_words(), doubtful=True)

    def _unmarked_village(self, inside: frozenset[str]) -> list[Entry]:
        """Return the village of the said districts whose name stands among the words without a mark."""
        words = self.telling(self.address.said(Part.REST))
        hits = (self.places.called(words[begin:end], VILLAGE, inside) for begin, end in spans_of(words, _LONGEST_NAME))
        return next((entries for entries in hits if entries), [])

    def _marked_words(self) -> list[str]:
        """Return the words of village and district."""
        return [*self.address.said(Part.VILLAGE), *self.address.said(Part.DISTRICT)]

    def _village_found(self, village: _Hit, district: _Hit) -> Found | None:
        """Return the village: in the district that is said or stands behind it, where it lies there."""
        behind = district.entries or self.places.called(village.over, DISTRICT)
        inside = {district_of(entry) for entry in behind}
        there = [entry for entry in village.entries if district_of(entry) in inside]
        doubtful = not village.sure or not district.sure or bool(behind and not there)
        extra = behind if doubtful else []
        return self.answer(there or village.entries, doubtful=doubtful, like=self._marked_words(), extra=extra)

    def _marked(self, part: Part, kind: str, within: frozenset[str] = frozenset()) -> _Hit:
        """Return the places for the words behind a mark: the longest name at their beginning, else a similar one."""
        words = self.address.said(part)
        if not words:
            return _Hit()
        for inside in dict.fromkeys((within, frozenset[str]())):
            for end in range(len(words), 0, -1):
                if entries := self.places.called(words[:end], kind, inside):
                    return self._with_rest(entries, words[end:])
        if not within and (away := self._marked_elsewhere(words, kind)):
            return _Hit(elsewhere=away)
        if entries := self.places.holding("".join(words), kind):
            return _Hit([entry for entry in entries if not within or district_of(entry) in within] or entries)
        if within and words == self.address.said(Part.DISTRICT):
            return _Hit(sure=False)
        for inside, least in ((within, _SLIP_INSIDE if within else _SLIP), (frozenset[str](), _SLIP)):
            if entries := self._slipped(words, least, kind, inside):
                return _Hit(entries, sure=False)
        return _Hit(sure=False)

    def _with_rest(self, entries: list[Entry], over: list[str]) -> _Hit:
        """Return places with the words behind their name: another office's regency there means a place of its own."""
        away = elsewhere_among(over, self.own)
        return _Hit(elsewhere=away) if away and away.wide else _Hit(entries, sure=not away, over=over)

    def _marked_elsewhere(self, words: list[str], kind: str) -> Elsewhere | None:
        """Return another office's place of that kind, alone or with its district or regency behind it."""
        length = VILLAGE_CODE if kind == VILLAGE else DISTRICT_CODE
        for end in range(len(words), 0, -1):
            away = elsewhere_called(words[:end], self.own, length=length)
            if away and (end == len(words) or elsewhere_among(words[end:], self.own)):
                return away
        return (
            with_slip(words, self.own, self.places.similar("".join(words), _SLIP, kind)[0])
            if kind == DISTRICT
            else None
        )

    def _slipped(self, words: list[str], least: float, kind: str, within: frozenset[str]) -> list[Entry]:
        """Return the most similar places for the longest beginning of some words that has any."""
        for end in range(min(len(words), _LONGEST_NAME), 0, -1):
            if entries := self.places.similar("".join(words[:end]), least, kind, within)[1]:
                return entries
        return []

    # -- words without a mark --

    def _by_words(self) -> Found | None:
        """Return what the words outside any part name."""
        return self._free(self.address.said(Part.REST))

    def _by_street(self) -> Found | None:
        """Return the places named among the words of a street or hamlet: sure only with village and district."""
        return self._in_sentence(self.telling(self.address.said(Part.STREET)), hint=True)

    def _free(self, said: Sequence[str], *, doubtful: bool = False) -> Found | None:
        """Return what some words name: a whole name, one among them, a part of one, a similar one."""
        words = self.telling(said)
        letters = "".join(words)
        if len(letters) < _SHORTEST_PART:
            return None
        if letters in self.region_words():
            self.whole = self.whole or [code for code in codes_called(letters) if code in self.own]
            return None
        if letters.isdigit():
            return self.answer(self.places.best_like(words))
        if entries := self.places.called(words):
            also = elsewhere_called(words, self.own)
            unofficial = also is not None and not any(letters == normalised(entry.values["name"]) for entry in entries)
            return self.answer(entries, doubtful=doubtful or unofficial, like=words, elsewhere=also)
        if entries := self.places.begun(words):
            return self.answer(entries, doubtful=doubtful, like=words)
        return self._not_whole(words, letters, doubtful=doubtful)

    def _not_whole(self, words: list[str], letters: str, *, doubtful: bool) -> Found | None:
        """Return what some words name that are no whole name of ours."""
        away, parts = elsewhere_called(words, self.own), self.places.holding(letters)
        if parts and not (away and away.wide):
            begins = len(letters) >= _SHORTEST_NAME and self.places.beginning(letters)
            return self.answer(parts, doubtful=doubtful or not begins, like=words, elsewhere=away)
        if away:
            return self.away(away, words)
        best, entries = self.places.similar(letters, _SURE_SLIP)
        if away := with_slip(words, self.own, best):
            return self.away(away, words)
        if found := self._in_sentence(words):
            return found
        if not entries and (far := elsewhere_called(words, self.own, far=True)):
            return self.away(far, words)
        entries = entries or self._begun_among(words) or self.places.similar(letters, _WHOLE_SLIP)[1]
        entries = entries or self._slipped_among(words) or (self.places.best_like(words) if len(letters) < 5 else [])
        return self.answer(entries, doubtful=True, like=words)

    def _in_sentence(self, words: list[str], *, hint: bool = False) -> Found | None:
        """Return the places whose whole names stand among the words. ``hint``: they may be those of a street."""
        hits: list[tuple[int, int, list[Entry]]] = []
        for begin, end in spans_of(words, _LONGEST_NAME):
            taken = any(begin < other_end and other_begin < end for other_begin, other_end, _entries in hits)
            entries = [] if taken else self.places.called(words[begin:end], reordered=False)
            if entries and len("".join(words[begin:end])) >= _SHORTEST_NAME:
                hits.append((begin, end, entries))
        over = [word for n, word in enumerate(words) if not any(begin <= n < end for begin, end, _entries in hits)]
        away = elsewhere_among(over, self.own)
        if away and (not hits or away.wide) and not hint:
            return self.away(away, words)
        if not hits:
            return None
        first, agreed = _agreeing([entries for _begin, _end, entries in hits])
        over = self.without_region([*over, ""])
        # A village with its district is enough: what else is said is the street or the house.
        with_district = len(hits) > 1 or any("".join(words[hits[0][0] : hits[0][1]]) in entry.longer for entry in first)
        unclear = (any(over) or hint) and not with_district
        doubtful = bool(away) or not agreed or unclear
        extra = [entry for _begin, _end, entries in hits for entry in entries]
        return self.answer(first, doubtful=doubtful, like=words, extra=extra if doubtful else [], elsewhere=away)

    def _begun_among(self, words: list[str]) -> list[Entry]:
        """Return the places whose names begin with the longest run of the words that any begins with."""
        for begin, end in spans_of(words, _LONGEST_NAME):
            letters = "".join(words[begin:end])
            if len(letters) >= _SHORTEST_BEGINNING and (entries := self.places.beginning(letters)):
                return entries
        return []

    def _slipped_among(self, words: list[str]) -> list[Entry]:
        """Return the places most similar to a run of the words."""
        runs = [words[begin:end] for begin, end in spans_of(words[:_LONGEST_NAME], 3)]
        found = [self.places.similar("".join(run), _SURE_SLIP) for run in runs]
        return max(found, key=lambda one: one[0], default=(0.0, []))[1]

    # -- the rest --

    def _by_region(self) -> Found | None:
        """Return a whole regency of ours, where nothing else is said."""
        if not self.whole or self._marked_words():
            return None
        entries = [entry for code in self.whole for entry in self.places.of_regency(code)]
        name = ", ".join(full_name(code) for code in self.whole)
        said = self.address.said(Part.REGENCY)
        rest = self.telling(self.address.said(Part.REST))
        also = None if said else elsewhere_called(rest, self.own)
        codes = frozenset(str(entry.values["code"]) for entry in entries)
        doubtful = bool(also) or bool(said and rest and "".join(rest) not in self.region_words())
        return Found(frozenset(), codes, (), doubtful, None, (), region=name, elsewhere=also)

    def _by_postal_code(self) -> Found | None:
        """Return the villages of a postal code that stands beside words that say nothing."""
        entries = self.places.best_like([self.address.postal_code]) if self.address.postal_code else []
        return self.answer(entries, doubtful=bool(self._marked_words())) if entries else None


def _agreeing(hits: Sequence[list[Entry]]) -> tuple[list[Entry], bool]:
    """Return the places that names in one sentence mean together, and whether they agree: a village in its district."""
    villages = [entry for entries in hits for entry in entries if entry.kind == VILLAGE]
    districts = {district_of(entry) for entries in hits for entry in entries if entry.kind == DISTRICT}
    inside = [entry for entry in villages if district_of(entry) in districts]
    if len(hits) == 2 and inside:
        return inside, True
    return hits[0], len(hits) == 1
