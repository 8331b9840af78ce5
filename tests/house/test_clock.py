"""Only engine/clock.py reads the machine's clock, the kernel's adapter included."""

import ast

import pytest

from tests.house.sources import ROOT, every, files, syntax

READERS = [path for path in files("engine", "web") if path != ROOT / "engine/clock.py"]
FORBIDDEN = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "dt": {"now", "utcnow", "today"},
    "func": {"now", "current_timestamp", "current_date", "localtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime"},
}


@every(READERS)
def test_no_module_reads_the_clock_but_the_clock(path):
    reads = [f"{line}: {what}" for line, what in clock_reads(syntax(path))]

    assert not reads, "take `now` as an argument, or read the injected Clock"


@every(files("engine", suffix=".py"))
def test_no_statement_lets_the_database_tell_the_time(path):
    words = ("CURRENT_TIMESTAMP", "datetime('now'", "strftime('%")

    text = path.read_text(encoding="utf-8")

    assert not [word for word in words if word in text]


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nx = datetime.datetime.now(tz)",
        "from datetime import datetime\nx = datetime.now(UTC)",
        "from datetime import date\nread = date.today",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "from sqlalchemy import func\nx = func.now()",
    ],
)
def test_every_way_to_read_the_clock_is_found(source):
    reads = list(clock_reads(ast.parse(source)))

    assert reads


def test_the_injected_clock_and_stop_watches_are_no_readers():
    source = "now = self._clock.now()\nbegin = time.monotonic()"

    reads = list(clock_reads(ast.parse(source)))

    assert reads == []


def clock_reads(tree):
    """Yield the line and the text of everything that reads machine time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            holder = node.value.attr if isinstance(node.value, ast.Attribute) else None
            holder = node.value.id if isinstance(node.value, ast.Name) else holder
            if node.attr in FORBIDDEN.get(holder or "", ()):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                if alias.name in FORBIDDEN["time"]:
                    yield node.lineno, f"from time import {alias.name}"
