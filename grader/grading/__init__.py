"""Grading one submission: from what was handed in to a result, as the flow of CONTRIBUTING."""
