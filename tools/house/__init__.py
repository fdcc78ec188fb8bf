"""What holds the house in order: reading the files of a tree, the guards over them, and the figures of them.

A guard takes sources and returns its faults as sentences, none where all is well. `tests/test_layout.py` runs every
guard on Botram, `tests/house/` shows each of them fail on a bad tree, `tools/measure_house.py` prints the figures.
"""
