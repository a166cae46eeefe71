"""A student's own machine as a worker: processes that are forked or started, no boundary."""
