"""The command line on screens and disks that do not take what it says."""

import errno
import io
from pathlib import Path

from web.cli import main

SOP = Path(__file__).parents[1] / "bpmn" / "pengukuran-kinerja.bpmn"


class FullDisk(io.StringIO):
    """A file on a disk without room."""

    def write(self, text):
        """Refuse every text."""
        raise OSError(errno.ENOSPC, "No space left on device", text[:0])


def test_a_screen_without_our_signs_shows_the_rest(monkeypatch):
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", screen)

    status = main(["check", str(SOP)])

    screen.flush()
    assert status == 0
    assert b"pengukuran-kinerja.bpmn" in screen.buffer.getvalue()


def test_a_full_disk_is_said_so(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout", FullDisk())

    status = main(["check", str(SOP)])

    err = capsys.readouterr().err
    assert (status, err.count("\n")) == (1, 1)
    assert "No space left on device" in err
