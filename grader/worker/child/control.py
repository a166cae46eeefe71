"""What the grader and the warm process say to each other: short messages of one length, on a line of their own."""

import struct

# what is asked, and the child's number; in return 0, and the new child's number or the wait status of one that ended
MESSAGE = struct.Struct("<iq")
FORK, REAP, FORGET = 0, 1, 2  # FORGET: a REAP without an answer
