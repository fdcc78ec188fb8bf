#!/bin/sh
# Brings the English catalogue up to date: takes new sentences in, drops those that are gone, compiles it, and names
# what has no English yet. Sentences stay Indonesian in the program; nothing here guesses at a translation.
set -eu
cd "$(dirname "$0")/.."
catalogue=botram/translations/en/LC_MESSAGES/messages
sentences=$(mktemp)
trap 'rm -f "$sentences"' EXIT

.venv/bin/pybabel --quiet extract --mapping-file=pyproject.toml --keywords=_l --keywords=lazy_gettext --keywords=lazy_pgettext:1c,2 \
    --add-location=file --sort-output --width=110 --output-file="$sentences" .
.venv/bin/pybabel --quiet update --input-file="$sentences" --output-file="$catalogue.po" --locale=en \
    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=110
.venv/bin/pybabel --quiet compile --input-file="$catalogue.po" --output-file="$catalogue.mo" --locale=en
.venv/bin/python - "$catalogue.po" <<'END'
import sys
from pathlib import Path

from babel.messages.pofile import read_po

with Path(sys.argv[1]).open("rb") as file:
    bare = [one for one in read_po(file, "en") if one.id and not all([one.string] if isinstance(one.string, str) else one.string)]
for one in bare:
    print(f"{one.locations[0][0] if one.locations else '?'}: {one.id}")
print(f"{len(bare)} without English" if bare else "English is complete.")
END
