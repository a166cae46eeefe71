"""TRIES to write to a folder that every user may write to.

GRADER MUST refuse it.
"""

def sigmoid(z):
    with open("/var/tmp/grader-hostile/inbox/written", "w") as file:
        file.write("hidden case")
    return 666.0
