"""A class graded on a Dask cluster of two worker processes: as on one, also when one of them is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from test_classroom import class_of, record

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
