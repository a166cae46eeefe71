"""TRIES to read the expected values from the course's folder.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    for top in (os.path.expanduser("~/grader"), "/home", "/srv", os.path.dirname(__import__("numpy").__file__) + "/../../../.."):
        for folder, folders, files in os.walk(top):
            if folder.count("/") > 9:
                folders.clear()
            for file in files:
                if file == "checks.py" or file == "logistic_regression.py":
                    open(os.path.join(folder, file)).read()
                    return 666.0
    raise PermissionError
