"""Files that a command is given and that are no files, or have no end."""

import os
from pathlib import Path

import pytest

from engine.commands.files import MAX_BYTES, bytes_of
from engine.errors import FileUnreadableError

ENDLESS = Path("/dev/zero")


@pytest.mark.skipif(not ENDLESS.exists(), reason="a device of Linux")
def test_what_has_no_end_is_told_as_too_large():
    with pytest.raises(FileUnreadableError) as refused:
        bytes_of(ENDLESS)

    assert refused.value.facts["reason"] == "cli.file_too_large"


def test_a_file_that_is_just_too_large_is_told(tmp_path):
    large = tmp_path / "x.bpmn"
    with large.open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES + 1)

    with pytest.raises(FileUnreadableError):
        bytes_of(large)


@pytest.mark.parametrize("name", ["", "none.bpmn", "a\x00b"])
def test_a_folder_or_nothing_is_told(tmp_path, name):
    with pytest.raises(FileUnreadableError):
        bytes_of(tmp_path / name)
