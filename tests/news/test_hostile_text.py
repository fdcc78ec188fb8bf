"""Whatever people write, independent programs read the same entries, and nothing in them but text."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from botram.news.entry import atom_entry
from botram.news.file import About, feed_file
from botram.news.labels import link_words, paragraphs, title, xml_line
from botram.visit_view import Audience, view_of
from botram.visits.models import ListKind, OfferState, Visit
from tests.builders import NOW
from tests.calendars.test_hostile_text import HOST, address_of, hostile, visits
from tests.hostile import texts
from tests.news.parsers import agreed, contents

words = st.one_of(hostile, texts, st.text(st.characters(codec="utf-16-le"), max_size=40))


def file_of(some: list[Visit], name: str, left: ListKind | None = None) -> bytes:
    """A feed with these visits."""
    about = About(name, "/jadwal.atom", f"https://{HOST}/jadwal.atom", f"https://{HOST}/jadwal", name, "id")
    made = [atom_entry(visit, uid_host=HOST, address_of=address_of, follows=left is None, left=left) for visit in some]
    return feed_file(made, about, uid_host=HOST, updated=NOW)


@settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(visits(), max_size=2, unique_by=lambda visit: visit.public_id),
    st.sampled_from([None, ListKind.VILLAGE, ListKind.SERVICE, ListKind.DISTRICT]),
    words,
    words,
)
def test_readers_agree_on_whatever_people_write(
    some: list[Visit], left: ListKind | None, name: str, reason: str
) -> None:
    for visit in some:
        visit.reason = reason
        visit.offers[0].state = OfferState.OPEN
    file = file_of(some, f"Botram {name}", left)
    told = agreed(file)
    assert [(one.id, one.link) for one in told] == [
        (f"tag:{HOST},2026:kunjungan/{visit.public_id}", address_of(visit.public_id)) for visit in some
    ]
    views = [view_of(visit, Audience.RESIDENTS, NOW) for visit in some]
    assert [one.title for one in told] == [xml_line(title(view, follows=left is None)) for view in views]
    for view, content in zip(views, contents(file), strict=True):
        assert set(content.tags) <= {"p", "br", "a"}
        assert content.links == [address_of(view.public_id)]
        said = [line for lines in paragraphs(view, None, address_of, left) for line in lines]
        assert content.lines[1:] == [*said, link_words(view)]
        assert xml_line(view.venue.name) in " ".join(said)


def test_what_xml_allows_survives_and_the_rest_goes() -> None:
    kept = "]]> <b>&amp;</b> ${7*7} ` \u202ekoor\u202c \u2066x\u2069 👩‍👩‍👧‍👦🎪🇮🇩 ꦧꦼꦏꦱꦶ \\n {{ 7 * 7 }}"
    assert xml_line(kept) == kept
    assert xml_line("a\0b \x1b[2J \ufffe\ud800c\r\n d\u2028e\x85f\x9b") == "ab [2J c d e f"
