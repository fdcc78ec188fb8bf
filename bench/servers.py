"""Compares web servers behind which Botram could run; see docs/server-choice.md for what was concluded.

    pip install gunicorn granian waitress
    python bench/servers.py [--seconds 3] [--rounds 3] [--threads 4]

Every server runs the same small Flask app with two processes; waitress set up the way Botram does it. The
rounds take turns, so that other load on the machine meets all of them alike; the middle value of the rounds is
printed, with its ratio to the baseline's. Linux only: memory and processor time are read from /proc.
"""

import argparse
import importlib.util
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import load  # the path comes first

HERE = Path(__file__).parent
BASELINE = "gunicorn"
TICKS = os.sysconf("SC_CLK_TCK")


def gunicorn(port: int, threads: int) -> list[str]:
    options = ["-w2", "-kgthread", f"--threads={threads}", f"-b127.0.0.1:{port}", "--log-level=warning"]
    return ["-m", "gunicorn", *options, "small_app:app"]


def granian(port: int, threads: int) -> list[str]:
    options = ["--interface=wsgi", "--workers=2", f"--blocking-threads={threads}", "--log-level=warning"]
    return ["-m", "granian", *options, "--host=127.0.0.1", f"--port={port}", "small_app:app"]


def waitress(port: int, threads: int) -> list[str]:
    return ["small_app.py", str(port), "2", str(threads)]


SERVERS: dict[str, Callable[[int, int], list[str]]] = {"gunicorn": gunicorn, "granian": granian, "waitress": waitress}


@dataclass
class Running:
    """A server under measurement."""

    port: int
    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def family(self) -> list[int]:
        """The process ids of the server and its children."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # ended while we looked
        family = [self.process.pid]
        for member in family:
            family += [child for child, parent in parents.items() if parent == member]
        return family

    def memory_mb(self) -> float:
        """Memory of all its processes, shared pages counted once (PSS)."""
        kilobytes = 0
        for member in self.family():
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return kilobytes / 1024

    def processor_seconds(self) -> float:
        total = 0
        for member in self.family():
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def log_lines(self) -> int:
        self.log.seek(0)
        return len(self.log.read().splitlines())


def start(name: str, threads: int) -> Running:
    """Starts a server on a free port; returns when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tempfile.TemporaryFile()  # noqa: SIM115  # read until the server has ended, then closed by stop()
    command = [sys.executable, *SERVERS[name](port, threads)]
    process = subprocess.Popen(command, cwd=HERE, stdout=log, stderr=log)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if load.ask_anew(port, "/", seconds=0.02).times_ms:
            return Running(port, process, log)
    process.kill()
    raise RuntimeError(f"{name} did not answer within 20 seconds")


def stop(running: Running) -> tuple[float, int]:
    """Asks the server to end; seconds until it had, and its exit code (-9: had to be killed after 40 seconds)."""
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    try:
        code = running.process.wait(40)
    except subprocess.TimeoutExpired:
        for member in running.family():
            os.kill(member, signal.SIGKILL)
        code = running.process.wait()
    return time.monotonic() - began, code


def measure_speed(running: Running, seconds: float, seen: dict[str, list[float]]) -> None:
    for label, path in (("small page", "/"), ("30 kB page", "/large")):
        load.keep_asking(running.port, path, clients=8, seconds=0.5)
        before = running.processor_seconds()
        answered = load.keep_asking(running.port, path, clients=8, seconds=seconds)
        used = running.processor_seconds() - before
        seen[f"{label}, requests a second"].append(answered.per_second)
        seen[f"{label}, ms for 95 of 100"].append(answered.percentile_ms(0.95))
        seen[f"{label}, processor ms a request"].append(used * 1000 / len(answered.times_ms))


def measure_held(running: Running, seconds: float, count: int, seen: dict[str, list[float]]) -> None:
    held = load.unfinished_posts(running.port, count)
    others = load.ask_anew(running.port, "/", seconds)
    seen[f"{count} unfinished POSTs: others answered, of 100"].append(
        100 * len(others.times_ms) / max(1, len(others.times_ms) + others.failures)
    )
    seen[f"{count} unfinished POSTs: others, ms for 50 of 100"].append(others.percentile_ms(0.5))
    seen[f"{count} unfinished POSTs: others, ms for 99 of 100"].append(others.percentile_ms(0.99))
    seen[f"{count} unfinished POSTs: finished well later"].append(load.finish(held))


def measure_leavers(running: Running, seen: dict[str, list[float]]) -> None:
    before = running.log_lines()
    load.leave_early(running.port, "/stream", 40)
    after = load.ask_anew(running.port, "/", 1)
    seen["40 leave early: next visitor, ms for 99 of 100"].append(after.percentile_ms(0.99))
    seen["40 leave early: lines in the log"].append(running.log_lines() - before)


def measure_stop(name: str, threads: int, seen: dict[str, list[float]]) -> None:
    """SIGTERM while a request runs, and SIGTERM while 5 forms are unfinished."""
    running = start(name, threads)
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(load.ask_once(running.port, "/slow")))
    asking.start()
    asking.join(0.4)
    took, code = stop(running)
    asking.join()
    seen["SIGTERM: running request answered (1: yes)"].append(int(b"finished" in answers[0]))
    seen["SIGTERM: exit code"].append(code)
    seen["SIGTERM: seconds to end, a 1.5 s request runs"].append(took)

    running = start(name, threads)
    held = load.unfinished_posts(running.port, 5)
    seen["SIGTERM: seconds to end, 5 unfinished POSTs"].append(stop(running)[0])
    for connection in held:
        connection.close()


def measure(name: str, seconds: float, threads: int, seen: dict[str, list[float]]) -> None:
    running = start(name, threads)
    try:
        measure_speed(running, seconds, seen)
        seen["memory after that, MB"].append(running.memory_mb())
        for count in (40, 300):
            measure_held(running, seconds, count, seen)
        measure_leavers(running, seen)
    finally:
        stop(running)
    measure_stop(name, threads, seen)


def report(results: dict[str, dict[str, list[float]]]) -> None:
    names = list(results)
    base = BASELINE if BASELINE in results else names[0]
    print(f"\nMiddle value of the rounds; in brackets the ratio to the baseline, {base}.\n")
    print(f"{'':52}" + "".join(f"{name:>22}" for name in names))
    for label in results[base]:
        line = f"{label:52}"
        reference = statistics.median(results[base][label])
        for name in names:
            value = statistics.median(results[name][label])
            ratio = f"({value / reference:.2f})" if reference and value != float("inf") else ""
            line += f"{value:>13.2f} {ratio:>8}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--only", nargs="*", choices=SERVERS, default=list(SERVERS))
    asked = parser.parse_args()
    present = [name for name in asked.only if importlib.util.find_spec(name)]
    for name in set(asked.only) - set(present):
        print(f"{name} is not installed and is left out (pip install {name}).")
    results: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in present}
    for turn in range(asked.rounds):
        for name in present:
            print(f"round {turn + 1} of {asked.rounds}: {name}", flush=True)
            measure(name, asked.seconds, asked.threads, results[name])
    if present:
        report(results)


if __name__ == "__main__":
    main()
