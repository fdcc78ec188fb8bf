"""Every state, level, obstacle and reason has its words, in both languages and each its own."""

from collections.abc import Callable, Iterable
from enum import Enum
from itertools import product

import pytest
from flask import Flask
from flask_babel import force_locale

from botram.languages import ENGLISH, INDONESIAN, LANGUAGES
from botram.visit_view import StateKey, labels
from botram.visit_view.build import OFFER_KEYS
from botram.visits.field.labels import obstacle_word, offer_state_label
from botram.visits.models import Obstacle, OfferReason, OfferState, VisitLevel, VisitState

REASONS = (None, *OfferReason)
OFFERS = [
    (state, reason) for state, reason in product(OfferState, REASONS) if state is not OfferState.OPEN or not reason
]


@pytest.mark.parametrize(
    ("say", "members"),
    [
        (labels.state_word, VisitState),
        (labels.level_word, VisitLevel),
        (labels.level_name, VisitLevel),
        (obstacle_word, Obstacle),
    ],
)
def test_every_member_has_words_of_its_own(app: Flask, say: Callable[[Enum], str], members: Iterable[Enum]) -> None:
    for language in LANGUAGES:
        with app.test_request_context(), force_locale(language):
            words = [say(member) for member in members]
        assert all(words)
        assert len(set(words)) == len(words)


def test_every_state_key_has_a_word_in_the_language_that_is_asked_for(app: Flask) -> None:
    with app.test_request_context():
        words = {code: [labels.key_word(key, code) for key in StateKey] for code in (ENGLISH, INDONESIAN)}
    assert all(one and one != other for one, other in zip(words[ENGLISH], words[INDONESIAN], strict=True))
    assert all(len(set(some)) == len(StateKey) for some in words.values())


def test_every_state_of_a_service_has_a_word_a_key_and_an_end_of_a_sentence(app: Flask) -> None:
    assert set(OFFER_KEYS) == set(OfferState)
    with app.test_request_context():
        for language in LANGUAGES:
            words = [labels.offer_word(state, reason, language) for state, reason in OFFERS]
            assert len(set(words)) == len(OFFERS)
        told = {(state, reason): offer_state_label(state, reason) for state, reason in OFFERS}
    assert all(told.values())


@pytest.mark.parametrize(
    ("state", "reason", "word"),
    [
        (OfferState.OPEN, None, "Buka"),
        (OfferState.LIMITED, None, "Terbatas"),
        (OfferState.LIMITED, OfferReason.NETWORK, "Jaringan lambat"),
        (OfferState.CLOSED, OfferReason.BLANKS, "Blangko habis"),
        (OfferState.CLOSED, OfferReason.QUOTA, "Kuota habis"),
        (OfferState.CLOSED, None, "Tutup"),
    ],
)
def test_a_service_says_why_it_is_not_open(
    app: Flask, state: OfferState, reason: OfferReason | None, word: str
) -> None:
    with app.test_request_context():
        assert labels.offer_word(state, reason, INDONESIAN) == word
