"""A student's own check, in a notebook and on a terminal, on public cases alone."""
