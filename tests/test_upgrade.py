"""The scripts of the operator: to another version and back, and libraries for the Python that is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from botram.config import ROOT

NAMED = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Pak Jaya")
MAILED = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "jaya@example.go.id")
ALONE = os.environ | NAMED | MAILED | {"GIT_CONFIG_GLOBAL": os.devnull, "PYTHON": sys.executable, "BACKUPS": ""}


def run(folder: Path, *command: str | Path) -> str:
    """What a program prints that ends well."""
    done = subprocess.run(command, cwd=folder, env=ALONE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Where versions are published: three of them, the first with a tag."""
    folder = tmp_path / "origin"
    (folder / "tools").mkdir(parents=True)
    run(folder, "git", "init", "--quiet", "--initial-branch=main")
    shutil.copy(ROOT / "tools" / "upgrade.sh", folder / "tools")
    for name in ("venv.sh", "compress.sh"):
        (folder / "tools" / name).write_text(f"#!/bin/sh\necho {name} >>installed\n")
        (folder / "tools" / name).chmod(0o755)
    (folder / ".gitignore").write_text("installed\n")
    publish(folder, "one")
    run(folder, "git", "tag", "v1")
    publish(folder, "two")
    return folder


def publish(folder: Path, version: str) -> None:
    """Make a new version."""
    (folder / "VERSION").write_text(version)
    run(folder, "git", "add", ".")
    run(folder, "git", "commit", "--quiet", "--message", version)


def test_back_to_an_older_version_and_forward_again(origin: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "clone", "--quiet", origin, "clone")
    clone = tmp_path / "clone"
    script, version = clone / "tools" / "upgrade.sh", clone / "VERSION"
    assert "one" in run(clone, script, "v1")
    assert version.read_text() == "one"
    publish(origin, "three")
    assert "three" in run(clone, script)
    assert version.read_text() == "three"
    assert run(clone, "git", "branch", "--show-current") == "main"
    run(clone, script, "HEAD~1")
    assert version.read_text() == "two"
    run(clone, script)
    run(clone, "git", "pull", "--ff-only")
    assert (clone / "installed").read_text().split() == ["venv.sh", "compress.sh"] * 4


def test_a_version_that_is_not_there_changes_nothing(origin: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "clone", "--quiet", origin, "clone")
    clone = tmp_path / "clone"
    done = subprocess.run([clone / "tools" / "upgrade.sh", "v9"], cwd=clone, env=ALONE, capture_output=True, text=True)
    assert done.returncode != 0 and "v9" in done.stderr
    assert (clone / "VERSION").read_text() == "two"
    assert not (clone / "installed").exists()


def test_another_python_gets_an_environment_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    script = shutil.copy(ROOT / "tools" / "venv.sh", tmp_path / "tools")
    (tmp_path / "list.txt").write_text("# nothing\n")
    settings, stamp = tmp_path / ".venv" / "pyvenv.cfg", tmp_path / ".venv" / "installed-list.txt"
    assert "Installing" in run(tmp_path, script, "list.txt")
    assert run(tmp_path, script, "list.txt") == ""
    here = "{}.{}".format(*sys.version_info)
    assert stamp.read_text().strip().endswith(f"Python {here}")
    settings.write_text(re.sub(r"(?m)^version = .*$", "version = 3.9.2", settings.read_text()))
    assert "Installing" in run(tmp_path, script, "list.txt")
    assert f"version = {here}" in settings.read_text()
    stamp.write_text(stamp.read_text().replace(here, "3.9"))
    assert "Installing" in run(tmp_path, script, "list.txt")
