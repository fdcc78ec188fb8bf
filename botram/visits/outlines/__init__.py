"""Outlines ("rancangan tanpa tanggal"): visits of which only a month and a village or a district are known so far.

Only its office sees an outline. Once village, day, team and venue are known, `actions.save_outline` makes a draft of it
with the same public id. A draft that is made under that id in any other way takes its place too (`records`).
"""
