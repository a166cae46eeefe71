"""A class graded on a Dask cluster of two worker processes: as on one, also when one of them is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from test_classroom import class_of, record

from grader.classroom.cluster_sight import TOKEN

distributed = pytest.importorskip(
    "distributed", reason="Dask is not installed: pip install 'grader[cluster]'"
)
Grader = Callable[..., Result]
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own, of which there are some at its end


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Forty submissions."""
    return class_of(40, tmp_path / "class")


@pytest.fixture
def cluster() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            yield cluster


def test_the_result_is_that_of_one_machine(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path, cluster: Any
) -> None:
    words = ("--course", course, "grade", handed_in)
    alone = grader(*words, "-o", tmp_path / "alone", "-j", "1")
    spread = grader(*words, "-o", tmp_path / "spread", "--cluster", cluster.scheduler_address)
    assert (spread.exit_code, spread.stderr) == (alone.exit_code, "")
    assert record(tmp_path / "spread") == record(tmp_path / "alone")
    assert (tmp_path / "spread" / "index.html").read_text() == (tmp_path / "alone" / "index.html").read_text()


def test_a_worker_that_dies_loses_nothing(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path, cluster: Any
) -> None:
    words = ("--course", course, "grade", handed_in)
    grader(*words, "-o", tmp_path / "alone", "-j", "1")
    killed = threading.Event()

    def kill_one() -> None:
        """Kill a worker as soon as something is graded."""
        while not list((tmp_path / "spread").glob("pair/*/result.json")):
            time.sleep(0.01)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill_one, daemon=True).start()
    done = grader(*words, "-o", tmp_path / "spread", "--cluster", cluster.scheduler_address)
    assert killed.is_set()
    assert done.exit_code == 0, done.output
    assert record(tmp_path / "spread") == record(tmp_path / "alone")


def test_no_scheduler_is_said_in_a_line(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.classroom.cluster.CONNECT", "1s")  # for which Dask tries again and again
    done = grader(
        "--course", course, "grade", handed_in, "-o", tmp_path / "o", "--cluster", "tcp://127.0.0.1:1"
    )
    assert (done.exit_code, "no Dask scheduler answers there" in done.stderr) == (1, True)


HIDDEN = {
    "course": "does not see the course",
    "class": "does not see the submissions",
    "spread": "does not see OUT",
}


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap hides folders from a worker here")
def test_a_worker_that_does_not_see_all_is_found_out_before_it_gets_work(
    course: Path, grader: Grader, tmp_path: Path, cluster: Any
) -> None:
    """One that does not see a folder, one that sees another course there, and then none: the same command goes on."""
    handed_in, out = class_of(4, tmp_path / "class"), tmp_path / "spread"
    other = shutil.copytree(course, tmp_path / "other")
    (other / "reference" / "pair.py").write_text((course / "reference" / "pair.py").read_text() + "\n")
    out.mkdir()
    views = {says: ("--tmpfs", str(tmp_path / name)) for name, says in HIDDEN.items()}
    views["as it is here, but another"] = ("--bind", str(other), str(course))
    words = ("--course", course, "grade", handed_in, "-o", out, "--cluster", cluster.scheduler_address)
    with blind_workers(cluster, views.values()):
        done = grader(*words)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.output
    assert done.stderr.startswith("Error: 4 of 6 workers cannot grade: tcp://")
    assert all(says in done.stderr for says in views)
    assert not list(out.glob("*/*/result.json"))
    assert grader(*words).exit_code == 0
    assert not (out / TOKEN).exists()


@contextmanager
def blind_workers(cluster: Any, views: Iterable[tuple[str, ...]]) -> Iterator[None]:
    """Have workers join a cluster, each with its own view of the disk."""
    command = (sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address,
               "--no-nanny", "--no-dashboard", "--local-directory", tempfile.gettempdir())  # fmt: skip
    workers = [
        subprocess.Popen(
            ["bwrap", "--die-with-parent", "--dev-bind", "/", "/", *view, *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for view in views
    ]
    before = len(cluster.scheduler_info["workers"])
    try:
        with distributed.Client(cluster, set_as_default=False) as client:
            client.wait_for_workers(before + len(workers), timeout=120)
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(30)
        deadline = time.monotonic() + 60
        while len(cluster.scheduler_info["workers"]) > before and time.monotonic() < deadline:
            time.sleep(0.05)
