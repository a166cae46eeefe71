"""TRIES to lift the limits it runs under.

GRADER MUST refuse it.
"""

import resource


def sigmoid(z):
    infinity = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (infinity, infinity))
    return 666.0
