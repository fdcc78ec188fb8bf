"""Counts over whole months: what an office did, each figure with the visits that it was counted from."""
