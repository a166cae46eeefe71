"""A student's own machine as a worker: processes that are forked or started, no boundary."""

MEMORY = 1 << 30  # bytes that a process may take beyond what Python and NumPy take
REPLY = 64 << 20  # bytes of one message from it
