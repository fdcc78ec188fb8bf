"""Phones send 2,000 entries through cut connections to a server that is killed three times: is each counted once?

    python bench/ledger_storm.py [--database URL] [--entries 2000] [--phones 8] [--kills 3] [--cuts 0.15] [--forget]

The server is what `make run` starts, web processes and worker. Each entry is sent one to four times, by whichever
phones, shuffled, in batches of varying size, a correction also before what it corrects. Some connections are cut in the
middle of the request or before the answer is read; SIGKILL ends all processes of the server at once, and it is started
again. A phone keeps an entry until the server's own word for it. In the end every entry must stand in the ledger once,
and the kept sums must be what the entries add up to. With ``--forget`` phones draw a new id for each sending (and
correct nothing): the same script must then show doubled entries.
Without ``--database`` it uses a SQLite file in a temporary folder; a PostgreSQL URL names an empty database.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

from bench.ledger_entries import Entry, taps

ROOT = Path(__file__).resolve().parent.parent
CORRECTIONS = 0.15
LARGEST_BATCH = 60
PATIENCE_SECONDS = 30  # for one answer
GIVE_UP_SECONDS = 1800
BACK_OFF_SECONDS = (0.05, 0.5)
LONGEST_RETRY_AFTER = 2.0  # a phone would wait as long as it is told to
SECRET = "only for this measurement, nowhere else"
SETTINGS = {"SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
pause = threading.Event().wait

Sending = tuple[str, Entry]
"""The visit's public id and the entry."""


@dataclass
class Server:
    """What `make run` starts, on a port that stays the same."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it serves."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "botram.serve"],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            start_new_session=True,  # so that all its processes can be killed at once
        )
        assert self.process.stdout
        said = self.process.stdout.readline()
        assert "http://" in said, said

    def kill(self) -> None:
        """End all its processes in this instant."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.read()  # ends when the last of them is gone
        self.process.stdout.close()


@dataclass
class Tally:
    """What happened, counted by all phones."""

    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *names: str) -> None:
        """Count each of these once."""
        with self.lock:
            self.counts.update(names)


@dataclass(frozen=True)
class Answer:
    """What the server says."""

    status: int
    text: str
    retry_after: float  # seconds; 0: not said


class Phone:
    """An officer's phone: it keeps an entry until it has the server's word for it."""

    def __init__(self, name: str, port: int, outbox: list[Sending], cuts: float, tally: Tally) -> None:
        self.name, self.port, self.outbox, self.cuts, self.tally = name, port, outbox, cuts, tally
        self.dice = random.Random(name)
        self.forgetful = False
        self.cookie = self.token = ""

    def work(self) -> None:
        """Sign in and send until nothing is left."""
        began = time.monotonic()
        while self.outbox and time.monotonic() - began < GIVE_UP_SECONDS:
            try:
                if not self.token:
                    self.sign_in()
                self.send_some()
            except (OSError, http.client.HTTPException):
                self.tally.add("connections that failed")
                pause(self.dice.uniform(*BACK_OFF_SECONDS))

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> Answer:
        """One request and its whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token} | ({"Content-Type": kind} if kind else {})
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return Answer(answer.status, text, float(answer.headers.get("Retry-After", 0)))

    def sign_in(self) -> None:
        """As people do: the form with its token, then a token for writes."""
        found = TOKEN.search(self.ask("GET", "/masuk").text)
        form = {"name": self.name, "password": "botram-demo", "csrf_token": found[1] if found else ""}
        self.ask("POST", "/masuk", urlencode(form), "application/x-www-form-urlencoded")
        answer = self.ask("GET", "/api/v1/me")
        if answer.status == 200:
            self.token = json.loads(answer.text)["csrf_token"]

    def send_some(self) -> None:
        """One batch of one visit, whose connection may be cut."""
        visit = self.dice.choice(self.outbox)[0]
        batch = [one for one in self.outbox if one[0] == visit][: self.dice.randint(1, LARGEST_BATCH)]
        entries = [entry | ({"id": str(uuid4())} if self.forgetful else {}) for _visit, entry in batch]
        path, body = f"/api/v1/visits/{visit}/results", json.dumps({"entries": entries, "device": self.name})
        if self.dice.random() < self.cuts:
            self.send_and_cut(path, body)
            return
        answer = self.ask("POST", path, body, "application/json")
        self.tally.add(f"status {answer.status}", *["entries sent"] * len(entries))
        if answer.status == 200:
            self.settle(batch, [one["status"] for one in json.loads(answer.text)["results"]])
        elif answer.status in (401, 403):
            self.token = ""
        elif answer.status == 429 or answer.status >= 500:
            pause(min(answer.retry_after, LONGEST_RETRY_AFTER) or self.dice.uniform(*BACK_OFF_SECONDS))
        else:
            raise SystemExit(f"a phone would show this and stop: {answer.status} {answer.text}")

    def settle(self, batch: list[Sending], words: list[str]) -> None:
        """Forget what the server has; what comes later goes to the end."""
        self.tally.add(*(f"receipt {word}" for word in words))
        sent = {id(one) for one in batch}
        rest = [one for one in self.outbox if id(one) not in sent]
        self.outbox[:] = rest + [one for one, word in zip(batch, words, strict=True) if word == "later"]

    def send_and_cut(self, path: str, body: str) -> None:
        """Let go in the middle of the request, or with all of it sent and no answer read."""
        whole = self.dice.random() < 0.5
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n"
            f"X-CSRFToken: {self.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        sent = head + (body if whole else body[: len(body) // 2])
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS) as connection:
            connection.sendall(sent.encode())
            if whole:
                pause(self.dice.uniform(0, 0.2))  # the server may be anywhere in its work by now
        self.tally.add("connections cut before the answer" if whole else "connections cut in the request")
        self.dice.shuffle(self.outbox)


def prepare(app: Flask, phones: int) -> list[str]:
    """Migrate, and make an office, its officers and two visits that run; returns the visits' public ids."""
    from flask_migrate import upgrade

    from botram.extensions import db
    from botram.staff.models import Role
    from botram.visits.models import VisitState
    from tests import builders

    with app.app_context():
        upgrade()
        builders.load_reference_data()
        crew = tuple(
            builders.person(f"petugas{n}", f"Petugas {n}", Role.OFFICER, builders.bekasi()) for n in range(phones)
        )
        ids = [
            builders.a_visit(day=builders.DAY.replace(day=day), crew=crew, state=VisitState.RUNNING).public_id
            for day in (8, 10)
        ]
        db.session.remove()
        db.engine.dispose()
    return ids


