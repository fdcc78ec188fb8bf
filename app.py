"""Here Flask and WSGI servers find the app: `flask --app app run`, `python app.py`, `gunicorn app:app`."""

import sys

try:
    from botram import development
except ImportError as error:
    if (error.name or "").startswith("botram"):
        raise  # a mistake of ours
    sys.exit(
        f"Pustaka belum lengkap ({error}). Dengan Python 3.11 atau lebih baru: pip install -r requirements.txt\n"
        f"Libraries are missing ({error}). With Python 3.11 or newer: pip install -r requirements.txt"
    )

app = development.find_app(main=__name__ == "__main__")

if __name__ == "__main__":
    development.serve_locally(app)
