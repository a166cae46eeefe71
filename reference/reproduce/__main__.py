"""Train the references and print the course's published figures beside the measured ones.

    python -m reference.reproduce [ASSIGNMENT ...]

The pictures of cats and the football data are looked for in the folder that GRADER_DATA names, then in ./datasets
and ../shared/data; rows that need them say so where they are missing.
"""

import importlib
import os
import pkgutil
import sys
import time
from pathlib import Path

import reference.reproduce as figures


def main(wanted):
    data = find_data()
    if data:
        os.environ["GRADER_DATA"] = str(data)
    known = [module.name for module in pkgutil.iter_modules(figures.__path__) if module.name != "__main__"]
    if unknown := set(wanted) - set(known):
        sys.exit(f"no published figures for {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    for name in [name for name in known if name in wanted or not wanted]:
        print(f"\n{name}")
        start = time.perf_counter()
        for what, published, measured in importlib.import_module(f"{figures.__name__}.{name}").rows(data):
            print(f"  {what:<62} {published:>20}   {measured}", flush=True)
        print(f"  ({time.perf_counter() - start:.0f} s)")


def find_data():
    places = [os.environ.get("GRADER_DATA"), "datasets", "../shared/data"]
    found = (Path(place) for place in places if place)
    return next((path for path in found if (path / "train_catvnoncat.h5").is_file()), None)


if __name__ == "__main__":
    main(sys.argv[1:])
