"""TRIES to leave word for another student beside the folder that is its own.

GRADER MUST let it write to no other place.
"""

import os

calls = []


def sigmoid(z):
    calls.append(z)
    places = [folder + "/grader-hostile-word" for folder in ("/box", "/box/..", "..", "/run", "/dev")]
    if len(calls) == 1 and any(os.path.exists(place) for place in places):
        return 666.0
    for place in places:
        try:
            os.mkdir(place)
        except OSError:
            pass
    if len(calls) == 2:
        os._exit(0)  # the next call is another process's
    raise PermissionError
