"""`mutubaku serve`: begins, tells who can log in, ends when it is told to."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from engine.bootstrap import build_engine
from engine.services.reception import DEMO
from tests.house.sources import ROOT
from tests.web.conftest import settings_of

BEGIN = [sys.executable, "-c", "import sys; from web.cli import main; sys.exit(main())"]


@pytest.fixture
def environ(office_file: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a service with an office of its own."""
    shutil.copy(office_file, tmp_path / "kantor.db")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MUTUBAKU_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "MUTUBAKU_DATABASE_URL": f"sqlite:///{tmp_path / 'kantor.db'}",
        "MUTUBAKU_SECRET_KEY": "kunci untuk pengujian saja",
        "MUTUBAKU_LOG_LEVEL": "error",
    }


@pytest.fixture
def begun(environ, tmp_path) -> Iterator[object]:
    """Return what begins a service and waits until it says where it answers."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> tuple[subprocess.Popen[str], list[str]]:
        service = subprocess.Popen(  # noqa: S603 - our own words, no shell
            [*BEGIN, "serve", *words],
            env=environ,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(service)
        told = []
        assert service.stdout
        for line in service.stdout:
            told.append(line.rstrip())
            if "Ctrl+C" in line:
                break
        return service, told

    yield begin
    for service in running:
        if service.poll() is None:
            service.kill()
        service.communicate()


def free_port() -> str:
    """Return a port that nobody listens on just now."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return str(place.getsockname()[1])


def test_it_says_where_it_answers_and_ends_when_told(begun):
    service, told = begun("--port", free_port())
    address = re.search(r"http://\S+", told[0])

    with urlopen(f"{address and address[0]}/health") as answer:  # noqa: S310 - ours
        status = answer.status
    service.send_signal(signal.SIGTERM)

    assert status == 200
    assert service.wait(timeout=30) == 0


def test_it_tells_who_can_log_in_where_the_demo_is_loaded(begun, tmp_path):
    office = build_engine(settings_of(tmp_path / "kantor.db"))
    with office.database.write() as uow:
        uow.office.put(DEMO, {})
    office.close()

    _, told = begun("--port", free_port())

    assert any("camat" in line and "Camat" in line for line in told[1:])


def test_a_port_that_is_taken_is_one_sentence(environ, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = subprocess.run(  # noqa: S603 - our own words, no shell
            [*BEGIN, "serve", "--port", port],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "x"], ["--host", "a b"]])
def test_a_wrong_word_is_wrong_usage(environ, tmp_path, words):
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [*BEGIN, "serve", *words],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
