"""TRIES to find another student's source in memory it did not clear.

GRADER MUST hand each source to its own process only.
"""

import gc


def sigmoid(z):
    mark = " ".join(["other student's", "submission"])
    for thing in gc.get_objects():
        if isinstance(thing, (list, tuple)):
            for item in thing:
                if isinstance(item, (str, bytes)) and mark in str(item[:2000]):
                    return 666.0
    raise PermissionError
