"""Running several tasks in separate processes that start and end together."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from multiprocessing import connection
from multiprocessing.context import ForkProcess

_END_SECONDS = 30  # a child that needs longer to end is killed
_SIGNAL_SECONDS = 1  # how long a signal may reach this process later than its children
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("botram.processes")


def run_together(tasks: Mapping[str, Callable[[], None]], *, started: Callable[[], None]) -> int:
    """Run the tasks until SIGTERM, SIGINT or SIGHUP, or until one of them ends by itself; return the exit code.

    ``started`` is called once they run. The tasks must not share open connections of this process.
    """
    signalled = _note_signals()
    children = _start(tasks)
    started()
    connection.wait([signalled, *(each.sentinel for each in children)])
    # A service manager signals all processes at once: an ended child may have received the same signal earlier.
    asked = bool(connection.wait([signalled], timeout=_SIGNAL_SECONDS))
    return _end(children, asked=asked)


def _note_signals() -> socket.socket:
    """Return a socket that becomes readable with SIGTERM, SIGINT or SIGHUP, which then do nothing else."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.detach())
    for each in _ENDING:
        signal.signal(each, lambda *_: None)
    return reading


def _start(tasks: Mapping[str, Callable[[], None]]) -> list[ForkProcess]:
    """Start each task in a separate process."""
    lifeline = os.pipe()
    gc.freeze()  # keeps memory of loaded modules shared between the processes
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(task, lifeline), name=name) for name, task in tasks.items()]
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # until a child has set its own handlers
    for each in children:
        each.start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    return children


def _child(task: Callable[[], None], lifeline: tuple[int, int]) -> None:
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


def _end(children: list[ForkProcess], *, asked: bool) -> int:
    """End all children and return the exit code: 0 when a signal asked for it and all ended without an error."""
    died = [] if asked else [each for each in children if not each.is_alive()]
    for each in died:
        log.error("The %s ended by itself with exit code %s; ending the others.", each.name, each.exitcode)
    for each in children:
        each.terminate()
    for each in children:
        each.join(_END_SECONDS)
        if each.is_alive():
            log.error("The %s did not end within %d seconds and is killed.", each.name, _END_SECONDS)
            each.kill()
            each.join()
    ended_well = {0, -signal.SIGTERM}  # the second: a signal before the task had begun
    return 0 if asked and all(each.exitcode in ended_well for each in children) else 1
