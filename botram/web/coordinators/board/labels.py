"""The words of the panel of the plan board, by what happens to the chosen visits."""

from typing import assert_never

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.visits.changes.change import ChangeKind


def panel_title(kind: ChangeKind, count: int) -> str:
    """The heading of the panel."""
    match kind:
        case ChangeKind.PUBLISH:
            words = ngettext("Terbitkan %(num)s kunjungan", "Terbitkan %(num)s kunjungan", count)
        case ChangeKind.CANCEL:
            words = ngettext("Batalkan %(num)s kunjungan", "Batalkan %(num)s kunjungan", count)
        case ChangeKind.DISCARD:
            words = ngettext("Buang %(num)s rancangan", "Buang %(num)s rancangan", count)
        case ChangeKind.COPY:
            words = ngettext("Salin %(num)s kunjungan", "Salin %(num)s kunjungan", count)
        case ChangeKind.MOVE | ChangeKind.EDIT:
            words = ngettext("Pindahkan %(num)s kunjungan", "Pindahkan %(num)s kunjungan", count)
        case ChangeKind.CREATE:
            words = ngettext("Buat %(num)s rancangan", "Buat %(num)s rancangan", count)
        case _:
            assert_never(kind)
    return str(words)


def button_words(kind: ChangeKind, count: int, *, announced: bool) -> str:
    """The words of the button that makes the change."""
    match kind:
        case ChangeKind.PUBLISH:
            words = _("Terbitkan %(count)s", count=count)
        case ChangeKind.CANCEL:
            words = _("Batalkan %(count)s dan umumkan", count=count)
        case ChangeKind.DISCARD:
            words = _("Buang %(count)s", count=count)
        case ChangeKind.COPY:
            words = _("Salin %(count)s sebagai rancangan", count=count)
        case ChangeKind.MOVE | ChangeKind.EDIT:
            moving = _("Pindahkan %(count)s dan umumkan", count=count)
            words = moving if announced else _("Pindahkan %(count)s", count=count)
        case ChangeKind.CREATE:
            words = _("Buat %(count)s", count=count)
        case _:
            assert_never(kind)
    return str(words)


def done_words(kind: ChangeKind, count: int) -> str:
    """The sentence after the change was made."""
    match kind:
        case ChangeKind.PUBLISH:
            words = ngettext("%(num)s kunjungan diterbitkan.", "%(num)s kunjungan diterbitkan.", count)
        case ChangeKind.CANCEL:
            words = ngettext("%(num)s kunjungan dibatalkan.", "%(num)s kunjungan dibatalkan.", count)
        case ChangeKind.DISCARD:
            words = ngettext("%(num)s rancangan dibuang.", "%(num)s rancangan dibuang.", count)
        case ChangeKind.COPY | ChangeKind.CREATE:
            words = ngettext("%(num)s rancangan dibuat.", "%(num)s rancangan dibuat.", count)
        case ChangeKind.MOVE | ChangeKind.EDIT:
            words = ngettext("%(num)s kunjungan dipindah.", "%(num)s kunjungan dipindah.", count)
        case _:
            assert_never(kind)
    return str(words)
