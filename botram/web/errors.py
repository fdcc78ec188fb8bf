"""Error pages for people, and problem documents for programs."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, json, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, SecurityError, ServiceUnavailable

from botram import refusals
from botram.database import release_connection
from botram.languages import language
from botram.outages import cause_of, words_for
from botram.web import access
from botram.web.expired_form import submitted_texts
from botram.web.language import spoken
from botram.web.logs import request_id
from botram.web.static_files import static_url
from botram.web.unsaved_form import unsaved_form

log = logging.getLogger("botram.errors")
RETRY_SECONDS = 10
_SIGNING_IN = ("masuk", "keluar")
_SIGN_OUT = "/keluar"
_WRITING = ("POST", "PUT", "PATCH", "DELETE")
BRAKE_SECONDS = 60  # the coarse brake counts minutes
_RETRY = {429: BRAKE_SECONDS, 503: RETRY_SECONDS}


def init_app(app: Flask) -> None:
    """Answer every failure with a page or a problem document."""

    @app.errorhandler(HTTPException)
    def known(error: HTTPException) -> Response:
        original = getattr(error, "original_exception", None)  # of what failed while an answer was made of a failure
        return no_database(original) if isinstance(original, SQLAlchemyError) else _error_response(error)

    @app.errorhandler(refusals.NotFound)
    def not_found(_error: refusals.NotFound) -> Response:
        return _error_response(NotFound())

    @app.errorhandler(SQLAlchemyError)
    def no_database(error: SQLAlchemyError) -> Response:
        # The detail of a constraint quotes what people typed, so only the class of the error is logged.
        kind, words = type(getattr(error, "orig", None) or error).__name__, words_for(cause_of(error))
        log.error("%s database: %s (%s)", request_id(), words.english, kind)
        _release()
        return _error_response(ServiceUnavailable())

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        if app.debug:
            raise error  # for the debugger
        log.error("%s failed", request_id(), exc_info=error)
        return _error_response(InternalServerError())

    @app.teardown_request
    def roll_back(error: BaseException | None) -> None:
        if error is not None:
            _release()


def _release() -> None:
    """Release the database connection, even a broken one."""
    try:
        release_connection()
    except SQLAlchemyError:
        log.warning("%s the connection to the database was lost", request_id())


def _error_response(error: HTTPException) -> Response:
    """Return a page for a person, a problem document (RFC 9457) for a program."""
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if error.code >= 500:
        access.stop_asking()
    if request.path.startswith("/api/"):
        access.answer_one()
        title, detail = _program_wording(error)
        kind = "csrf" if isinstance(error, CSRFError) else "about:blank"
        response = problem(error.code, kind, title=title, detail=detail)
    else:
        response = make_response(_page_for(error), error.code)
    if retry := getattr(error, "retry_after", None) or _RETRY.get(error.code):
        response.headers["Retry-After"] = str(retry)
    if allow := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allow))
    return response


def _page_for(error: HTTPException) -> str:
    """Return the page in the layout of its neighbours; in a static one without the database."""
    title, sentence = _wording(error)
    words = {"title": title, "sentence": sentence, "note": _("Nomor kejadian: %(number)s", number=request_id())}
    addresses_known = not isinstance(error, SecurityError)  # for an unknown host none can be built
    if (error.code or 500) < 500 and addresses_known and access.may_ask():
        try:
            if access.for_staff() and current_user.is_authenticated:
                lost = _("Alamatnya mungkin salah ketik, atau isinya sudah dihapus. Pilih dari menu.")
                words |= {"sentence": lost} if error.code == 404 else {}
                return render_template("errors/staff.html", **words, written=_written())
            return render_template("errors/page.html", links=_ways_on(), lost=error.code == 404, **words)
        except SQLAlchemyError:
            access.stop_asking()
            _release()
    return _plain_page(error, words)


def _written() -> list[str]:
    """Return the texts of a form that was not saved; none where it is too large to be read."""
    try:
        return list(submitted_texts())
    except HTTPException:
        return []


def _plain_page(error: HTTPException, words: Mapping[str, str]) -> str:
    """Return a page that reads nothing: the values that templates usually know come from the database in part."""
    return current_app.jinja_env.get_template("errors/plain.html").render(
        language=language(),
        site_name=current_app.config["SITE_NAME"],
        stylesheet_url=static_url("css/botram.css"),
        start_url=spoken("/"),
        links=_ways_on(),
        unsaved=unsaved_form() if error.code == 503 else None,
        **words,
    )


def _ways_on() -> list[tuple[str, str]]:
    """Return links: address and label. First the list in which what the address named would stand."""
    ways = [(spoken("/"), _("Cari desa Anda di beranda")), (spoken("/jadwal"), _("Lihat semua jadwal"))]
    area = request.path.split("/")[1]
    if access.for_staff() or area in _SIGNING_IN:
        return [*ways, (spoken("/masuk"), _("Masuk petugas"))]
    return [*((spoken(path), label) for path, label in _list_around(area)), *ways]


def _list_around(area: str) -> list[tuple[str, str]]:
    """Return the list of the places, services or calendars among which an address was."""
    lists = {
        "desa": ("/kecamatan", _("Pilih dari daftar desa")),
        "kecamatan": ("/kecamatan", _("Pilih dari daftar kecamatan")),
        "layanan": ("/layanan", _("Lihat semua layanan dan syaratnya")),
        "kalender": ("/kalender", _("Cari kalender desa Anda")),
        "peta": ("/peta", _("Buka peta kunjungan")),
    }
    return [lists[area]] if area in lists else []


def _lost_sentence() -> str:
    """Return what may be wrong with an address that does not exist."""
    if request.path.startswith("/kunjungan/"):
        return str(_("Kode kunjungan ini tidak dikenal. Periksa lagi kodenya, atau cari desa Anda."))
    return str(_("Alamatnya mungkin salah ketik, atau halamannya sudah tidak ada. Cari desa Anda."))


def _outage_sentence() -> str:
    """Return what an outage of the database means for what was asked."""
    if request.method not in _WRITING:
        return str(_("Data sedang tidak dapat dibaca. Tunggu sebentar, lalu coba lagi."))
    if request.path == _SIGN_OUT:
        return str(_("Anda belum keluar dari akun Anda. Tunggu sebentar, lalu coba lagi."))
    return str(_("Yang Anda kirim belum disimpan. Tunggu sebentar, lalu coba lagi."))


def _wording(error: HTTPException) -> tuple[str, str]:
    """Return a title and a sentence that says what happened and what to do."""
    if isinstance(error, CSRFError):
        return _("Halaman ini sudah kedaluwarsa"), _(
            "Masuk lagi atau muat ulang halaman, lalu kirim sekali lagi. Yang Anda kirim belum disimpan."
        )
    words = {
        400: (_("Permintaan tidak dapat dibaca"), _("Alamat atau isiannya tidak lengkap. Kembali dan coba lagi.")),
        401: (_("Anda belum masuk"), _("Masuk dahulu, lalu ulangi.")),
        403: (_("Halaman ini bukan untuk peran Anda"), _("Bila Anda membutuhkannya, hubungi administrator kantor.")),
        404: (_("Halaman tidak ditemukan"), _lost_sentence()),
        405: (_("Cara ini tidak dilayani di sini"), _("Kembali dan gunakan tombol pada halaman.")),
        413: (_("Kiriman terlalu besar"), _("Kurangi isinya, lalu kirim lagi. Yang tadi belum disimpan.")),
        422: (_("Isian belum dapat disimpan"), _("Kembali dan perbaiki isian yang ditandai.")),
        429: (_("Terlalu banyak permintaan"), _("Tunggu satu menit, lalu coba lagi.")),
        503: (_("Layanan sedang tidak tersambung"), _outage_sentence()),
    }
    fallback = (
        _("Terjadi kesalahan pada sistem"),
        _("Kesalahan ini sudah tercatat. Coba lagi; bila berulang, sebutkan nomor di bawah kepada kantor."),
    )
    return words.get(error.code or 500, words[400] if (error.code or 500) < 500 else fallback)


def _program_wording(error: HTTPException) -> tuple[str, str]:
    """Return title and sentence for programs, which know no pages, buttons or marked inputs."""
    code = error.code or 500
    if isinstance(error, CSRFError):
        return _wording(error)
    if code >= 500 and code != 503:
        return _("Terjadi kesalahan pada sistem"), _(
            "Kesalahan ini sudah tercatat. Coba lagi; bila berulang, sebutkan request_id kepada kantor."
        )
    document = "/api/v1/openapi.json"
    words = {
        400: (
            _("Permintaan tidak dapat dibaca"),
            _("Alamat, parameter, atau isinya tidak lengkap. Periksa lagi sebelum mengirim ulang."),
        ),
        403: (_("Peran Anda tidak boleh melakukan ini"), _("Bila Anda membutuhkannya, hubungi administrator kantor.")),
        404: (
            _("Tidak ditemukan"),
            _("Tidak ada apa pun di alamat ini. Daftar alamat ada di %(document)s.", document=document),
        ),
        405: (
            _("Metode ini tidak dilayani di sini"),
            _("Metode yang dilayani tertulis di header Allow dan di %(document)s.", document=document),
        ),
        422: (_("Isi permintaan belum dapat disimpan"), _("Perbaiki isinya, lalu kirim lagi.")),
    }
    return words.get(code) or _wording(error)


def problem(status: int, kind: str, **members: Any) -> Response:
    """Return a problem document. ``members`` are title, detail and the extensions of its type."""
    body = {"type": kind, "status": status, **members, "request_id": request_id()}
    return Response(json.dumps(body), status, mimetype="application/problem+json")
