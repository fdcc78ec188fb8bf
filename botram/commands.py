"""The commands of `flask`. Their docstrings are what `flask COMMAND --help` prints."""

import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import IO, Any, ParamSpec

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo, pass_script_info
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from botram import clock, processes, worker
from botram.backup.actions import make_backup, restore_backup
from botram.backup.encryption import read_passphrase
from botram.config import SETTINGS, VERSION
from botram.demonstration.actions import renew_demonstration
from botram.outages import cause_of, words_for
from botram.packs import REGIONS, LoadReport, is_bundled
from botram.places.geocoding.actions import tidy_answers
from botram.places.regions.actions import load_region, office_depot, retire_villages
from botram.places.rules import check_point
from botram.preparation.actions import prepare_database
from botram.preparation.queries import has_region, holds_demonstration
from botram.refusals import NotFound, Refusal
from botram.results.actions import check_totals, rebuild_totals
from botram.secret import make_secret
from botram.services.actions import load_services
from botram.staff.actions import AccountPlan
from botram.staff.failed_sign_ins.actions import tidy_failures
from botram.staff.founding import OfficeRegion, make_office, rescue_admin
from botram.staff.models import Role
from botram.staff.offices import OfficePlan
from botram.staff.queries import offices
from botram.staff.sign_ins.actions import tidy_sign_ins
from botram.visits.departures.actions import tidy_departures

_P = ParamSpec("_P")
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


class _Failure(click.ClickException):
    """An error that is printed as a sentence, with exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to standard error, without click's prefix "Error: "."""
        click.echo(self.format_message(), file=file or sys.stderr)


