"""Running several tasks in separate processes: started and ended together, each restarted alone when it dies."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from ctypes import c_int
from multiprocessing import connection, sharedctypes
from multiprocessing.context import ForkProcess

_END_SECONDS = 30  # a child that needs longer to end is killed
_SIGNAL_SECONDS = 1  # how long a signal may reach this process later than its children
_LONGEST_PAUSE_SECONDS = 30  # before a child that keeps dying is started again
_STEADY_SECONDS = 60  # a child that has lived for so long is started again at once
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_ENDED_WELL = {0, -signal.SIGTERM}  # the second: a signal before the task had begun
_away = sharedctypes.RawValue(c_int, 0)
log = logging.getLogger("botram.processes")


class _Child:
    """A task and the process that runs it, which is replaced when it dies."""

    def __init__(self, name: str, task: Callable[[], None], lifeline: tuple[int, int]) -> None:
        self.name, self._task, self._lifeline = name, task, lifeline
        self._deaths, self._began = 0, 0.0
        self.due: float | None = None  # when it is started again, on the monotonic clock; None while it runs

    def start(self) -> None:
        """Fork a process for the task."""
        fork = multiprocessing.get_context("fork")
        self.process: ForkProcess = fork.Process(target=_run, args=(self._task, self._lifeline), name=self.name)
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # until the child has set its own handlers
        self.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        self._began, self.due = time.monotonic(), None

    def plan_restart(self) -> None:
        """Log the end of the process and plan the next one: at once, then after 1, 2, 4 ... 30 seconds."""
        now = time.monotonic()
        self._deaths = 0 if now - self._began > _STEADY_SECONDS else self._deaths + 1
        pause = min(2**self._deaths // 4, _LONGEST_PAUSE_SECONDS)
        self.due = now + pause
        code = self.process.exitcode
        log.error("The %s ended by itself with exit code %s; it is started again in %d s.", self.name, code, pause)


def run_together(tasks: Mapping[str, Callable[[], None]], *, started: Callable[[], None]) -> int:
    """Run the tasks until SIGTERM, SIGINT or SIGHUP and return the exit code. A task that ends earlier is run again.

    ``started`` is called once they run. The tasks must not share open connections of this process, and find what they
    need, such as a listening socket, still open when they are run again.
    """
    signalled = _note_signals()
    lifeline = os.pipe()
    gc.freeze()  # keeps memory of loaded modules shared between the processes
    children = [_Child(name, task, lifeline) for name, task in tasks.items()]
    for each in children:
        each.start()
    started()
    while not _asked_to_end(signalled, children):
        for each in children:
            if each.due is None and each.process.exitcode is not None:
                each.plan_restart()
        _start_due(children)
    return _end([each for each in children if each.due is None])


def away() -> int:
    """Return how many processes have died and wait to be started again, in any of the processes."""
    return int(_away.value)


def _asked_to_end(signalled: socket.socket, children: Iterable[_Child]) -> bool:
    """Wait for a signal, the end of a child or the time of a restart; return whether it was a signal."""
    times = [each.due for each in children if each.due is not None]
    pause = max(0.0, min(times) - time.monotonic()) if times else None
    running = [each.process.sentinel for each in children if each.due is None]
    found = connection.wait([signalled, *running], timeout=pause)
    # A service manager signals all processes at once: an ended child may have received the same signal earlier.
    return signalled in found or (bool(found) and bool(connection.wait([signalled], timeout=_SIGNAL_SECONDS)))


def _start_due(children: Iterable[_Child]) -> None:
    """Start the children whose time has come, and note how many still wait."""
    for each in children:
        if each.due is not None and each.due <= time.monotonic():
            each.start()
    _away.value = sum(each.due is not None for each in children)


def _note_signals() -> socket.socket:
    """Return a socket that becomes readable with SIGTERM, SIGINT or SIGHUP, which then do nothing else."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.detach())
    for each in _ENDING:
        signal.signal(each, lambda *_: None)
    return reading


def _run(task: Callable[[], None], lifeline: tuple[int, int]) -> None:
    """Run a task in this child process, which ends with SIGTERM or with its parent."""
    os.close(lifeline[1])
    threading.Thread(target=_end_with_parent, args=(lifeline[0],), daemon=True).start()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for each in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all processes; the parent handles them
        signal.signal(each, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    task()


def _end_with_parent(lifeline: int) -> None:
    """End this process once the other end of the pipe is closed, which also happens when the parent is killed."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(children: list[_Child]) -> int:
    """End the running children and return the exit code: 0 when all ended without an error."""
    for each in children:
        each.process.terminate()
    for each in children:
        each.process.join(_END_SECONDS)
        if each.process.is_alive():
            log.error("The %s did not end within %d seconds and is killed.", each.name, _END_SECONDS)
            each.process.kill()
            each.process.join()
    return 0 if all(each.process.exitcode in _ENDED_WELL for each in children) else 1
