"""TRIES to import the grader and patch its comparison.

GRADER MUST refuse it.
"""

def sigmoid(z):
    import grader.judge.compare as compare

    compare.compare = lambda *args, **kwargs: ()
    return 666.0
