"""Receivers that keep what the quotas of a visit have used."""

from botram.results.actions import keep_used
from botram.visits.signals import offers_changed

offers_changed.connect(lambda event: keep_used(event.visit, now=event.now))
