"""Labels of outcomes, and their groups for reports and verification."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from botram.results.models import Outcome


class OutcomeGroup(StrEnum):
    """A group of outcomes by what they mean for the resident."""

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
    OutcomeGroup.NOT_SERVED: (Outcome.NOT_SERVED_QUOTA, Outcome.NOT_SERVED_NETWORK, Outcome.NOT_SERVED_NO_BLANK),
    OutcomeGroup.REFERRED: (Outcome.REFERRED,),
}
GROUP_OF = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}
SERVED = tuple(outcome for outcome in Outcome if GROUP_OF[outcome] is not OutcomeGroup.NOT_SERVED)
"""The outcomes of requests that count towards a quota."""

_OUTCOME_WORDS = {
    Outcome.ISSUED_ON_SPOT: _l("Selesai di tempat"),
    Outcome.ISSUED_DIGITAL: _l("Terbit digital"),
    Outcome.ENROLLED_PRINT_LATER: _l("Rekam, cetak menyusul"),
    Outcome.ENROLLED_UNDER_17: _l("Rekam pemula"),
    Outcome.ACCEPTED_PROCESSING: _l("Diproses di kantor"),
    Outcome.PENDING_VERIFICATION: _l("Menunggu verifikasi data"),
    Outcome.INTERIM_PAPER: _l("Diberi biodata atau suket"),
    Outcome.RETURNED_INCOMPLETE: _l("Dikembalikan, berkas kurang"),
    Outcome.NOT_SERVED_QUOTA: _l("Tidak terlayani, kuota habis"),
    Outcome.NOT_SERVED_NETWORK: _l("Tidak terlayani, jaringan"),
    Outcome.NOT_SERVED_NO_BLANK: _l("Tidak terlayani, blangko habis"),
    Outcome.REFERRED: _l("Dirujuk"),
}


def outcome_word(outcome: Outcome) -> str:
    """The label of an outcome, for officers and the office."""
    return str(_OUTCOME_WORDS[outcome])


_GROUP_WORDS = {
    OutcomeGroup.DONE: _l("Selesai"),
    OutcomeGroup.FOLLOWS: _l("Menyusul"),
    OutcomeGroup.RETURNED: _l("Berkas kurang"),
    OutcomeGroup.NOT_SERVED: _l("Tidak terlayani"),
    OutcomeGroup.REFERRED: _l("Dirujuk"),
}


def group_word(group: OutcomeGroup) -> str:
    """The label of a group of outcomes, as the head of a column."""
    return str(_GROUP_WORDS[group])
