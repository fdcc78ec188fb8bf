"""Feeds that programs poll: an unchanged one is answered with 304, before it is written."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, request

_PUBLIC_SECONDS = 300


def answer_once(
    tag: str, changed_at: datetime, write: Callable[[], bytes], *, content_type: str, public: bool
) -> Response:
    """Return the file, or 304 for a client that has its present state.

    tag           differs once a byte of the file does
    changed_at    when it last did
    public        whether anybody may keep it for a moment, and pages of any site read it; else nobody
    """
    if (known := _known_tag(tag, changed_at)) is not None:
        response = Response(status=304)
        response.set_etag(known)
    else:
        response = Response(write(), content_type=content_type)
        response.set_etag(tag)
    response.last_modified = changed_at
    if public:
        response.headers["Cache-Control"] = f"public, max-age={_PUBLIC_SECONDS}"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _known_tag(tag: str, changed_at: datetime) -> str | None:
    """Return the client's tag of the present state; None when the file has to be sent.

    Compressed answers carry the tag with the compression's name behind it, as Flask-Compress writes it.
    """
    asked = request.if_none_match
    if asked:
        same = [one for one in asked.as_set(include_weak=True) if one.partition(":")[0] == tag]
        return same[0] if same else tag if asked.star_tag else None
    since = request.if_modified_since
    return tag if since and since >= changed_at else None
