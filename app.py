"""Here `flask` finds the app."""

from botram import create_app

app = create_app()
