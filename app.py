"""Here `flask` finds the app."""

import sys

from botram import create_app
from botram.config import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"botram: {error}")
