"""Automatic mutants of a reference function: small wrong versions of it, each with its effect in words.

    text ─► edits (one change each) ─► mutants (an idea at one place, on lines alike, everywhere) ─► run ─► table

Students repeat an idea wherever it fits (W and b, every layer, v and s), so the same edit on all lines alike
explains more of their mistakes than any single one. Order and content are deterministic.
"""

from grader.course.mutants.edits import Edit, Mutant, Operator
from grader.course.mutants.generate import mutants

__all__ = ["Edit", "Mutant", "Operator", "mutants"]
