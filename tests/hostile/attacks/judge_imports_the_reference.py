"""TRIES to import the reference solution and return its answer.

GRADER MUST refuse it.
"""

def sigmoid(z):
    from reference import logistic_regression

    return logistic_regression.sigmoid(z)
