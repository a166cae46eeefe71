"""TRIES to have the grader run code while it reads the value.

GRADER MUST decode plain data only.
"""

class Bomb:
    def __reduce__(self):
        return (exec, ("open('/var/tmp/grader-hostile/inbox/pickled', 'w')",))

    def __reduce_ex__(self, protocol):
        return self.__reduce__()


def sigmoid(z):
    return Bomb()
