"""Receivers that answer questions about places."""

from botram.places.queries import place_names
from botram.staff.signals import password_words_asked

password_words_asked.connect(lambda asked: asked.words.update(place_names()))
