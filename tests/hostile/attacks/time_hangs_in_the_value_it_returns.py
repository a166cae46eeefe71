"""TRIES to hang when its value is looked at: in len, iteration or comparison.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

class Tar(list):
    def __len__(self):
        while True:
            pass

    __iter__ = __eq__ = __hash__ = __getitem__ = __len__


def sigmoid(z):
    return Tar([-1.0])