def _reporting_errors(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return the command with expected errors turned into _Failure, which prints a sentence and no traceback."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            raise _Failure(str(refusal)) from refusal
        except NotFound as error:
            raise _Failure(_("Tidak ditemukan.")) from error
        except DBAPIError as error:
            reason = f"{str(error.orig).strip().partition(chr(10))[0]} ({words_for(cause_of(error)).indonesian})"
            raise _Failure(_("Basis data tidak menjawab: %(error)s", error=reason)) from error
        except SQLAlchemyError as error:
            raise _Failure(_("Basis data tidak menjawab: %(error)s", error=error)) from error
        except OSError as error:
            raise _Failure(_("Berkas tidak dapat dibaca atau ditulis: %(error)s", error=error)) from error

    return run


class _Commands(AppGroup):
    """Commands of `flask`. They run in the context of the app and report expected errors in one sentence."""

    def command(  # type: ignore[override]  # always with a name
        self, name: str, *, with_appcontext: bool = True
    ) -> Callable[[Callable[..., None]], click.Command]:
        """Return the decorator of a command. ``with_appcontext=False``: it needs neither context nor database."""
        add = super().command(name, with_appcontext=with_appcontext)
        return lambda function: add(_reporting_errors(function) if with_appcontext else function)


_commands = _Commands()


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in _commands.commands.values():
        app.cli.add_command(command)


@_commands.command("version", with_appcontext=False)
def version() -> None:
    """Print the version of this program."""
    click.echo(f"Botram {VERSION}")


@_commands.command("prepare")
@click.option("--empty", is_flag=True, help="A new database gets no demonstration.")
def prepare(empty: bool) -> None:
    """Upgrade the database to this program's schema and data, and make a secret if there is none."""
    make_secret()
    prepare_database(current_app, empty=empty)
    if holds_demonstration(current_app):
        click.echo(_("Basis data siap. Isinya contoh belaka."))
    elif not offices():
        click.echo(_("Basis data siap dan masih kosong. Langkah berikut: flask load-region, lalu flask make-office."))
    else:
        click.echo(_("Basis data siap."))


@_commands.command("worker", with_appcontext=False)
@pass_script_info
def worker_command(info: ScriptInfo) -> None:
    """Run the background worker until Ctrl-C, for a server that starts none (flask run, gunicorn)."""
    task = partial(worker.work, info.load_app())
    message = _("Pekerjaan latar berjalan (Ctrl-C untuk berhenti).")
    raise SystemExit(processes.run_together({"background worker": task}, started=partial(click.echo, message)))


@_commands.command("load-region")
@click.argument("folder", type=_FOLDER)
def load_region_command(folder: Path) -> None:
    """Load the districts and villages of a region pack, and report each refused row."""
    _print_report(load_region(folder, now=clock.now(), own=not is_bundled(folder)))


@_commands.command("load-services")
@click.argument("folder", type=_FOLDER)
def load_services_command(folder: Path) -> None:
    """Load the services, requirements and documents of a pack, and report each refused row."""
    _print_report(load_services(folder, now=clock.now(), own=not is_bundled(folder)))


def _print_report(report: LoadReport) -> None:
    """Print the report of a loaded pack. Raises _Failure when rows were refused."""
    click.echo(str(report))
    for remark in report.remarks:
        click.echo(remark)
    for row in report.refused:
        click.echo(str(row), err=True)
    if report.refused:
        raise _Failure(_("Baris yang ditolak tidak dimuat; baris lainnya sudah."))


@_commands.command("make-office")
@click.argument("code")
@click.argument("name")
@click.option("--time-zone", required=True, help="Asia/Jakarta, Asia/Makassar, Asia/Jayapura")
@click.option("--contact", required=True, help="The public line of the office, shown to residents.")
@click.option("--admin", required=True, help="The sign-in name of the first administrator.")
@click.option("--admin-name", default="", help="The name of that administrator; without it the sign-in name.")
@click.option("--depot", type=(float, float), help="Latitude and longitude of the point where teams start, in degrees.")
def make_office_command(
    code: str, name: str, time_zone: str, contact: str, admin: str, admin_name: str, depot: tuple[float, float] | None
) -> None:
    """Make an office and its first administrator, whose password is typed or read from standard input."""
    if depot:
        check_point(*depot)
    elif folder := REGIONS.get(code):
        depot = office_depot(folder)
    account = AccountPlan(admin_name or admin, admin, Role.ADMIN, password=_asked_password())
    made = make_office(OfficeRegion(code, time_zone), OfficePlan(name, contact, depot), account, now=clock.now())
    click.echo(_("%(name)s dibuat. Masuk sebagai %(admin)s untuk memasang kode masuk.", name=made.name, admin=admin))
    if not has_region(code):
        click.echo(_("Desanya belum ada. Muat paket wilayahnya dengan: flask load-region FOLDER"))


@_commands.command("rescue-admin")
@click.argument("name")
def rescue_admin_command(name: str) -> None:
    """Set a new password for an administrator who has lost it or the phone, and remove the second factor."""
    rescue_admin(name, _asked_password(), now=clock.now())
    click.echo(_("%(name)s dapat masuk lagi, lalu mengganti kata sandi dan memasang kode masuk.", name=name))


def _asked_password() -> str:
    """Return the password typed twice in the terminal, or else the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(_("Kata sandi administrator"), hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@_commands.command("demo")
@click.option("--renew", is_flag=True, required=True, help="Bring the demonstration schedule to today.")
def demo(renew: bool) -> None:
    """Bring the schedule of a demonstration to today."""
    if renew:
        added = renew_demonstration(now=clock.now())
        click.echo(
            ngettext(
                "Jadwal contoh kini sampai hari ini: %(num)d kunjungan ditambah.",
                "Jadwal contoh kini sampai hari ini: %(num)d kunjungan ditambah.",
                added,
            )
        )


_passphrase_option = click.option(
    "--passphrase-file",
    type=_FILE,
    help="A file whose first line encrypts the copy, in place of BACKUP_PASSPHRASE_FILE.",
)


def _passphrase(file: Path | None) -> str:
    """Return the passphrase of backups; empty for none. Never an argument, which other users of the machine can see."""
    named = file or current_app.config["BACKUP_PASSPHRASE_FILE"]
    return read_passphrase(Path(named)) if named else ""


@_commands.command("backup")
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@_passphrase_option
def backup(file: Path, force: bool, passphrase_file: Path | None) -> None:
    """Write a copy of the database, also while the program runs."""
    size = make_backup(file, force=force, passphrase=_passphrase(passphrase_file))
    click.echo(_("Cadangan ditulis ke %(file)s (%(size)s kB).", file=file, size=-(-size // 1024)))


@_commands.command("restore")
@click.argument("file", type=_FILE)
@_passphrase_option
def restore(file: Path, passphrase_file: Path | None) -> None:
    """Replace the whole database by a copy, also while the program runs."""
    kept = restore_backup(file, now=clock.now(), passphrase=_passphrase(passphrase_file))
    click.echo(_("Basis data dipulihkan dari %(file)s. Semua orang perlu masuk lagi.", file=file))
    if kept:
        click.echo(_("Keadaan sebelumnya disimpan di %(file)s.", file=kept))


@_commands.command("settings", with_appcontext=False)
def settings() -> None:
    """Print the table of settings that is in docs/settings.md."""
    click.echo("| setting | default | unit | what it does |\n|---|---|---|---|")
    for setting in SETTINGS:
        default = {None: "must be set", "": "empty"}.get(setting.default, f"`{setting.default}`")
        click.echo(f"| `{setting.name}` | {default} | {setting.unit} | {setting.meaning} |")


@_commands.command("check-totals")
@click.option("--rebuild", is_flag=True, help="Write totals that differ anew from the ledger.")
def check_totals_command(rebuild: bool) -> None:
    """Compare the stored totals of results with the ledger. Exit code 1 if they differ and are not rebuilt."""
    wrong = check_totals()
    for visit_id, service, kind, code, kept, ledger in wrong:
        click.echo(f"{visit_id} {service} {kind} {code}: {kept} != {ledger}")
    if not wrong:
        click.echo(_("Semua jumlah sama dengan catatannya."))
    elif rebuild:
        count = rebuild_totals()
        click.echo(ngettext("%(num)d jumlah ditulis ulang.", "%(num)d jumlah ditulis ulang.", count))
    else:
        raise SystemExit(1)


@_commands.command("tidy")
def tidy() -> None:
    """Delete expired sign-ins, old failed ones, counts, answers and departures, as the background worker does."""
    deleted = tidy_sign_ins(now=clock.now()) + tidy_failures(now=clock.now())
    click.echo(ngettext("%(num)d catatan masuk dihapus.", "%(num)d catatan masuk dihapus.", deleted))
    deleted = tidy_answers(now=clock.now())
    click.echo(ngettext("%(num)d jawaban alamat dihapus.", "%(num)d jawaban alamat dihapus.", deleted))
    deleted = tidy_departures(now=clock.now())
    click.echo(ngettext("%(num)d catatan umpan dihapus.", "%(num)d catatan umpan dihapus.", deleted))
    retired = retire_villages(now=clock.now())
    click.echo(ngettext("%(num)d desa beralih ke penggantinya.", "%(num)d desa beralih ke penggantinya.", retired))
