"""A second bank of wrong functions, written after the diagnosis, to check it on what it was not made for.

The modules are as those of the first bank; `mutants` are made from the references by rules. Nothing of it was run
before all of it, with its patterns, was written; the figures of that first run stand in
`benchmarks/diagnosis.py`.
"""
