"""TRIES to exhaust threads.

GRADER MUST refuse more than a few.
"""

import threading
import time


def sigmoid(z):
    threads = [threading.Thread(target=time.sleep, args=(30,), daemon=True) for _ in range(1000)]
    for thread in threads:
        thread.start()
    return 666.0
