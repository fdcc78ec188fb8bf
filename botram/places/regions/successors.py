"""Villages that have a successor: rows of a pack, and those that probably have one. Pure functions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from flask_babel import gettext as _

from botram.packs import BadRow
from botram.places.models import Village, VillageKind
from botram.places.rules import normalised

COLUMNS = ("code", "name", "kind", "successor", "from")
_CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}", re.ASCII)
_NUMBER = slice(10, 13)  # of a code: what is left without region and kind


@dataclass(frozen=True)
class Succession:
    """A village, and the one that stands for it from a day on."""

    code: str
    name: str
    kind: VillageKind
    successor: str
    ends_on: date


def succession_of(cells: Mapping[str, str], known: Iterable[str], before: Mapping[str, str]) -> Succession:
    """Return the succession of a row. Raises BadRow.

    known    the codes of all villages that a successor may have
    before   the successors so far, by code: together they must lead to an end
    """
    code, successor = cells["code"], cells["successor"]
    kind = {"1": VillageKind.KELURAHAN, "2": VillageKind.DESA}.get(code[9])
    if kind is None or cells["kind"] != kind:
        raise BadRow(_("Jenis tidak cocok dengan kode: blok terakhir berawal 1 untuk kelurahan, 2 untuk desa."))
    if not _CODE.fullmatch(successor) or successor not in known:
        raise BadRow(_("Penggantinya, %(code)s, tidak dikenal. Muat dahulu desanya.", code=successor or _("(kosong)")))
    if code in _chain(successor, before):
        raise BadRow(_("Desa ini akan menggantikan dirinya sendiri."))
    try:
        ends_on = date.fromisoformat(cells["from"])
    except ValueError as error:
        raise BadRow(_("Kolom from bukan tanggal seperti 2026-12-31: %(text)s.", text=cells["from"])) from error
    return Succession(code, cells["name"], kind, successor, ends_on)


def _chain(code: str, successors: Mapping[str, str]) -> list[str]:
    """Return a village and all that come after it."""
    found = [code]
    while (following := successors.get(found[-1])) and following not in found:
        found.append(following)
    return found


def last_of(code: str, successors: Mapping[str, str]) -> str:
    """Return the code of the village that stands for one in the end."""
    return _chain(code, successors)[-1]


def probable_pairs(standing: Sequence[Village], named: set[str]) -> list[tuple[Village, Village]]:
    """Return villages of a district of which one probably stands for the other, that the pack no longer has first.

    They bear the same name, or the same number with another kind while the pack has only one of them. A guess: the
    operator has to say it.
    """
    by_district: dict[str, list[Village]] = {}
    for village in standing:
        by_district.setdefault(village.district_code, []).append(village)
    pairs = (pair for inside in by_district.values() for pair in combinations(inside, 2))
    found = [sorted(pair, key=lambda one: (one.code in named, one.code)) for pair in pairs if _are_alike(pair, named)]
    return [(old, new) for old, new in found]


def _are_alike(pair: tuple[Village, Village], named: set[str]) -> bool:
    """Whether one of two villages of a district probably stands for the other."""
    one, other = pair
    if normalised(one.name) == normalised(other.name):
        return True
    same_number = one.code[_NUMBER] == other.code[_NUMBER] and one.kind is not other.kind
    return same_number and (one.code in named) is not (other.code in named)
