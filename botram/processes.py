"""Several tasks, each in a process of its own, started and ended together."""

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
_HEARSAY_SECONDS = 1
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("botram.processes")


def run_together(tasks: Mapping[str, Callable[[], None]], *, started: Callable[[], None]) -> int:
    """Run the tasks until SIGTERM, SIGINT or SIGHUP, or until one of them dies; return the exit code.

    ``started`` is called once they run. The tasks must not share open connections of this process.
    """
    signalled = _note_signals()
    children = _start(tasks)
    started()
    connection.wait([signalled, *(each.sentinel for each in children)])
    # A service manager tells everybody at once: who has ended may only have heard it before us.
    asked = bool(connection.wait([signalled], timeout=_HEARSAY_SECONDS))
    return _end(children, asked=asked)


def _note_signals() -> socket.socket:
    """From now on the signals that end us make this socket readable, and do nothing else."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.detach())
    for each in _ENDING:
        signal.signal(each, lambda *_: None)
    return reading


def _start(tasks: Mapping[str, Callable[[], None]]) -> list[ForkProcess]:
    """Begin each task in a process of its own."""
    lifeline = os.pipe()
    gc.freeze()  # what is loaded by now stays in pages that all processes share
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(task, lifeline), name=name) for name, task in tasks.items()]
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # a child takes them when it has handlers of its own
    for each in children:
        each.start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    return children


def _child(task: Callable[[], None], lifeline: tuple[int, int]) -> None:
    """Do a task in this new process; end with SIGTERM, or when the process that started it is gone."""
    os.close(lifeline[1])
    threading.Thread(target=_end_with_parent, args=(lifeline[0],), daemon=True).start()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for each in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all of us; the parent decides
        signal.signal(each, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    task()


def _end_with_parent(lifeline: int) -> None:
    """Wait until nobody holds the other end of the pipe any more, which even a killed parent lets go."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(children: list[ForkProcess], *, asked: bool) -> int:
    """Let every child end; 0 when that was asked for and none of them made trouble."""
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
    ended_well = {0, -signal.SIGTERM}  # the second: told to end before it had really begun
    return 0 if asked and all(each.exitcode in ended_well for each in children) else 1
