"""How long readers wait while eight writers wait for a lock of the database that somebody else holds.

    python bench/readers_beside_writers.py [--other CHECKOUT] [--seconds 20]

Baseline: the same reads before anybody writes; with --other the same in another version's checkout. Each server runs
with two processes of four threads on an empty SQLite database of its own. The writers send sign-ins, one after another.
"""

import argparse
import http.cookiejar
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

HERE = Path(__file__).resolve().parent.parent
WRITERS, LONGEST_SECONDS = 8, 120
READ = ("/", "/jadwal", "/layanan")


def write(address: str, until: float, seen: Counter[int], waits: list[float]) -> None:
    """Send sign-ins until the end, and note status and time of each."""
    opener = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{address}/masuk", timeout=LONGEST_SECONDS).read().decode()
    (token,) = re.findall(r'name="csrf_token" value="([^"]+)"', page)[:1]
    form = urlencode({"csrf_token": token, "name": "siapa", "password": "salah"}).encode()
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            status = opener.open(f"{address}/masuk", form, timeout=LONGEST_SECONDS).status
        except HTTPError as answer:
            status = answer.code
        waits.append(time.monotonic() - began)
        seen[status] += 1
        if status == 503:
            threading.Event().wait(0.2)  # somebody presses again


def read(address: str, until: float) -> list[float]:
    """The seconds that reads took, one after another until the end."""
    took = []
    while time.monotonic() < until:
        for path in READ:
            began = time.monotonic()
            with urlopen(f"{address}{path}", timeout=LONGEST_SECONDS) as answer:
                answer.read()
            took.append(time.monotonic() - began)
    return took


def told(what: str, seconds: list[float]) -> None:
    """Print a line about times."""
    print(f"  {what:34}{len(seconds):6} median {statistics.median(seconds):7.3f} s, longest {max(seconds):7.3f} s")


def measure(root: Path, seconds: float) -> None:
    """Serve one checkout and print what its readers wait."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "BOTRAM_INSTANCE": folder,
            "PORT": "0",
            "RATE_LIMIT": "100000",
            "LOG_LEVEL": "ERROR",
        }
        prepare = [sys.executable, "-m", "flask", "--app", "app", "prepare", "--empty"]
        subprocess.run(prepare, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "botram.serve"]
        with subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            assert server.stdout
            (address,) = re.findall(r"http://\S+", server.stdout.readline())
            try:
                told("reads, nobody writes", read(address, time.monotonic() + seconds / 4))
                beside_writers(address, Path(folder, "botram.sqlite"), seconds)
            finally:
                server.terminate()


def beside_writers(address: str, database: Path, seconds: float) -> None:
    """Hold the write lock, let everybody write, and print what readers and writers wait."""
    seen: Counter[int] = Counter()
    waits: list[float] = []
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        until = time.monotonic() + seconds
        writers = [threading.Thread(target=write, args=(address, until, seen, waits)) for _writer in range(WRITERS)]
        for one in writers:
            one.start()
        threading.Event().wait(1)
        told(f"reads beside {WRITERS} waiting writers", read(address, until))
        for one in writers:
            one.join()
        holder.rollback()
    told(f"writes, answered {dict(seen)}", waits)


def main() -> None:
    """Measure the other checkout first, then this one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--other", type=Path)
    options.add_argument("--seconds", type=float, default=20)
    given = options.parse_args()
    for root in filter(None, (given.other, HERE)):
        print(root if root != HERE else "this version")
        measure(root.resolve(), given.seconds)


if __name__ == "__main__":
    main()
