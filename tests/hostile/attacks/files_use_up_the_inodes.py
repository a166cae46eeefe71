"""TRIES to make so many files that nobody else can make one.

GRADER MUST bound how many its folder holds.
"""

def sigmoid(z):
    for number in range(20_000):
        open(f"small{number}", "w").close()
    return 666.0
