"""What a moved visit was before, in words: the plan that was announced first, and the one before the present."""

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.formats import times
from botram.visit_view.part_views import MoveView
from botram.visit_view.view import VisitFacts


def move_word(visit: VisitFacts) -> str:
    """Return what moved since it was announced, in two words."""
    if any(move.other_place for move in visit.ends_of_moves):
        return str(_("Dipindah") if any(move.other_time for move in visit.ends_of_moves) else _("Pindah tempat"))
    if any(move.other_day for move in visit.ends_of_moves):
        return str(_("Pindah hari"))
    return str(_("Pindah jam") if any(move.other_time for move in visit.ends_of_moves) else _("Dipindah"))


def move_sentence(visit: VisitFacts) -> str:
    """Return the plan before the move; after several moves the first one and the last one."""
    if len(visit.moves) > 1:
        count = ngettext("Sudah dipindah %(num)s kali.", "Sudah dipindah %(num)s kali.", len(visit.moves))
        return " ".join((str(count), *_both_ends(visit)))
    (move,) = visit.moves
    if not move.other_time:
        return str(_("Tempat baru. Semula di %(place)s.", place=move.place))
    when = times(move.opens_at, move.closes_at, visit.zone)
    if move.other_place:
        return str(_("Waktu dan tempat baru. Semula %(times)s di %(place)s.", times=when, place=move.place))
    if move.other_day:
        return str(_("Hari baru. Semula %(times)s.", times=when))
    return str(_("Jam baru. Semula %(times)s.", times=when))


def former_sentence(visit: VisitFacts) -> str:
    """Return the plans before the last one of a visit that does not take place; empty without any.

    That the first one was the last one again is not told: it would read as if the visit took place after all.
    """
    return " ".join(_former_plans(visit))


def _both_ends(visit: VisitFacts) -> list[str]:
    """Return the sentences on former plans, and that the present one is the first one again where it is."""
    back = len(visit.ends_of_moves) > 1 and not visit.ends_of_moves[0].differs
    again = [str(_("Sekarang kembali seperti yang pertama kali diumumkan."))] if back else []
    return [*again, *_former_plans(visit)]


def _former_plans(visit: VisitFacts) -> list[str]:
    """Return a sentence on the first plan, and one on the plan before the present; each as far as it differs."""
    sentences = []
    first, *later = visit.ends_of_moves or (None,)
    if first and first.differs:
        sentences.append(str(_("Pertama kali diumumkan %(plan)s.", plan=_plan(first, visit.zone))))
    if later and later[0].differs and later[0].plan != (first and first.plan):
        sentences.append(str(_("Sebelum ini diumumkan %(plan)s.", plan=_plan(later[0], visit.zone))))
    return sentences


def _plan(move: MoveView, zone: str) -> str:
    """Return a former plan: day and hours, and the place where that was another one."""
    when = times(move.opens_at, move.closes_at, zone)
    return str(_("%(times)s di %(place)s", times=when, place=move.place)) if move.other_place else when


def reasons_of(visit: VisitFacts) -> str:
    """Return the reasons of all moves in their order, each once."""
    return str(_("; lalu ")).join(dict.fromkeys(move.reason for move in visit.moves if move.reason))
