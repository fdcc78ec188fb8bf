"""Schemathesis over the JSON API: whether the app does what its OpenAPI document says, and nothing else.

One run plays one person, or nobody, against all that the document names: its examples, the edges of every schema, each
broken on purpose, methods and media types that nobody serves, drawn requests, and chains of requests in which one
answer's ids go into the next request. All of Schemathesis' checks are on.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import urlopen

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.config._checks import (
    MISSING_REQUIRED_HEADER_EXPECTED_STATUSES,
    POSITIVE_DATA_ACCEPTANCE_EXPECTED_STATUSES,
)
from schemathesis.engine import events, from_schema
from waitress import wasyncore

from botram import startup, web_server

DOCUMENT = "/api/v1/openapi.json"
PATIENCE_SECONDS = 30  # for one answer; the machine may be busy
EDGES = {
    "generate-duplicate-query-parameters": True,
    "extra-data-sources": {"responses": False},  # so that all are tried on the visit that is there for it
}
OFTEN = 0.8  # how often a drawn request holds what is really there

EXPECTED: dict[str, Any] = {
    # RFC 6585 made 428 for a change without If-Match, and docs/api.md promises it.
    "missing_required_header": {"expected-statuses": [*MISSING_REQUIRED_HEADER_EXPECTED_STATUSES, "428"]},
    # No schema knows the visit's present version: a well-formed If-Match that names another one is 412 (RFC 9110).
    "positive_data_acceptance": {"expected-statuses": [*POSITIVE_DATA_ACCEPTANCE_EXPECTED_STATUSES, "412"]},
    "max_response_time": PATIENCE_SECONDS,  # off unless it is set
}
"""What the checks expect beyond their own lists. None is turned off."""


@dataclass(frozen=True)
class SignedIn:
    """A person's sign-in, as programs carry it."""

    name: str
    cookie: str
    token: str


@dataclass
class Found:
    """What a run saw: cases by operation, answers to its own method, and each kind of fault once."""

    cases: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def read(self, event: events.EngineEvent) -> None:
        """Take in what Schemathesis tells."""
        if isinstance(event, events.ScenarioFinished):
            self.read_scenario(event)
        elif isinstance(event, events.NonFatalError):
            self.faults.setdefault(f"error: {event.label}", f"{event.info.title}\n{event.info.message}")
        elif isinstance(event, events.FatalError):
            self.faults.setdefault("error", repr(event.exception))

    def read_scenario(self, event: events.ScenarioFinished) -> None:
        """The cases of one operation, or of one chain of them."""
        recorder = event.recorder
        for number, node in recorder.cases.items():
            operation, sent = node.value.operation, recorder.interactions.get(number)
            self.cases[operation.label] += 1
            if sent and sent.response and sent.request.method == operation.method.upper():
                self.answers[operation.label, sent.response.status_code] += 1
        for check in (check for checks in recorder.checks.values() for check in checks):
            if check.failure_info:
                failure = check.failure_info.failure
                said = f"{failure.title}\n{failure.message}\n{check.failure_info.code_sample}"
                self.faults.setdefault(f"{check.name}: {failure.operation}", said)

    @property
    def report(self) -> str:
        """All faults, each with a request that shows it."""
        return "\n\n".join(f"{name}\n{said}" for name, said in self.faults.items())


def fuzz(
    url: str,
    folder: Path,
    known: Mapping[str, Sequence[Any]],
    people: Sequence[SignedIn] = (),
    *,
    examples: int,
    seed: int,
    **more: Any,
) -> Found:
    """Run against the app at ``url`` as the first of the people, or as nobody.

    The others are of another office: nothing that only the first may read may reach them. ``known`` says what is
    really there: values by parameter, as Schemathesis' settings name it. ``more`` goes into its settings as it is.
    """
    settings = {
        "seed": seed,
        "base-url": url,
        "continue-on-failure": True,
        "cache": {"enabled": False},  # nothing of one run is left to the next
        "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
        "checks": {"enabled": True, **EXPECTED},
        "phases": {"coverage": EDGES},
        "dictionaries": {name: {"values": list(values)} for name, values in known.items()},
        "parameters": {name: {"dictionary": name, "probability": OFTEN} for name in known},
        **more,
    }
    if people:
        settings["auth"] = {"wfc": sign_ins(people, folder)}
    config = SchemathesisConfig.from_dict(settings)
    found = Found()
    with urlopen(url + DOCUMENT, timeout=PATIENCE_SECONDS) as answer:
        document = json.load(answer)
    # Loaded from its address, the document would leave that address out.
    schema = schemathesis.openapi.from_dict(document, config=config)
    for event in from_schema(schema).execute():
        found.read(event)
    return found


def sign_ins(people: Sequence[SignedIn], folder: Path) -> dict[str, Any]:
    """The people's sign-ins in a file of the form that Schemathesis reads (Web Fuzzing Commons)."""
    listed = [
        {
            "name": one.name,
            "fixedHeaders": [{"name": "Cookie", "value": one.cookie}, {"name": "X-CSRFToken", "value": one.token}],
        }
        for one in people
    ]
    file = folder / "sign-ins.json"
    file.write_text(json.dumps({"auth": listed}), "utf-8")
    return {"path": str(file), "user": people[0].name, "peers": [one.name for one in people]}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app behind the web server that it has in use, in this process; gives its address."""
    listener = startup.listen("127.0.0.1", 0)
    connections: dict[int, Any] = {}
    server = web_server.server_for(app, listener, connections)
    ended = Event()

    def answer() -> None:
        while not ended.is_set():
            web_server.look(connections, web_server.LOOK_SECONDS)
        web_server.drain(server, connections)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(connections)

    thread = Thread(target=answer)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        server.pull_trigger()
        thread.join()
