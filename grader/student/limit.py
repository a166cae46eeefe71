"""A time limit for code in the main thread, on any system: the call is interrupted as the student would."""

from __future__ import annotations

import _thread
import signal
import threading
import time

AGAIN = 1.0  # seconds between interrupts of code that catches them


class Limit:
    """Within it, KeyboardInterrupt is raised once the time is over; `reached` tells it from a student's own."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.reached = seconds, False
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
        seconds = self.seconds
        while not self._over.wait(seconds):
            with self._turn:
                if self._over.is_set():
                    return
                self.reached = True
                _interrupt()
            seconds = AGAIN

    def _await_last(self) -> None:
        """Take an interrupt that was sent and has not arrived, lest it hits what comes next."""
        try:
            time.sleep(0.05)
        except KeyboardInterrupt:
            return


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # it ends a sleep, too
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()
