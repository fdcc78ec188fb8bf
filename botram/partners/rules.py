"""Words for the kinds of agencies. Touches nothing."""

from flask_babel import gettext as _

from botram.partners.models import AgencyKind


def kind_word(kind: AgencyKind) -> str:
    """Whose an agency is, as the office says it."""
    words: dict[AgencyKind, str] = {
        AgencyKind.REGIONAL: _("Perangkat daerah (OPD)"),
        AgencyKind.CENTRAL: _("Instansi vertikal"),
        AgencyKind.COMPANY: _("BUMN atau BUMD"),
        AgencyKind.OTHER: _("Lembaga lain"),
    }
    return words[kind]
