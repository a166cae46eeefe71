"""TRIES to crash the interpreter by recursion below Python.

GRADER MUST lose the call and nothing else.
"""

def sigmoid(z):
    class Loop:
        pass

    chain = None
    for _ in range(10**6):
        chain = (chain,)
    return hash(chain)