def outboxes(entries: list[Sending], phones: int, dice: random.Random) -> list[list[Sending]]:
    """Each entry one to four times, on whichever phones, shuffled."""
    boxes: list[list[Sending]] = [[] for _phone in range(phones)]
    for visit, entry in entries:
        for _copy in range(dice.randint(1, 4)):
            dice.choice(boxes).append((visit, entry))
    for box in boxes:
        dice.shuffle(box)
    return boxes


def storm(server: Server, phones: list[Phone], kills: int, tally: Tally) -> None:
    """Let all phones send, and kill the server now and then, each time a share of the entries is known to be there."""
    threads = [threading.Thread(target=phone.work, daemon=True) for phone in phones]
    whole = sum(len(phone.outbox) for phone in phones)
    for thread in threads:
        thread.start()
    for kill in range(1, kills + 1):
        while sum(len(phone.outbox) for phone in phones) > whole * (1 - kill / (kills + 1)):
            if pause(0.01) or not any(thread.is_alive() for thread in threads):
                break
        server.kill()
        tally.add("kills")
        server.start()
    for thread in threads:
        thread.join()


def verdict(app: Flask, entries: list[Sending]) -> dict[str, int]:
    """How many entries are lost, how many rows are there twice, and how many sums are not what was sent."""
    from sqlalchemy import select

    from botram.extensions import db
    from botram.results.actions import check_totals
    from botram.results.models import ResultEntry
    from botram.results.queries import stored_sums
    from botram.visits.models import Visit

    sums: Counter[tuple[str, ...]] = Counter()
    for visit, entry in entries:
        sums[visit, entry["service"], "REQUESTS", entry["outcome"]] += entry["requests"]
        for kind in ("issued", "missing"):
            for code, count in entry.get(kind, {}).items():
                sums[visit, entry["service"], kind.upper(), code] += count
    with app.app_context():
        rows = Counter(db.session.scalars(select(ResultEntry.note)))
        ids = {row.id: row.public_id for row in db.session.execute(select(Visit.id, Visit.public_id))}
        kept = Counter({(ids[visit], *rest): count for (visit, *rest), count in stored_sums().items()})
        unequal = len(check_totals())
        db.engine.dispose()
    return {
        "lost": sum(1 for _visit, entry in entries if entry["note"] not in rows),
        "doubled": sum(rows.values()) - len(rows),
        "sums that differ from the ledger": unequal,
        "sums that differ from what was sent": sum(kept[key] != sums[key] for key in {*kept, *sums}),
    }


def main() -> int:
    """Exit status 0 when nothing is lost, doubled or summed up wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--cuts", type=float, default=0.15, help="share of the connections")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forget", action="store_true", help="a new id for each sending: must show doubled entries")
    options = parser.parse_args()
    from botram import create_app

    dice, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        url, port = options.database or f"sqlite:///{folder}/storm.sqlite", free.getsockname()[1]
        free.close()
        app = create_app(SETTINGS | {"DATABASE_URL": url})
        visits = prepare(app, options.phones)
        made = taps(dice, options.entries, 0 if options.forget else CORRECTIONS)
        entries = sent_where(made, visits, dice)
        boxes = outboxes(entries, options.phones, dice)
        copies = sum(map(len, boxes))
        environment = {"PATH": os.environ["PATH"], "BOTRAM_INSTANCE": folder, "PORT": str(port), "DATABASE_URL": url}
        server = Server(environment | SETTINGS, port)
        server.start()
        try:
            phones = [Phone(f"petugas{n}", port, box, options.cuts, tally) for n, box in enumerate(boxes)]
            for phone in phones:
                phone.forgetful = options.forget
            began = time.monotonic()
            storm(server, phones, options.kills, tally)
            took = time.monotonic() - began
        finally:
            server.kill()
        found = verdict(app, entries)
    corrections = sum("corrects" in entry for _visit, entry in entries)
    print(f"{url.split(':')[0]}: {len(entries)} entries, {corrections} of them corrections, each sent 1 to 4 times,")
    print(f"  {copies} in all, by {options.phones} phones in {took:.0f} s")
    for name, count in sorted(tally.counts.items()):
        print(f"  {name}: {count}")
    for name, count in found.items():
        print(f"  {name.upper()}: {count}")
    return int(any(found.values()))


def sent_where(made: list[Entry], visits: list[str], dice: random.Random) -> list[Sending]:
    """Each entry with its visit, a chain with the same one, and with a note by which it is known again."""
    where: dict[str, str] = {}
    for number, entry in enumerate(made):
        where[entry["id"]] = where.get(entry.get("corrects", ""), dice.choice(visits))
        entry["note"] = f"uji {number}"
    return [(where[entry["id"]], entry) for entry in made]


if __name__ == "__main__":
    sys.exit(main())
