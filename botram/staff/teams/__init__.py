"""Changing teams: `actions.save_team` makes or changes one."""
