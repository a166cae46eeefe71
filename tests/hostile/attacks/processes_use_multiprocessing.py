"""TRIES to start processes the way a library does.

GRADER MUST refuse it.
"""

import multiprocessing


def sigmoid(z):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(abs, [1, 2])
    return 666.0
