"""TRIES to send replies with the numbers of calls that are still to come.

GRADER MUST count it as a crash of this call and go on.
"""

import json
import os
import struct


def sigmoid(z):
    for call in range(1, 40):
        header = json.dumps(["t", "call", call, None]).encode()
        frame = struct.pack("<I", len(header)) + header
        for number in range(3, 10):
            try:
                os.write(number, struct.pack("<I", len(frame)) + frame)
            except OSError:
                pass
    return -1.0
