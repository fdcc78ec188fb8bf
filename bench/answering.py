"""A version of the program that answers one request after another in a process of its own, for comparing versions."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent


class Answering:
    """A script of this folder, started with ``--answer`` on a checkout.

    It gets one name a line and writes one JSON object a line, beginning with the names that it knows (``pages``).
    """

    def __init__(self, script: str, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, script, "--answer", str(folder), *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def pages(self) -> list[str]:
        """Return the names that it knows, once it is ready."""
        names: list[str] = self._read()["pages"]
        return names

    def ask(self, name: str) -> dict[str, Any]:
        """Return the answer for a name, with the status 200."""
        assert self.process.stdin
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        answer = self._read()
        assert answer["status"] == 200, f"{name}: {answer['status']}"
        return answer

    def end(self) -> None:
        """Let the process end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()

    def _read(self) -> dict[str, Any]:
        """Return the next line. Raises SystemExit when the process has ended."""
        assert self.process.stdout
        if not (line := self.process.stdout.readline()):
            raise SystemExit(f"{self.process.args!r} ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


def only(folder: Path) -> None:
    """Import everything from a checkout from here on, and nothing from this one."""
    sys.path[:] = [str(folder), *(one for one in sys.path if one != str(HERE))]
    del sys.modules["bench"]
    import botram

    assert Path(botram.__file__).is_relative_to(folder), f"{botram.__file__} is not of {folder}"


def say(answer: dict[str, Any]) -> None:
    """Write one line for the process that asked."""
    print(json.dumps(answer), flush=True)
