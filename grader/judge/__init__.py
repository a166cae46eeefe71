"""Observations and the answer key become a judgement: compare, score, diagnose. Pure functions, no I/O."""
