"""The grader's version: it stands in every result, and with it what was stored by another one is stale."""

__version__ = "0.1.0"
