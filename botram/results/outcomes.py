"""What became of requests: in words, and in the few groups that reports and the head look at."""

from enum import StrEnum

from flask_babel import gettext as _

from botram.results.models import Outcome


class OutcomeGroup(StrEnum):
    """What an outcome means for the resident."""

    DONE = "DONE"
    FOLLOWS = "FOLLOWS"
    RETURNED = "RETURNED"
    NOT_SERVED = "NOT_SERVED"
    REFERRED = "REFERRED"


GROUPS: dict[OutcomeGroup, tuple[Outcome, ...]] = {
    OutcomeGroup.DONE: (Outcome.ISSUED_ON_SPOT, Outcome.ISSUED_DIGITAL),
    OutcomeGroup.FOLLOWS: (
        Outcome.ENROLLED_PRINT_LATER,
        Outcome.ENROLLED_UNDER_17,
        Outcome.ACCEPTED_PROCESSING,
        Outcome.PENDING_VERIFICATION,
        Outcome.INTERIM_PAPER,
    ),
    OutcomeGroup.RETURNED: (Outcome.RETURNED_INCOMPLETE,),
    OutcomeGroup.NOT_SERVED: (
        Outcome.NOT_SERVED_QUOTA,
        Outcome.NOT_SERVED_NETWORK,
        Outcome.NOT_SERVED_NO_BLANK,
    ),
    OutcomeGroup.REFERRED: (Outcome.REFERRED,),
}
GROUP_OF = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}


def outcome_word(outcome: Outcome) -> str:
    """What officers and the office call an outcome."""
    words: dict[Outcome, str] = {
        Outcome.ISSUED_ON_SPOT: _("Selesai di tempat"),
        Outcome.ISSUED_DIGITAL: _("Terbit digital"),
        Outcome.ENROLLED_PRINT_LATER: _("Rekam, cetak menyusul"),
        Outcome.ENROLLED_UNDER_17: _("Rekam pemula"),
        Outcome.ACCEPTED_PROCESSING: _("Diproses di kantor"),
        Outcome.PENDING_VERIFICATION: _("Menunggu verifikasi data"),
        Outcome.INTERIM_PAPER: _("Diberi biodata atau suket"),
        Outcome.RETURNED_INCOMPLETE: _("Dikembalikan, berkas kurang"),
        Outcome.NOT_SERVED_QUOTA: _("Tidak terlayani, kuota habis"),
        Outcome.NOT_SERVED_NETWORK: _("Tidak terlayani, jaringan"),
        Outcome.NOT_SERVED_NO_BLANK: _("Tidak terlayani, blangko habis"),
        Outcome.REFERRED: _("Dirujuk"),
    }
    return words[outcome]


def group_word(group: OutcomeGroup) -> str:
    """What a group of outcomes is called at the head of a column."""
    words: dict[OutcomeGroup, str] = {
        OutcomeGroup.DONE: _("Selesai"),
        OutcomeGroup.FOLLOWS: _("Menyusul"),
        OutcomeGroup.RETURNED: _("Berkas kurang"),
        OutcomeGroup.NOT_SERVED: _("Tidak terlayani"),
        OutcomeGroup.REFERRED: _("Dirujuk"),
    }
    return words[group]
