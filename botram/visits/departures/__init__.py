"""The lists that visits have left by a change: what is kept of them, and for how long."""
