"""The set-up scripts say in a sentence what is missing and do nothing by halves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

TOOLS = ("bash", "dirname", "env", "find", "grep", "id", "mkdir", "rm")
RECORDER = """#!/usr/bin/env bash
echo "$1" >> called
[ "$1" != migrate ] || touch var/mutubaku.db
[ "$1" != demo ] || [ ! -e demo-fails ]
"""


@pytest.fixture
def bare_machine(tmp_path):
    """Return a folder that serves as the whole PATH of a machine without apt."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    (folder / "python3").symlink_to(sys.executable)
    return folder


@pytest.fixture
def clone(tmp_path):
    """Return a clone whose `mutubaku` only writes down how it was called."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/first-office", tmp_path / ".ci")
    program = tmp_path / ".venv/bin/mutubaku"
    program.parent.mkdir(parents=True)
    program.write_text(RECORDER)
    program.chmod(0o755)
    return tmp_path


def run(script: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MUTUBAKU_")}
    return subprocess.run(  # noqa: S603 - our own words, no shell
        [script, *words],
        env=clean | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(clone: Path) -> list[str]:
    return (clone / "called").read_text().split()


def test_without_apt_one_sentence_names_what_to_install(bare_machine):
    done = run(ROOT / ".ci/setup-system", "test", PATH=str(bare_machine))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "chromium" in done.stderr
    assert "poppler-utils" in done.stderr


def test_an_old_python_is_refused_in_one_sentence(bare_machine):
    (bare_machine / "python3").unlink()
    (bare_machine / "python3").write_text("#!/usr/bin/env bash\nexit 1\n")
    (bare_machine / "python3").chmod(0o755)

    done = run(ROOT / ".ci/setup-system", "run", PATH=str(bare_machine))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr


def test_a_new_office_gets_its_demo_once(clone):
    first = run(clone / ".ci/first-office")
    second = run(clone / ".ci/first-office")

    assert (first.returncode, second.returncode) == (0, 0)
    assert calls(clone) == ["migrate", "demo", "migrate"]


def test_an_office_whose_demo_failed_is_made_anew_next_time(clone):
    (clone / "demo-fails").touch()

    failed = run(clone / ".ci/first-office")

    assert failed.returncode == 1
    assert not (clone / "var/mutubaku.db").exists()


def test_an_office_elsewhere_is_never_filled_with_a_demo(clone):
    address = {"MUTUBAKU_DATABASE_URL": "postgresql://db.example/office"}

    done = run(clone / ".ci/first-office", **address)

    assert done.returncode == 0
    assert calls(clone) == ["migrate"]
