"""Shared by pages of several audiences about a visit: links, cards, versions of forms."""
