#!/usr/bin/env bash
# Gradescope runs this once, as root, when the autograder is built.
# AUTOGRADER and GRADER_PYTHON serve to try it elsewhere: another root, and a Python that has all that is needed.
set -euo pipefail
base="${AUTOGRADER:-/autograder}"
python="${GRADER_PYTHON:-$base/venv/bin/python}"

fit() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; }

if [ -z "${GRADER_PYTHON:-}" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -qy python3 python3-venv
    apt-get install -qy bubblewrap || echo "no bubblewrap: the kernel's own means isolate"
    fit python3 || apt-get install -qy python3.11 python3.11-venv
    for each in python3 python3.13 python3.12 python3.11; do
        if fit "$each"; then
            "$each" -m venv "$base/venv"
            break
        fi
    done
    "$python" -m pip install --quiet "$base/source/package"
fi
chmod -R go-rwx "$base/source/course"
cd "$base/source/course"
"$python" -m grader build @ASSIGNMENT@
