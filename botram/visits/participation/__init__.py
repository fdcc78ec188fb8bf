"""Who takes part in a visit: its teams, and the villages that it serves."""
