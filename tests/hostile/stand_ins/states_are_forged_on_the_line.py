"""TRIES to send a state that the stub would never send: the wrong place, size or kind.

GRADER MUST take none of it for a question.
"""

# of planar_classification

import gc
import struct

import numpy as np


def initialize_parameters(n_x, n_h, n_y):
    return None


def line():
    """Find what speaks to the grader, and the number of this call."""
    return next(one for one in gc.get_objects() if type(one).__name__ == "Session")


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    session = line()
    arguments = b"\x04\x00\x00\x00[\"t\"]"
    words = np.random.get_state()[1].astype("<u4").tobytes()
    forged = [words + struct.pack("<HBd", 625, 0, 0.0), words, b"", "state", ("MT19937", [], 0, 0, 0.0), None]
    state = forged[num_iterations % len(forged)]
    session._channel.send(("ask", session._number, "initialize_parameters", arguments, state))
    answered = session._channel.receive()
    print("GOT" "CHA", answered)
    return None
