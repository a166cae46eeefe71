"""What `grader verify` demands: each module checks one expectation, or a few that ask the same in other places.

A check is a function of a VerificationContext, and of an exercise where it is asked of each, that yields problems.
"""
