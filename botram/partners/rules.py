"""Words for the kinds of agencies. Touches nothing."""

from flask_babel import lazy_gettext as _l

from botram.partners.models import AgencyKind

_KIND_WORDS = {
    AgencyKind.REGIONAL: _l("Perangkat daerah (OPD)"),
    AgencyKind.CENTRAL: _l("Instansi vertikal"),
    AgencyKind.COMPANY: _l("BUMN atau BUMD"),
    AgencyKind.OTHER: _l("Lembaga lain"),
}


def kind_word(kind: AgencyKind) -> str:
    """Whose an agency is, as the office says it."""
    return str(_KIND_WORDS[kind])
