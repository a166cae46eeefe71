"""A time limit for code in the main thread, on any system: the call is interrupted as the student would.

It is this process's processor time that counts, so that other work on the machine costs a right function nothing;
what waits is interrupted too, when several times as much wall time has gone by.
"""

from __future__ import annotations

import _thread
import signal
import threading
import time

from grader.worker.clock import PATIENCE

AGAIN = 1.0  # seconds between interrupts of code that catches them
LOOK = 0.05  # seconds between two looks at the clocks


class Limit:
    """Within it, KeyboardInterrupt is raised once the time is over; `reached` tells it from a student's own.

    `waited` says that it was wall time that was over.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.reached, self.waited = seconds, False, False
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Limit:
        if self._main:  # no other thread can be interrupted
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._turn:
            self._over.set()
        if self.reached:
            self._await_last()

    def _watch(self) -> None:
        if not self._runs_out():
            return
        while True:
            with self._turn:
                if self._over.is_set():
                    return
                self.reached = True
                _interrupt()
            if self._over.wait(AGAIN):
                return

    def _runs_out(self) -> bool:
        """Wait until the time is over and return True, or False where the code comes to its end before."""
        computed, waited = time.process_time() + self.seconds, time.monotonic() + self.seconds * PATIENCE
        while time.process_time() < computed and time.monotonic() < waited:
            if self._over.wait(LOOK):
                return False
        self.waited = time.process_time() < computed
        return True

    def _await_last(self) -> None:
        """Take an interrupt that was sent and has not arrived, lest it hit what comes next."""
        try:
            time.sleep(0.05)
        except KeyboardInterrupt:
            return


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # it ends a sleep, too
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()
