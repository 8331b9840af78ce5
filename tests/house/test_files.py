"""Committed files: readable everywhere, naming no machine and no registry."""

import json
import re
import stat
import tomllib

from lxml import etree
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT, every, project_files

FILES = project_files()
TEXTS = [
    path
    for path in FILES
    if "hostile" not in path.parts and b"\0" not in path.read_bytes()[:8192]
]
LARGEST = 1_000_000

# Written in halves, so that this file does not name what it forbids.
HOSTS = [
    "files.python" + "hosted.org",
    "py" + "pi.org/simple",
    "registry.npm" + "js.org",
    "deb.deb" + "ian.org",
]
MACHINE = re.compile(
    r"(?<![\w./])/(?:wo" + r"rk|fa" + r"rm|tmp/ba" + r"sh|tmp/br" + "ief)\\b"
)


@every(FILES)
def test_no_file_is_too_large_to_belong_here(path):
    size = path.stat().st_size

    assert size <= LARGEST


@every(TEXTS)
def test_a_text_is_clean(path):
    text = path.read_text(encoding="utf-8")

    assert "\r" not in text
    assert not text or text.endswith("\n") or text.isspace()
    assert not re.search(r"^(<{7} |>{7} |={7}$)", text, re.MULTILINE), "merge marker"
    if path.suffix not in {".bpmn", ".po", ".txt"} and path.name != "LICENSE":
        assert not re.search(r"[ \t]+$", text, re.MULTILINE), "trailing blanks"


@every(TEXTS)
def test_no_file_names_a_machine_or_a_registry(path):
    text = path.read_text(encoding="utf-8")

    assert not [host for host in HOSTS if host in text]
    assert not MACHINE.search(text)


@every(TEXTS)
def test_nothing_is_left_over_in_a_file(path):
    left = re.compile("TO" + "DO|FIX" + "ME|NotImplemented" + "Error")

    assert not left.search(path.read_text(encoding="utf-8"))


@every([path for path in FILES if path.suffix in {".json", ".toml", ".bpmn", ".xml"}])
def test_data_can_be_read(path):
    content = path.read_bytes()
    if path.suffix == ".json":
        assert json.loads(content) is not None
    elif path.suffix == ".toml":
        assert tomllib.loads(content.decode())
    elif path in TEXTS:
        strict = etree.XMLParser(resolve_entities=False, no_network=True)
        assert etree.fromstring(content, strict) is not None


@every(sorted((ROOT / ".ci").iterdir()))
def test_the_scripts_of_the_house_stop_at_errors_and_can_be_run(path):
    text = path.read_text(encoding="utf-8")

    assert text.startswith("#!/usr/bin/env bash\n")
    assert re.search(r"^set -e?uo pipefail$", text, re.MULTILINE)
    assert path.stat().st_mode & stat.S_IXUSR


def test_the_top_level_holds_what_the_plan_names():
    folders = {path.relative_to(ROOT).parts[0] for path in FILES if path.parent != ROOT}

    assert folders <= {"bpmn", "engine", "web", "forms", "tests", "docs", ".ci"}


def test_the_lock_pins_every_package_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==([^ \\]+)", lock, re.MULTILINE))

    unmet = [
        str(wish)
        for wish in map(Requirement, asked)
        for pin in [pins.get(canonicalize_name(wish.name))]
        if pin is None or not wish.specifier.contains(pin)
    ]

    assert not unmet, "run `make lock`"


def test_the_lock_names_hashes_and_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    pins = re.findall(r"^[a-z][^\n]*==", lock, re.MULTILINE)
    assert len(pins) > 50
    assert lock.count("--hash=sha256:") > len(pins)
    assert "://" not in lock
