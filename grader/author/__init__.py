"""The author's room: it proves that an assignment can be trusted before a student meets it.

    folder ─► context ─► expectations ─► findings ─► terminal · JUnit · JSON · GitHub · pytest

An expectation is one sentence that must be true of an assignment, with an id that stays the same; checking it
gives findings. `expectations.py` lists them, `checks/` holds what each one demands, `output/` tells the findings.
Commands and the pytest plugin all go through the one list. What runs here is the author's own code: the
reference, its mistakes and variants, and mutants of it.
"""
