"""Places that another office serves: told apart from our own, with whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations

from rapidfuzz import fuzz, process

from botram.places.national_names import (
    DISTRICT,
    PROVINCE,
    REGENCY,
    codes_called,
    full_name,
    names_near,
    national_names,
    regencies_near,
)

_MOST_REGENCIES = 3
_SLIP = 86  # percent of similarity for a name with a slip
_LONGEST_NAME, _MOST_ORDERED = 4, 3  # words


@dataclass(frozen=True)
class Elsewhere:
    """A place that another office serves."""

    place: str  # in full: Kecamatan Bekasi Timur; empty for several places of that name
    regencies: tuple[str, ...]  # whose offices serve it, the nearest first; none for a whole province
    more: bool = False  # there are others of that name
    wide: bool = False  # a regency or province


def elsewhere_called(
    words: Sequence[str], own: frozenset[str], *, far: bool = False, length: int | None = None
) -> Elsewhere | None:
    """Return the place of another office with exactly this name.

    own     codes of the regencies whose offices are installed here
    far     also districts and villages of regencies that are not near; regencies and provinces count anywhere
    length  of the codes that count: only districts, or only villages
    """
    some = permutations(words) if len(words) <= _MOST_ORDERED else (tuple(words),)
    codes = dict.fromkeys(code for order in some for code in codes_called("".join(order)))
    return of_codes([code for code in codes if _counts(code, own, far=far) and length in (None, len(code))], own)


def of_codes(codes: Sequence[str], own: frozenset[str]) -> Elsewhere | None:
    """Return what some codes name: regencies and provinces before smaller places, the nearest first. None for none."""
    if not codes:
        return None
    near, names = regencies_near(own), national_names()
    wide = [code for code in codes if len(code) <= REGENCY]
    widest = [code for code in wide if len(code) == REGENCY] or wide
    some = sorted(widest or codes, key=lambda code: (near.get(code[:REGENCY], 1e9), code))
    regencies = tuple(dict.fromkeys(names[code[:REGENCY]] for code in some if len(code) >= REGENCY))
    place = full_name(min(some, key=len)) if len(some) == 1 or (len(regencies) == 1 and not wide) else ""
    return Elsewhere(place, regencies[:_MOST_REGENCIES], len(regencies) > _MOST_REGENCIES, bool(wide))


def with_slip(words: Sequence[str], own: frozenset[str], than: float = 0) -> Elsewhere | None:
    """Return the regency or district near ours whose name is similar, and more so than ``than``, in percent."""
    found = process.extractOne("".join(words), names_near(own), scorer=fuzz.ratio, score_cutoff=_SLIP)
    return elsewhere_called((found[0],), own) if found and found[1] > than else None


def elsewhere_among(words: Sequence[str], own: frozenset[str]) -> Elsewhere | None:
    """Return the province, regency or district of another office with the longest name among some words."""
    runs = [words[i:j] for i in range(len(words)) for j in range(i + 1, min(i + _LONGEST_NAME, len(words)) + 1)]
    for run in sorted(runs, key=lambda run: -len("".join(run))):
        codes = codes_called("".join(run))
        wide = [code for code in codes if len(code) in (PROVINCE, REGENCY, DISTRICT) and _counts(code, own, far=False)]
        if wide and not _is_own(codes, own):
            return of_codes(wide, own)
    return None


def _is_own(codes: Collection[str], own: Collection[str]) -> bool:
    """Whether one of the codes is an own regency, or the province of one."""
    return any(one.startswith(code) for code in codes for one in own)


def _counts(code: str, own: frozenset[str], *, far: bool) -> bool:
    """Whether a code is of another office and near enough, or wide enough, to be meant."""
    if code[:REGENCY] in own or _is_own((code,), own):
        return False
    return len(code) in (PROVINCE, REGENCY) or far or code[:REGENCY] in regencies_near(own)
