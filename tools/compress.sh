#!/bin/sh
# Lays a gzip file beside each static file, only when one of them changed. An old one would be served in its place.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/compressed-static
sum=$(find static -type f ! -name '*.gz' -exec cksum {} + | sort | cksum)
if [ "$sum" != "$(cat "$stamp" 2>/dev/null)" ]; then
    find static -type f -name '*.gz' -exec rm -f {} +
    .venv/bin/python -m whitenoise.compress --no-brotli --quiet static
    echo "$sum" >"$stamp"
fi
