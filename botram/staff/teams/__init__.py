"""Teams, made and changed with `actions.save_team`."""
